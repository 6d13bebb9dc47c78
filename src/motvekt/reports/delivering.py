"""Something comes to a desk: its row, the event in the desk's own log, and a letter to those who receive there.

To be called within the transaction of whatever sends it, after `audit.actions.hold` for all controllers it concerns.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from motvekt.audit.actions import record
from motvekt.dossiers.models import Disclosure, Dossier, Recusal
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations import letters
from motvekt.organisations import queries as organisations
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.post.letters import Letter
from motvekt.reports import limits
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Exit, RequestKind, Status
from motvekt.reports.models import Arrival, Report
from motvekt.reports.states import WAKES


def arrive(
    *,
    unit: Unit,
    kind: ArrivalKind,
    dossier: Dossier,
    by: Actor,
    report: Report | None = None,
    disclosure: Disclosure | None = None,
    agency: AgencyKind | None = None,
    exit_: Exit = Exit.ORDINARY,
    alias: str = "",
    about: RequestKind | None = None,
    unverified: bool | None = None,
    called_at: datetime | None = None,
    hides_sender: bool = False,
) -> Arrival:
    """Lay it at the desk `unit`, from now on within its limits."""
    row = laid(
        unit=unit,
        kind=kind,
        dossier=dossier,
        came=clock.now(),
        report=report,
        disclosure=disclosure,
        agency=agency or "",
        exit=exit_,
        hides_sender=hides_sender,
        alias=alias,
        about=about or "",
        unverified=unverified,
        called_at=called_at,
    )
    tell(unit, but=aside(dossier.id, unit.id))
    record(
        controller=unit.organisation_id,
        by=by,
        event="arrival_came",
        dossier=dossier.id,
        arrival=row.id,
        unit=unit.id,
        kind=kind.value,
    )
    return row


def laid(*, unit: Unit, kind: ArrivalKind, dossier: Dossier, came: datetime, **about: Any) -> Arrival:
    """The row alone, from `came` on within its limits: no event and no letter, so that nobody learns when it was."""
    row = to_lay(unit=unit, kind=kind, dossier=dossier, came=came, **about)
    row.save(force_insert=True)
    return row


def to_lay(*, unit: Unit, kind: ArrivalKind, dossier: Dossier, came: datetime, **about: Any) -> Arrival:
    """The row that `laid` lays, for whoever writes several at once."""
    exit_ = Exit(about.get("exit", Exit.ORDINARY))
    return Arrival(
        area_id=dossier.area_id,
        unit=unit,
        kind=kind,
        dossier=dossier,
        came_at=came,
        read_by=limits.read_by(came, exit_),
        answer_by=limits.answer_by(came, kind, AgencyKind(unit.agency)),
        **about,
    )


def woken(arrival: Arrival, came: datetime, kind: ArrivalKind) -> bool:
    """The asker has written again: it lies there unread from `came` on, as this kind of thing. No event either.

    False where the desk has decided, and nothing wakes it.
    """
    rows = Arrival.objects.filter(id=arrival.id, kind__in=ANONYMOUSLY)
    if kind == arrival.kind and rows.filter(status=Status.DELIVERED).exists():
        # What is unread stays as old as it is.
        return True
    woke = rows.filter(status__in=[*WAKES, Status.DELIVERED]).update(
        kind=kind,
        status=Status.DELIVERED,
        reader=None,
        read_at=None,
        answered_at=None,
        decided_at=None,
        escalated_at=None,
        came_at=came,
        read_by=limits.read_by(came, Exit(arrival.exit)),
        answer_by=limits.answer_by(came, kind, AgencyKind(arrival.unit.agency)),
    )
    return bool(woke)


def aside(dossier: UUID, unit: UUID) -> frozenset[UUID]:
    """Those who have stepped aside from what a unit has in a dossier: they hear no more of it."""
    return frozenset(Recusal.objects.filter(dossier=dossier, unit=unit).values_list("account", flat=True))


def tell(unit: Unit, *, but: frozenset[UUID] = frozenset()) -> None:
    """A letter to everybody who receives in a unit: that something waits, and nothing of what."""
    for account in organisations.receivers(unit.id):
        if account not in but:
            letters.send_later(letter=Letter.WAITING, recipient=account, area=unit.area_id)
