"""Moments that say no more than which half of a day it was: what is kept of those who ask anonymously."""

from __future__ import annotations

from datetime import datetime, time

from motvekt.kernel import clock

NOON = time(12)


def half_day(moment: datetime) -> datetime:
    """The beginning of the half-day that a moment is in, in local time: midnight or noon."""
    moment = clock.local(moment)
    begun = NOON if moment.time() >= NOON else time.min
    return datetime.combine(moment.date(), begun, clock.LOCAL)
