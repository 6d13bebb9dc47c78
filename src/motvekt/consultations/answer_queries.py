"""How an anonymous consultation stands at its desk, as whoever asked may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motvekt.consultations.kinds import Side
from motvekt.consultations.models import Anonymous
from motvekt.kernel import clock
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Status
from motvekt.reports.models import Arrival
from motvekt.reports.states import WAKES


@dataclass(frozen=True)
class Stand:
    """`open_` is whether the desk still reads what is written; `unread` whether nobody has read the last yet;
    `put_away` whether the desk is done with it until somebody writes more.
    """

    open_: bool
    unread: bool
    put_away: bool
    is_report: bool
    answer_by: date | None
    """Until when the desk answers; None where the last word is its own."""


def stand(row: Anonymous) -> Stand:
    """As it is now."""
    found = Arrival.objects.get(dossier=row.pk, unit=row.unit_id, kind__in=ANONYMOUSLY)
    put_away = found.status == Status.CLOSED
    waits = row.last_by == Side.ASKER and found.answer_by is not None and not put_away
    return Stand(
        open_=found.status == Status.DELIVERED or found.status in WAKES,
        unread=found.status == Status.DELIVERED,
        put_away=put_away,
        is_report=found.kind == ArrivalKind.ANONYMOUS_REPORT,
        answer_by=clock.local(found.answer_by).date() if waits and found.answer_by else None,
    )
