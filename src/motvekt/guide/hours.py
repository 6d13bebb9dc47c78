"""Whether somebody can be reached now, and when next. Pure: the moment and the holidays are handed in.

Hours that nobody knows are unknown, never open.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

import holidays

from motvekt.guide.schema import Hours, Opening, Weekday

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 14
"""How far ahead the next opening is looked for: longer than any run of Norwegian holidays."""

State = Literal["always", "open", "closed", "unknown"]


@dataclass(frozen=True)
class Availability:
    """`until` is set where somebody is open now, `opens` where they are closed and will open within two weeks."""

    state: State
    until: datetime | None = None
    opens: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("always", "open")


def availability(hours: Hours, at: datetime, closed_on: Container[date]) -> Availability:
    """Who is open at `at` (local time), when the days of `closed_on` are public holidays."""
    if isinstance(hours, str):
        return Availability(hours)
    now = at.replace(tzinfo=None)
    for opens, closes in _openings(hours.weekly, at.date(), closed_on):
        if opens <= now < closes:
            return Availability("open", until=closes.replace(tzinfo=at.tzinfo))
        if opens > now:
            return Availability("closed", opens=opens.replace(tzinfo=at.tzinfo))
    return Availability("closed")


def _openings(weekly: list[Opening], today: date, closed_on: Container[date]) -> list[tuple[datetime, datetime]]:
    """From when to when somebody is open, from today on, in order; openings that touch are one, over midnight too."""
    joined: list[tuple[datetime, datetime]] = []
    for offset in range(LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=offset)
        for opens, closes in _on(weekly, day, holiday=day in closed_on):
            if joined and opens <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
            else:
                joined.append((opens, closes))
    return joined


def _on(weekly: list[Opening], day: date, *, holiday: bool) -> list[tuple[datetime, datetime]]:
    weekday = WEEKDAYS[day.weekday()]
    return sorted(
        (_moment(day, opening.opens), _moment(day, opening.closes))
        for opening in weekly
        if weekday in opening.days and (opening.holidays or not holiday)
    )


def _moment(day: date, clock: str) -> datetime:
    """A time of day on a day; 24:00 is the next day's first moment."""
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, time.fromisoformat(clock))


@lru_cache(maxsize=8)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def public_holidays(around: date) -> frozenset[date]:
    """Norwegian public holidays of the year and the next one, so that a look-ahead at New Year is right."""
    return _holidays_of(around.year) | _holidays_of(around.year + 1)
