"""Proposing an edition, confirming it, and noting that a contact was checked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from motvekt.audit.actions import record
from motvekt.guide import editions, queries, rules, states
from motvekt.guide.freshness import reached_by
from motvekt.guide.models import ContactCheck, Edition, EditionFile, Proposal
from motvekt.guide.printing import files
from motvekt.guide.printing.common import Imprint
from motvekt.guide.printing.files import Made
from motvekt.guide.printing.typeset import Press, typeset
from motvekt.guide.schema import SCHEMA, Contact, Guide
from motvekt.guide.states import ProposalState
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within_slug


def propose(*, guide: Guide, area: str, by: Actor, press: Press | None = typeset) -> Proposal:
    """Put a guide forward as the area's next edition. It replaces a proposal that is open, and nobody sees it yet.

    Its PDFs are made and thrown away, so that whoever wrote it learns here that one can't be. Raises Refused as
    `confirm` does, but for somebody else's proposal.
    """
    with within_slug(area):
        content = editions.write(guide)
        place = _known(area)
        number = _next_number(place, content)
        if press is not None:
            _printed(guide, area, number, press)
        return _put_forward(guide, content, area, by)


def confirm(*, area: str, code: str, by: Actor, press: Press | None = typeset, alone: bool = False) -> Edition:
    """Make the open proposal the area's newest edition with its PDFs: all of it, or nothing.

    `code` is the proposal's, as whoever confirms it has seen it. `press` typesets, before anything is locked; without
    one the edition gets no PDFs. `alone`: whoever proposed it may confirm it, as in the demo. Raises Refused where
    there is no such proposal, it is no longer compared with the newest edition, whoever proposed it confirms it, or a
    PDF can't be made.
    """
    with within_slug(area):
        place = _known(area)
        proposal = _proposal(place, code)
        number = _may_become(proposal, place, by, alone)
        guide = editions.read(proposal.content)
        made = _printed(guide, area, number, press) if press is not None else []
        return _confirmed(area, code, number, made, by, alone)


def withdraw(*, area: str, code: str, by: Actor) -> None:
    """Take the open proposal back. Raises Refused where there is no such proposal."""
    with within_slug(area), transaction.atomic():
        place = _locked(area)
        proposal = _proposal(place, code)
        _close(proposal, "withdraw", by)
        _record(place, by, "edition_withdrawn", proposal=proposal.id)


def publish(*, guide: Guide, area: str, by: Actor, press: Press | None = typeset) -> Edition:
    """Propose and confirm in one: for the demo, and for an installation that makes itself ready. Raises Refused."""
    with within_slug(area):
        content = editions.write(guide)
        number = _next_number(_known(area), content)
        made = _printed(guide, area, number, press) if press is not None else []
        with transaction.atomic():
            proposal = _put_forward(guide, content, area, by)
            return _confirmed(area, rules.code(proposal.digest), number, made, by, alone=True)


def _printed(guide: Guide, area: str, number: int, press: Press) -> list[Made]:
    imprint = Imprint(number, queries.last_checked(area, guide), organisations.address(area), clock.today())
    return files.make(guide, imprint, press)


def _next_number(place: Area, content: str) -> int:
    number, newest = queries.newest_digest(place)
    if not (decision := rules.may_publish(rules.digest(content), newest)):
        raise Refused(decision)
    return number + 1


@transaction.atomic
def _put_forward(guide: Guide, content: str, area: str, by: Actor) -> Proposal:
    place = _locked(area)
    follows = _next_number(place, content) - 1
    if (before := _open(place)) is not None:
        _close(before, "replace", by)
    proposal = Proposal.objects.create(
        area=place,
        follows=follows,
        pack=guide.id,
        schema=SCHEMA,
        valid_from=guide.valid_from,
        content=content,
        digest=rules.digest(content),
        proposed_at=clock.now(),
        proposed_by=str(by),
    )
    _record(place, by, "edition_proposed", proposal=proposal.id, follows=follows, content=proposal.digest)
    return proposal


@transaction.atomic
def _confirmed(area: str, code: str, number: int, made: Sequence[Made], by: Actor, alone: bool) -> Edition:
    """The edition and its files in one transaction. `number` stands in the files already, so it must still be free."""
    place = _locked(area)
    proposal = _proposal(place, code)
    if _may_become(proposal, place, by, alone) != number:
        raise Refused(no("published_meanwhile", "Noen andre publiserte samtidig. Se på utgaven deres, og prøv igjen."))
    now = clock.now()
    edition = Edition(
        area=place,
        number=number,
        pack=proposal.pack,
        schema=proposal.schema,
        valid_from=proposal.valid_from,
        content=proposal.content,
        digest=proposal.digest,
        published_at=now,
        published_by=str(by),
    )
    edition.save()
    for file in made:
        digest = hashlib.sha256(file.content).hexdigest()
        EditionFile(
            edition=edition,
            kind=file.sheet,
            language=file.language,
            content=file.content,
            digest=digest,
            made_at=now,
        ).save()
    _close(proposal, "confirm", by, edition)
    about = {"proposal": proposal.id, "edition": edition.id, "number": number, "content": edition.digest}
    _record(place, by, "edition_confirmed", begins=edition.valid_from, **about)
    return edition


def _record(place: Area, by: Actor, event: str, **about: object) -> None:
    """What is about a guide stands in the log of the area's first controller."""
    record(controller=organisations.first_controller(place), by=by, event=event, area=place.id, **about)


def _may_become(proposal: Proposal, place: Area, by: Actor, alone: bool) -> int:
    """The number that the proposal gets as an edition. Raises Refused, and DamagedEdition where its content is not what
    its code was made of: whoever confirms it has seen something else.
    """
    if rules.digest(proposal.content) != proposal.digest:
        raise queries.DamagedEdition(f"proposal {proposal.id}")
    newest, _ = queries.newest_digest(place)
    decision = rules.may_confirm(
        proposed_by=proposal.proposed_by, follows=proposal.follows, newest=newest, by=by, alone=alone
    )
    if not decision:
        raise Refused(decision)
    return newest + 1


def _open(place: Area) -> Proposal | None:
    return Proposal.objects.filter(area=place, state=ProposalState.OPEN).first()


def _proposal(place: Area, code: str) -> Proposal:
    """The proposal that has this code, open. Raises Refused, with what became of it where it is closed."""
    code = code.strip().lower()
    found = _open(place)
    if found is not None and rules.code(found.digest) == code:
        return found
    closed = Proposal.objects.filter(area=place).exclude(state=ProposalState.OPEN).order_by("-proposed_at")
    for digest, state in closed.values_list("digest", "state"):
        if rules.code(digest) == code:
            raise Refused(states.may("confirm", ProposalState(state)))
    raise Refused(no("no_proposal", f"Ingen forslag for {place.slug} har koden «{code}»."))


def _close(proposal: Proposal, act: str, by: Actor, edition: Edition | None = None) -> None:
    """Raises Refused where the table of states has no such way."""
    state = ProposalState(proposal.state)
    if not (decision := states.may(act, state)):
        raise Refused(decision)
    proposal.state = states.after(act, state)
    proposal.closed_at, proposal.closed_by, proposal.edition = clock.now(), str(by), edition
    proposal.save(update_fields=["state", "closed_at", "closed_by", "edition"])


@transaction.atomic
def note_checks(*, area: str, contacts: Sequence[str], checked_on: date, by: Actor) -> None:
    """Note that contacts were called and found right: all of them, or none.

    Raises Refused where the edition in force lacks one, one can't be reached, or the day has not come.
    """
    with within_slug(area):
        place = _locked(area)
        if checked_on > clock.today():
            raise Refused(no("day_to_come", f"{checked_on} er ikke kommet ennå."))
        current = queries.in_force(area, clock.today())
        for contact in contacts:
            entry = current.index.get(f"contacts/{contact}") if current else None
            if entry is None or not isinstance(entry.item, Contact):
                raise Refused(no("unknown_contact", f"Utgaven som gjelder, har ingen kontakt «{contact}»."))
            if not (reached := reached_by(entry.item)):
                raise Refused(no("nothing_to_check", f"«{contact}» har verken telefon eller e-post å sjekke."))
            ContactCheck.objects.update_or_create(
                area=place,
                contact=contact,
                checked_on=checked_on,
                defaults={"checked_by": str(by), "reached_by": reached},
            )
        for contact in contacts:
            _record(place, by, "contact_checked", contact=contact, day=checked_on)


def _known(area: str) -> Area:
    place = organisations.area(area)
    if place is None:
        raise Refused(_unknown(area))
    return place


def _locked(area: str) -> Area:
    """The area's row, held until the transaction ends, so that two publishers get two numbers."""
    place = Area.objects.select_for_update().filter(slug=area).first()
    if place is None:
        raise Refused(_unknown(area))
    return place


def _unknown(area: str) -> Decision:
    return no("unknown_area", f"Området «{area}» finnes ikke.")
