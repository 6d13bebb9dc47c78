"""What the pages of a report know: its draft, the desks, the law of the day, and which questions remain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.concerns import queries
from motvekt.concerns.drafts import Draft, PartDraft
from motvekt.concerns.kinds import CallTo
from motvekt.concerns.models import Call, Concern
from motvekt.concerns.texts import Dialogue, Discussion, Observation, Reflection
from motvekt.dossiers import gate
from motvekt.dossiers.gate import Offer
from motvekt.dossiers.law import Law
from motvekt.guide.schema import LegalBasis
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports import sending
from motvekt.reports.kinds import ArrivalKind, Exit
from motvekt.reports.sending import Leg, Receiver, Sending
from motvekt.reports.shapes import Identity, Part, ReportText


class Asked(StrEnum):
    """A page of a report: one question each. The value stands in its address."""

    TO = "til"
    WHAT = "hva"
    WHO = "hvem"
    HEALTH = "helse"
    BASIS = "grunnlag"
    CONSENT = "samtykke"
    STAND = "star-for"
    HOME = "hjemme"
    TOLD = "beskjed"
    REVIEW = "se-over"


EXITS = {CallTo.EMERGENCY: Exit.NOW, CallTo.SERIOUS: Exit.SERIOUS}
"""Which way somebody went who called."""


@dataclass(frozen=True)
class About:
    """A concern and the draft of a report from it, for whoever writes it."""

    by: Standing
    concern: Concern
    draft: Draft
    law: Law

    def but(self, draft: Draft) -> About:
        """The same with another draft."""
        return About(self.by, self.concern, draft, self.law)

    @cached_property
    def receivers(self) -> list[Receiver]:
        """All desks of today but one's own."""
        return sending.receivers(self.concern.area, self.law, but=self.concern.unit_id)

    @cached_property
    def chosen(self) -> list[Receiver]:
        """Those that this goes to, in the edition's order."""
        return [one for one in self.receivers if one.unit.id in self.draft.desks]

    @cached_property
    def call(self) -> Call | None:
        """The latest call to 112 or to the contact for what is serious."""
        return self.concern.calls.order_by("-at", "id").first()

    def offers(self, receiver: Receiver) -> list[Offer]:
        """Every basis to a desk, open or with why not."""
        return sending.offers(
            self.concern.dossier,
            self.concern.unit,
            receiver.unit,
            self.law,
            kind=self.draft.kind,
            health=self.draft.health,
            named=bool(self.draft.named),
        )

    def basis(self, receiver: Receiver) -> LegalBasis | None:
        """The basis that was chosen for a desk, where today's edition has it."""
        return self.law.basis(self.draft.bases.get(receiver.unit.id, ""))

    @property
    def by_consent(self) -> list[Receiver]:
        """The desks that hear of it because somebody lets them."""
        return [one for one in self.chosen if (basis := self.basis(one)) and gate.lives_from_consent(basis)]

    def has_consent(self, receiver: Receiver) -> bool:
        """Whether a consent in force covers a desk."""
        basis = self.basis(receiver)
        place = (self.concern.dossier, self.concern.unit, receiver.unit, self.law)
        return basis is not None and sending.is_consented(*place, basis, kind=self.draft.kind)

    @property
    def names_anybody(self) -> bool:
        """Whether any desk gets to know whom it is about."""
        return any(self.names_to(one) for one in self.chosen)

    def names_to(self, receiver: Receiver) -> bool:
        """Whether a desk gets to know whom it is about."""
        basis = self.basis(receiver)
        return bool(self.draft.named) and basis is not None and not basis.without_identity

    @property
    def pages(self) -> list[Asked]:
        """The questions of this report, in order. Which they are follows from the answers so far."""
        health = self.concern.unit.agency == AgencyKind.HEALTH_CARE
        asked = [Asked.TO, Asked.WHAT, Asked.WHO, *([Asked.HEALTH] if health else []), Asked.BASIS]
        asked += [Asked.CONSENT] if self.by_consent else []
        asked += [Asked.STAND, *([Asked.HOME, Asked.TOLD] if self.names_anybody else []), Asked.REVIEW]
        return asked

    def after(self, here: Asked) -> Asked:
        """The page after this one."""
        pages = self.pages
        return pages[min(pages.index(here) + 1, len(pages) - 1)] if here in pages else pages[-1]

    def before(self, here: Asked) -> Asked | None:
        """The page before this one, where there is one."""
        pages = self.pages
        place = pages.index(here) if here in pages else 0
        return pages[place - 1] if place else None

    @property
    def unanswered(self) -> Asked | None:
        """The first question before the last page that has no answer yet, or one that somebody hasn't finished."""
        return next((page for page in self.pages[:-1] if not self._answered(page) or self._is_left(page)), None)

    def _is_left(self, page: Asked) -> bool:
        # A consent that was begun is nothing that a report has to wait for.
        return page is not Asked.CONSENT and page.value in self.draft.unfinished

    def _answered(self, page: Asked) -> bool:
        draft = self.draft
        answers = {
            Asked.TO: bool(self.chosen),
            Asked.WHAT: bool(draft.chosen),
            Asked.WHO: draft.named is not None,
            Asked.HEALTH: draft.health is not None,
            Asked.BASIS: all(self.basis(one) for one in self.chosen),
            Asked.CONSENT: all(self.has_consent(one) for one in self.by_consent),
            Asked.STAND: all(self._stands_for(one) for one in self.chosen),
            Asked.HOME: bool(draft.unsafe_home),
            Asked.TOLD: draft.told is not None,
        }
        return answers[page]

    def _stands_for(self, receiver: Receiver) -> bool:
        basis, desk = self.basis(receiver), receiver.unit.id
        all_of_it = basis is not None and len(self.draft.attested.get(desk, ())) == len(basis.attest)
        return all_of_it and bool(self.draft.necessity.get(desk, "").strip())

    def wanted(self, role: str) -> Sending:
        """What is sent, from the answers. `role` is what the reporter is, in words."""
        draft = self.draft
        who = Identity(name=draft.name, born=draft.born, contact=draft.contact) if draft.named else None
        parts = tuple(Part(heading=part.heading, text=part.text) for part in draft.chosen)
        return Sending(
            report=draft.report,
            dossier=self.concern.dossier,
            unit=self.concern.unit,
            text=ReportText(parts=parts, reporter_role=role, reporter_phone=draft.phone),
            identity=who if self.names_anybody else None,
            legs=[self._leg(one) for one in self.chosen],
            edition=draft.edition,
            exit=draft.exit,
            kind=draft.kind,
            alias=self.concern.alias,
            withheld=draft.name if draft.named else "",
            called_at=self.call.at if self.call and draft.exit is not Exit.ORDINARY else None,
        )

    def _leg(self, receiver: Receiver) -> Leg:
        draft, unit = self.draft, receiver.unit
        return Leg(
            unit=unit,
            basis=draft.bases.get(unit.id, ""),
            necessity=draft.necessity.get(unit.id, ""),
            attested=frozenset(draft.attested.get(unit.id, ())),
            was_told=draft.told,
            not_told_why=draft.not_told_why,
            look_again_on=draft.look_again,
            as_health_personnel=draft.health,
        )


def begun(concern: Concern, law: Law, report: UUID, way: str) -> Draft:
    """A new report by the way that somebody came: `alvorlig` for what is serious, `samtale` for a talk to be held by
    another unit. Whoever called before is taken to go the same way.
    """
    call = concern.calls.order_by("-at", "id").first()
    exit_ = Exit.SERIOUS if way == "alvorlig" else Exit.ORDINARY
    if call is not None and way != "samtale":
        exit_ = EXITS[CallTo(call.to)]
    kind = ArrivalKind.TALK if way == "samtale" else ArrivalKind.REPORT
    return Draft(report=report, edition=law.edition, kind=kind, exit=exit_)


SEEN, TOLD, PROTECTS, WORDS = (
    _("Sett eller hørt av meg"),
    _("Fortalt av andre"),
    _("Det som er trygt og bra"),
    _("Personens egne ord"),
)
_REFLECTED = (
    ("protective", PROTECTS, True),
    ("otherwise", _("En annen forklaring"), True),
    ("remains", _("Det som står igjen uten tro, mening og klær"), False),
    ("interpretation", _("Min tolkning"), False),
    ("tried", _("Det som er prøvd"), False),
    ("unknown", _("Det vi ikke vet"), False),
)
"""Fields of a reflection, with their headings, and whether they go along unless somebody takes them out."""


def parts_of(by: Standing, concern: Concern) -> list[PartDraft]:
    """What of a concern can be sent: what was seen, what protects and the person's own words go along by default.

    What protects is always there to be written, also where nobody has yet. Opening them is logged.
    """
    found: list[PartDraft] = []
    for part in queries.parts(by, concern):
        found += _drafted(str(part.id), part.content)
    if not any(one.heading == PROTECTS for one in found):
        found.append(PartDraft(key="protective", heading=PROTECTS, text="", chosen=True))
    return found


def _drafted(key: str, content: object) -> Sequence[PartDraft]:
    def part(name: str, heading: str, text: str, chosen: bool = True) -> list[PartDraft]:
        said = text.strip()
        return [PartDraft(key=f"{name}-{key}", heading=heading, text=said, chosen=chosen)] if said else []

    match content:
        case Observation():
            when = "\n".join(line for line in (content.when, content.often) if line.strip())
            seen = f"{content.seen}\n{when}" if content.seen.strip() else ""
            return [*part("seen", SEEN, seen), *part("told", TOLD, content.told)]
        case Reflection():
            rows = [part(name, heading, getattr(content, name), chosen) for name, heading, chosen in _REFLECTED]
            return [one for row in rows for one in row]
        case Dialogue():
            return [*part("words", WORDS, content.words), *part("wants", _("Det personen ønsker"), content.wants)]
        case Discussion():
            return part("agreed", _("Det vi har avtalt"), content.agreed, False)
        case _:
            return []


def unsafe_home_of(by: Standing, concern: Concern) -> str:
    """What was answered in the dialogue about whether it may be unsafe at home; empty where it wasn't asked."""
    said = [part.content.unsafe_home for part in queries.parts(by, concern) if isinstance(part.content, Dialogue)]
    return next((answer for answer in reversed(said) if answer), "")
