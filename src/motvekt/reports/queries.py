"""Reads of what lies at desks: the one door to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from motvekt.access.standing import Standing
from motvekt.dossiers import law as laws
from motvekt.dossiers import policy as dossier_policy
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import Dossier, Recusal
from motvekt.dossiers.queries import Closed, Read
from motvekt.guide.schema import LegalBasis
from motvekt.kernel import clock
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Account, Unit
from motvekt.reports import hearing, listing, policy, shapes, states, wording
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival, Report
from motvekt.reports.states import Act


def arrival(by: Standing, arrival_id: UUID) -> Arrival | None:
    """Something at a desk of somebody's, or nothing: that they asked for what they may not see is logged."""
    rows = policy.seen_by(by).select_related(
        "unit__organisation",
        "dossier__area",
        "area",
        "report__unit",
        "report__reporter",
        "disclosure",
        "handler",
        "reader",
        "passed_to__unit",
        "told_to",
    )
    found = rows.filter(id=arrival_id).first()
    if found is None:
        other = Arrival.objects.filter(id=arrival_id).values_list("dossier", flat=True).first()
        if other is not None:
            dossiers.note_denial(by, other)
    return found


def acts(row: Arrival) -> list[Act]:
    """What may be done with it now, as the table of states has it."""
    return list(states.open_acts(Status(row.status), ArrivalKind(row.kind), police=policy.is_police(row.unit)))


def basis(row: Arrival) -> LegalBasis | None:
    """The basis on which it came, where today's edition has it."""
    return laws.of_today(row.area).basis(row.disclosure.basis) if row.disclosure else None


@dataclass(frozen=True)
class Colleagues:
    """Who else receives at the desk, who has stepped aside, and the unit's leaders."""

    others: Sequence[Account]
    aside: Sequence[Account]
    leaders: Sequence[Account]


def colleagues(by: Standing, row: Arrival) -> Colleagues:
    """Those of the unit who have to do with it, or say that they shouldn't."""
    aside = set(Recusal.objects.filter(dossier=row.dossier_id, unit=row.unit_id).values_list("account", flat=True))
    receivers = set(organisations.receivers(row.unit_id)) - {by.account}
    leaders = set(organisations.leaders(row.unit_id))
    known = Account.objects.in_bulk(aside | receivers | leaders)

    def named(ids: set[UUID]) -> list[Account]:
        return sorted((known[one] for one in ids), key=lambda account: account.name)

    return Colleagues(named(receivers - aside), named(aside), named(leaders))


# --- other desks ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OtherDesk:
    """Another desk of the area, and whether it takes what is passed on here."""

    unit: Unit
    here: bool


def other_desks(row: Arrival) -> list[OtherDesk]:
    """The edition's other desks that have a unit, by name."""
    law = laws.of_today(row.area)
    rows = Unit.objects.filter(area=row.area_id).exclude(desk="").exclude(id=row.unit_id)
    found = [(unit, law.desk(unit)) for unit in rows.select_related("organisation").order_by("name", "id")]
    return [OtherDesk(unit, desk.channel == "motvekt") for unit, desk in found if desk is not None]


# --- what whoever sent it hears ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """Something that a unit sent to a desk, and what may be said of it there, in words."""

    arrival: UUID
    kind: ArrivalKind
    desk: Unit
    came_at: datetime
    read_by: datetime
    is_read: bool
    words: Sequence[str]


def sent(by: Standing, dossier: UUID) -> list[Sent]:
    """What somebody's unit has sent from a dossier that they may open, the oldest first, and what its desk's law lets
    them hear of each. Nothing of the content is opened.
    """
    rows = Arrival.objects.filter(dossier=dossier, report__unit__in=by.units)
    rows = rows.select_related(
        "unit__organisation", "report__unit__organisation", "dossier", "area", "passed_to__unit", "told_to"
    )
    return [
        Sent(
            row.id,
            ArrivalKind(row.kind),
            row.unit,
            row.came_at,
            row.read_by,
            row.status != Status.DELIVERED,
            hearing.words(row),
        )
        for row in rows.order_by("came_at", "id")
        if row.report and dossier_policy.may_open_own(by, dossiers.owned(by, row.dossier, row.report.unit_id))
    ]


@dataclass(frozen=True)
class Answered:
    """What a desk answered."""

    desk: Unit
    at: datetime
    text: str | Closed
    item: UUID
    advises: bool = True
    """Whether it is advice that somebody may keep; no notice that nobody answers any more."""

    @property
    def opens(self) -> bool:
        """Whether the text can be read."""
        return not isinstance(self.text, Closed)


def answers_for(by: Standing, dossier: UUID) -> list[Answered]:
    """What desks have answered in a dossier, opened for somebody of the unit that they answer, the oldest first."""
    place = Dossier.objects.select_related("area").filter(id=dossier).first()
    if place is None:
        return []
    law = laws.of_today(place.area)
    theirs = dossiers.visible(by, law).received.filter(dossier=dossier, item__kind=ItemKind.ANSWER)
    if not theirs.exists():
        # Nobody is denied what isn't there.
        return []
    found = dossiers.read(by, dossier, law, kinds=frozenset({ItemKind.ANSWER}))
    desks = Unit.objects.in_bulk({one.unit for one in found})
    return [_answered(one, desks[one.unit]) for one in found if one.was_received]


def _answered(one: Read, desk: Unit) -> Answered:
    if isinstance(one.text, Closed):
        return Answered(desk, one.made_at, one.text, one.item)
    said = shapes.read(shapes.Answer, one.text)
    return Answered(desk, one.made_at, shapes.plain(one.text), one.item, advises=said is None or said.advises)


# --- what waits -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """What waits at a desk: how many as one writes it, since when, and until when."""

    unit: Unit
    number: str
    since: datetime
    until: datetime


def unread(by: Standing) -> list[Waiting]:
    """What nobody has read yet, at each of somebody's desks."""
    return _waiting(by, Status.DELIVERED, "read_by", None)


def due(by: Standing, today: date) -> list[Waiting]:
    """What has been read and must be dealt with today, or should have been."""
    return _waiting(by, Status.READ, "answer_by", today)


def mine(by: Standing, today: date) -> list[Waiting]:
    """What somebody sees to themselves, having taken it or been given it, and has neither answered nor dealt with: but
    for what is due already.
    """
    midnight = datetime.combine(today + timedelta(days=1), time.min, clock.LOCAL)
    only = {"handler": by.account, "answered_at": None, "answer_by__gte": midnight}
    return _waiting(by, Status.READ, "answer_by", None, **only)


def _waiting(by: Standing, status: Status, limit: str, today: date | None, **only: Any) -> list[Waiting]:
    found = []
    for unit in listing.units_of(by):
        rows = policy.seen_by(by, unit.id).filter(status=status, **only)
        known = list(rows.order_by("came_at", "id").values_list("came_at", limit)[: listing.MOST])
        if today is not None:
            known = [(came, until) for came, until in known if until and clock.local(until).date() <= today]
        if known:
            number = wording.MORE if len(known) >= listing.MOST else str(len(known))
            found.append(Waiting(unit, number, known[0][0], min(until for _, until in known)))
    return found


def sent_from(dossier: UUID, unit: UUID) -> QuerySet[Arrival]:
    """What a unit has sent to desks out of a dossier, the latest first: where it lies and what became of it.

    These rows say nothing of what was written. Whoever asks has made sure that the dossier may be seen.
    """
    sent = Q(report__unit=unit) | Q(disclosure__sender=unit)
    rows = Arrival.objects.filter(sent, dossier=dossier).exclude(unit=unit)
    return rows.select_related(
        "unit__organisation", "unit__area", "told_to", "passed_to__unit", "report__unit__organisation"
    ).order_by("-came_at", "id")


def reports_of(by: Standing, law: Law, dossier: UUID) -> QuerySet[Report]:
    """What was sent from a dossier, by those who may see the text that their own unit sent; the newest first."""
    own = dossiers.visible(by, law).own.filter(dossier=dossier).values("id")
    rows = Report.objects.filter(dossier=dossier, text__in=own).select_related("unit", "reporter", "edition")
    return rows.prefetch_related("arrivals__unit", "elsewhere__unit").order_by("-sent_at", "id")
