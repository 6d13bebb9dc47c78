"""The telephone consultations of a unit, month by month: a number of calls, never of persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.consultations.models import Telephoned
from motvekt.kernel import clock
from motvekt.organisations.models import Unit

MONTHS = 3
"""So many months are told of, the present one first."""


@dataclass(frozen=True)
class Month:
    """A month's calls, the latest first."""

    first: date
    calls: Sequence[Telephoned]


def months(by: Standing, unit: Unit) -> list[Month]:
    """The calls of the present month and of those before it, for whoever receives in the unit."""
    if not by.holds(Capability.READ_RECEIVED, unit=unit.id):
        return []
    found, first = [], clock.today().replace(day=1)
    for _number in range(MONTHS):
        after = (first + timedelta(days=32)).replace(day=1)
        rows = Telephoned.objects.filter(unit=unit, on__gte=first, on__lt=after).order_by("-on", "-id")
        found.append(Month(first, list(rows)))
        first = (first - timedelta(days=1)).replace(day=1)
    return [month for place, month in enumerate(found) if month.calls or place == 0]
