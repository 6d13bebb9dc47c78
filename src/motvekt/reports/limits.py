"""Within which time something at a desk must be read and dealt with: tables, and pure functions over them.

Serious things are counted in minutes, all others in working days. The days of child welfare are the law's; the others
are Motvekt's own until an edition says otherwise (`docs/decisions/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from motvekt.guide.hours import public_holidays
from motvekt.kernel import clock
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports.kinds import ArrivalKind, Exit

END_OF_WORK = time(15, 30)
"""When a working day is over, in local time: a limit of working days ends then."""


@dataclass(frozen=True)
class Limit:
    """So many minutes, working days or days of any kind from when it came; one of the three."""

    minutes: int = 0
    working_days: int = 0
    days: int = 0


READ: Mapping[Exit, Limit] = {
    Exit.NOW: Limit(minutes=30),
    Exit.SERIOUS: Limit(minutes=30),
    Exit.ORDINARY: Limit(working_days=1),
}
"""By exit, until when somebody must have read it. Somebody was called before the serious ones."""

ANSWER: Mapping[ArrivalKind, Limit] = {
    ArrivalKind.REPORT: Limit(working_days=5),
    ArrivalKind.TALK: Limit(working_days=5),
    ArrivalKind.NOTICE: Limit(working_days=5),
    ArrivalKind.REQUEST: Limit(working_days=10),
    # Somebody waits with what to do next.
    ArrivalKind.QUESTION: Limit(working_days=2),
    ArrivalKind.ANONYMOUS: Limit(working_days=2),
    ArrivalKind.ANONYMOUS_REPORT: Limit(working_days=5),
}
"""Until when a desk must have dealt with what it received."""

BY_LAW: Mapping[AgencyKind, Limit] = {
    # barnevernsloven § 2-1: assessed at once, and at the latest within a week.
    AgencyKind.CHILD_WELFARE: Limit(days=7),
}
"""The same where the law says so itself, by the desk's service."""

FEEDBACK: Mapping[AgencyKind, Limit] = {
    # barnevernsloven § 13-3: a public reporter hears within three weeks.
    AgencyKind.CHILD_WELFARE: Limit(days=21),
}
"""Until when a public reporter must have heard whether it is looked into."""


def is_working_day(day: date) -> bool:
    """Whether people are at work in the public sector: no weekend, no public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day)


def working_days_after(day: date, number: int) -> date:
    """The working day that is so many after a day. None are counted for the day itself."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def until(came: datetime, limit: Limit) -> datetime:
    """When a limit is over that runs from `came`, in local time."""
    if limit.minutes:
        # Added in UTC: on the wall, half an hour may last for an hour and a half when the clock is set back.
        return clock.local(came.astimezone(UTC) + timedelta(minutes=limit.minutes))
    came = clock.local(came)
    day = working_days_after(came.date(), limit.working_days) if limit.working_days else came.date()
    return datetime.combine(day + timedelta(days=limit.days), END_OF_WORK, clock.LOCAL)


def read_by(came: datetime, exit_: Exit) -> datetime:
    """Until when somebody must have read it."""
    return until(came, READ[exit_])


def answer_by(came: datetime, kind: ArrivalKind, agency: AgencyKind | None) -> datetime:
    """Until when a desk of that service must have dealt with it."""
    return until(came, BY_LAW.get(agency, ANSWER[kind]) if agency and kind is ArrivalKind.REPORT else ANSWER[kind])
