"""Publishing an edition, and noting that a contact was checked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from motvekt.guide import editions, queries, rules
from motvekt.guide.models import ContactCheck, Edition, EditionFile
from motvekt.guide.printing import files
from motvekt.guide.printing.common import Imprint
from motvekt.guide.printing.files import Made
from motvekt.guide.printing.typeset import Press, typeset
from motvekt.guide.schema import SCHEMA, Guide
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Area


def publish(*, guide: Guide, area: str, by: Actor, press: Press | None = typeset) -> Edition:
    """Make a guide the area's newest edition with its PDFs: all of it, or nothing.

    `press` typesets, before anything is locked; without one the edition gets no PDFs. Raises Refused where the area is
    unknown, its newest edition has the same content, a PDF can't be made, or somebody else published meanwhile.
    """
    content = editions.write(guide)
    place = organisations.area(area)
    if place is None:
        raise Refused(_unknown(area))
    number = _next_number(place, content)
    made = []
    if press is not None:
        imprint = Imprint(number, queries.last_checked(area), organisations.address(area), clock.today())
        made = files.make(guide, imprint, press)
    return _store(guide, content, area, number, made, by)


def _next_number(place: Area, content: str) -> int:
    number, newest = queries.newest_digest(place)
    if not (decision := rules.may_publish(rules.digest(content), newest)):
        raise Refused(decision)
    return number + 1


@transaction.atomic
def _store(guide: Guide, content: str, area: str, number: int, made: Sequence[Made], by: Actor) -> Edition:
    """The edition and its files in one transaction. `number` stands in the files already, so it must still be free."""
    place = _locked(area)
    if _next_number(place, content) != number:
        raise Refused(no("published_meanwhile", "Noen andre publiserte samtidig. Se på utgaven deres, og prøv igjen."))
    now = clock.now()
    edition = Edition(
        area=place,
        number=number,
        pack=guide.id,
        schema=SCHEMA,
        valid_from=guide.valid_from,
        content=content,
        digest=rules.digest(content),
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
    return edition


@transaction.atomic
def note_checks(*, area: str, contacts: Sequence[str], checked_on: date, by: Actor) -> None:
    """Note that contacts were called and found right: all of them, or none.

    Raises Refused where the edition in force lacks one, or the day has not come.
    """
    place = _locked(area)
    if checked_on > clock.today():
        raise Refused(no("day_to_come", f"{checked_on} er ikke kommet ennå."))
    current = queries.in_force(area, clock.today())
    for contact in contacts:
        if current is None or f"contacts/{contact}" not in current.index:
            raise Refused(no("unknown_contact", f"Utgaven som gjelder, har ingen kontakt «{contact}»."))
        ContactCheck.objects.update_or_create(
            area=place, contact=contact, checked_on=checked_on, defaults={"checked_by": str(by)}
        )


def _locked(area: str) -> Area:
    """The area's row, held until the transaction ends, so that two publishers get two numbers."""
    place = Area.objects.select_for_update().filter(slug=area).first()
    if place is None:
        raise Refused(_unknown(area))
    return place


def _unknown(area: str) -> Decision:
    return no("unknown_area", f"Området «{area}» finnes ikke.")
