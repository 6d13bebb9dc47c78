"""What somebody sends, to which desks and on which basis, and how the gate sees each of them beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motvekt.dossiers import gate, queries
from motvekt.dossiers.facts import Sharing, Told
from motvekt.dossiers.gate import Offer
from motvekt.dossiers.kinds import Purpose
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import Dossier, Item
from motvekt.dossiers.wishes import Wish
from motvekt.guide.schema import Desk
from motvekt.guide.schema import LegalBasis as Basis
from motvekt.kernel.decision import no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.models import Area, Unit
from motvekt.reports.kinds import ArrivalKind, Channel, Exit
from motvekt.reports.shapes import Identity, ReportText

PURPOSES = {
    ArrivalKind.REPORT: Purpose.REPORT,
    ArrivalKind.TALK: Purpose.CLARIFICATION,
    ArrivalKind.QUESTION: Purpose.ADVICE,
}
"""What each is sent for: a talk clarifies, a report reports, and who asks wants advice."""

EDITION_CHANGED = no(
    "edition_changed",
    _("Veilederen er endret mens du skrev. Se over grunnlaget på nytt før du sender. Det du har skrevet, står her."),
)
NO_DESK = no("no_desk", _("Velg minst ett mottak."))
NOT_A_DESK = no("not_a_desk", _("Enheten er ikke et mottak lenger. Velg et annet."))
NAME_IN_TEXT = no(
    "name_in_text",
    _("Navnet står i teksten, men ett av mottakene skal ikke få vite hvem det gjelder. Ta navnet ut av teksten."),
)
WRONG_NAME = no("not_a_name", _("Skriv navnet med bokstaver."))


@dataclass(frozen=True)
class Receiver:
    """A desk that is there today: its unit, and what the edition says of it."""

    unit: Unit
    desk: Desk

    @property
    def channel(self) -> Channel:
        """How it takes what is sent."""
        return Channel(self.desk.channel)

    @property
    def is_reached(self) -> bool:
        """Whether Motvekt delivers there."""
        return self.channel is Channel.MOTVEKT


def receivers(area: Area, law: Law, *, but: UUID | None = None) -> list[Receiver]:
    """The units of an area that are desks today, in the edition's order. Nobody reports to their own unit, `but`."""
    rows = Unit.objects.filter(area=area).exclude(desk="").exclude(agency="").select_related("organisation", "area")
    units = {unit.desk: unit for unit in rows if unit.id != but}
    return [Receiver(units[desk.id], desk) for desk in law.desks if desk.id in units]


@dataclass(frozen=True)
class Leg:
    """One desk of a report: on which basis it goes there, and what whoever sends it stands for."""

    unit: Unit
    basis: str
    necessity: str
    attested: frozenset[int]
    was_told: bool | None = None
    not_told_why: str = ""
    look_again_on: date | None = None
    as_health_personnel: bool | None = None


@dataclass(frozen=True)
class Sending:
    """All that is sent: the frozen text, whom it is about or nobody, and each desk. `edition` is the one that the form
    was shown under: where another is in force by now, nothing is sent.
    """

    report: UUID
    dossier: Dossier
    unit: Unit
    text: ReportText
    identity: Identity | None
    legs: Sequence[Leg]
    edition: UUID
    exit: Exit = Exit.ORDINARY
    kind: ArrivalKind = ArrivalKind.REPORT
    alias: str = ""
    called_at: datetime | None = None
    withheld: str = ""
    """The name that whoever sends it has written, where no desk at all is to know it: it isn't in the text either."""
    hides_sender: bool = False
    """Whether the desks aren't told which unit it comes from, nor which kind of service."""

    @property
    def purpose(self) -> Purpose:
        return PURPOSES[self.kind]


def names_to(law: Law, leg: Leg, identity: Identity | None) -> bool:
    """Whether a desk gets to know whom it is about: never on a basis that is for what identifies nobody."""
    basis = law.basis(leg.basis)
    return identity is not None and basis is not None and not basis.without_identity


def wish(sending: Sending, leg: Leg, text: Item, identity: Item | None) -> Wish:
    """A leg as the gate is asked about it."""
    return Wish(
        items=[text, identity] if identity is not None else [text],
        sender=sending.unit,
        recipient=leg.unit,
        basis=leg.basis,
        purpose=sending.purpose,
        necessity=leg.necessity,
        attested=leg.attested,
        identifies=identity is not None,
        as_health_personnel=leg.as_health_personnel,
        was_told=leg.was_told,
        not_told_why=leg.not_told_why,
        look_again_on=leg.look_again_on,
    )


def offers(
    dossier: Dossier, unit: Unit, to: Unit, law: Law, *, kind: ArrivalKind, health: bool | None, named: bool
) -> list[Offer]:
    """Every basis of today's edition between two units, open or with why not, as a page offers them.

    A basis that lives from consent is open here though none is recorded yet: whoever chooses it is asked for it next.
    """
    asked = Sharing(
        basis="",
        sender=law.party(unit),
        recipient=law.party(to),
        as_health_personnel=health,
        identifies=named,
        purpose=PURPOSES[kind].value,
        is_necessary=False,
        attested=frozenset(),
        told=Told(),
        person=queries.person(dossier),
        made_on=law.today,
    )
    return gate.offers(asked, law.bases, law.today)


def is_consented(dossier: Dossier, unit: Unit, to: Unit, law: Law, basis: Basis, *, kind: ArrivalKind) -> bool:
    """Whether a basis that lives from consent has one in force today that covers this."""
    asked = Sharing(
        basis=basis.id,
        sender=law.party(unit),
        recipient=law.party(to),
        as_health_personnel=basis.as_health_personnel,
        identifies=True,
        purpose=PURPOSES[kind].value,
        is_necessary=True,
        attested=frozenset(range(len(basis.attest))),
        told=Told(was=True),
        person=queries.person(dossier),
        made_on=law.today,
        consents=queries.consents(dossier),
    )
    return bool(gate.decide(asked, law.bases, law.today))
