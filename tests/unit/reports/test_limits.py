"""Until when something must be read and dealt with: over weekends, Easter, Christmas and the turn of the year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.kernel import clock
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports.kinds import ArrivalKind, Exit
from motvekt.reports.limits import (
    END_OF_WORK,
    answer_by,
    is_working_day,
    read_by,
    working_days_after,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


@pytest.mark.parametrize("exit_", [Exit.NOW, Exit.SERIOUS])
@pytest.mark.parametrize(
    ("came", "until"),
    [
        ("2026-11-25T12:00", "2026-11-25T12:30"),
        # Nights, Sundays and the turn of the year don't stop minutes.
        ("2026-11-22T23:45", "2026-11-23T00:15"),
        ("2026-12-31T23:50", "2027-01-01T00:20"),
    ],
)
def test_the_serious_is_counted_in_minutes_whatever_the_day(exit_: Exit, came: str, until: str) -> None:
    assert read_by(at(came), exit_) == at(until)


@pytest.mark.parametrize("came", ["2026-10-25T02:45", "2026-03-29T01:45"])
def test_half_an_hour_is_half_an_hour_where_the_clock_is_set(came: str) -> None:
    assert read_by(at(came), Exit.SERIOUS).timestamp() - at(came).timestamp() == 30 * 60


@pytest.mark.parametrize(
    ("came", "day"),
    [
        ("2026-11-25T12:00", "2026-11-26"),
        # On a Friday, a Saturday and a Sunday: on Monday.
        ("2026-11-27T16:00", "2026-11-30"),
        ("2026-11-28T10:00", "2026-11-30"),
        ("2026-11-29T10:00", "2026-11-30"),
        # The Wednesday before Easter: on the Tuesday after.
        ("2026-04-01T12:00", "2026-04-07"),
        # 30 April: the first of May is a Friday.
        ("2026-04-30T12:00", "2026-05-04"),
        # The day before Ascension, and before Whitsun.
        ("2026-05-13T12:00", "2026-05-15"),
        ("2026-05-22T12:00", "2026-05-26"),
        # Christmas, and New Year's Eve on a Thursday.
        ("2026-12-24T12:00", "2026-12-28"),
        ("2026-12-31T12:00", "2027-01-04"),
    ],
)
def test_the_ordinary_must_be_read_by_the_end_of_the_next_working_day(came: str, day: str) -> None:
    assert read_by(at(came), Exit.ORDINARY) == at(f"{day}T15:30")


@pytest.mark.parametrize(
    ("kind", "agency", "day"),
    [
        (ArrivalKind.REPORT, AgencyKind.SLT, "2027-01-04"),
        (ArrivalKind.TALK, AgencyKind.SLT, "2027-01-04"),
        (ArrivalKind.NOTICE, AgencyKind.SLT, "2027-01-04"),
        (ArrivalKind.REQUEST, AgencyKind.SLT, "2027-01-11"),
        # The law's week is seven days of any kind.
        (ArrivalKind.REPORT, AgencyKind.CHILD_WELFARE, "2026-12-31"),
        (ArrivalKind.TALK, AgencyKind.CHILD_WELFARE, "2027-01-04"),
        (ArrivalKind.REPORT, None, "2027-01-04"),
    ],
)
def test_what_came_on_christmas_eve_must_be_dealt_with_in_its_time(
    kind: ArrivalKind, agency: AgencyKind | None, day: str
) -> None:
    assert answer_by(at("2026-12-24T09:00"), kind, agency) == at(f"{day}T15:30")


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(0, 12))
def test_working_days_are_as_many_as_they_say(day: date, number: int) -> None:
    until = working_days_after(day, number)
    between = [day + timedelta(days=passed) for passed in range(1, (until - day).days + 1)]
    assert sum(map(is_working_day, between)) == number
    assert not number or is_working_day(until)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2060, 12, 31)), st.sampled_from(Exit))
def test_a_limit_is_always_later_and_a_serious_one_never_longer(moment: datetime, exit_: Exit) -> None:
    came = moment.replace(tzinfo=clock.LOCAL)
    ordinary = read_by(came, Exit.ORDINARY)
    assert read_by(came, exit_).timestamp() > came.timestamp()
    assert ordinary.time() == END_OF_WORK
    assert read_by(came, Exit.SERIOUS).timestamp() <= ordinary.timestamp()
