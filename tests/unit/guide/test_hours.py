"""Who is open now, and when next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.hours import Availability, availability, public_holidays
from motvekt.guide.schema import Weekly
from motvekt.kernel.clock import LOCAL

OFFICE = Weekly.model_validate(
    {"weekly": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "15:30"}]}
)
NIGHT_LINE = Weekly.model_validate(
    {"weekly": [{"days": ["mon", "thu"], "from": "15:00", "to": "23:00", "holidays": True}]}
)


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LOCAL)


def asked(hours: Weekly, moment: datetime) -> Availability:
    return availability(hours, moment, public_holidays(moment.date()))


def test_hours_that_nobody_knows_are_unknown_and_never_open() -> None:
    found = availability("unknown", at("2026-11-24", "10:00"), ())
    assert found == Availability("unknown")
    assert not found.is_open


def test_always_is_always() -> None:
    assert availability("always", at("2026-12-25", "03:00"), public_holidays(date(2026, 12, 25))).is_open


@pytest.mark.parametrize(("clock", "is_open"), [("07:59", False), ("08:00", True), ("15:29", True), ("15:30", False)])
def test_the_first_minute_is_open_and_the_last_is_closed(clock: str, is_open: bool) -> None:
    assert asked(OFFICE, at("2026-11-24", clock)).is_open is is_open


def test_open_now_says_until_when() -> None:
    assert asked(OFFICE, at("2026-11-24", "10:00")).until == at("2026-11-24", "15:30")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at("2026-11-24", "06:00"), at("2026-11-24", "08:00")),
        (at("2026-11-24", "22:40"), at("2026-11-25", "08:00")),
        (at("2026-11-27", "22:40"), at("2026-11-30", "08:00")),
        (at("2026-12-24", "16:00"), at("2026-12-28", "08:00")),
        (at("2026-12-31", "16:00"), at("2027-01-04", "08:00")),
        (at("2027-03-24", "16:00"), at("2027-03-30", "08:00")),
    ],
    ids=["later today", "tomorrow", "over the weekend", "over Christmas", "over New Year", "over Easter"],
)
def test_closed_now_says_when_it_opens(now: datetime, opens: datetime) -> None:
    assert asked(OFFICE, now).opens == opens


def test_a_line_that_is_open_on_holidays_is_open_on_17_may() -> None:
    constitution_day = at("2027-05-17", "16:00")
    assert asked(NIGHT_LINE, constitution_day).is_open
    assert not asked(OFFICE, at("2027-05-17", "10:00")).is_open


ALL_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
OVERNIGHT = Weekly.model_validate(
    {
        "weekly": [
            {"days": ALL_DAYS, "from": "15:30", "to": "24:00", "holidays": True},
            {"days": ALL_DAYS, "from": "00:00", "to": "08:00", "holidays": True},
        ]
    }
)


@pytest.mark.parametrize(
    ("clock", "is_open", "until"),
    [
        ("15:29", False, None),
        ("15:30", True, "2026-11-25"),
        ("23:59", True, "2026-11-25"),
        ("00:00", True, "2026-11-24"),
        ("07:59", True, "2026-11-24"),
        ("08:00", False, None),
    ],
)
def test_a_line_that_is_open_over_midnight_is_open_all_night(clock: str, is_open: bool, until: str | None) -> None:
    found = asked(OVERNIGHT, at("2026-11-24", clock))
    assert (found.is_open, found.until) == (is_open, at(until, "08:00") if until else None)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_whoever_is_closed_with_office_hours_opens_within_two_weeks_and_is_open_then(naive: datetime) -> None:
    now = naive.replace(tzinfo=LOCAL)
    found = asked(OFFICE, now)
    if not found.is_open:
        assert found.opens is not None
        assert now < found.opens <= now + timedelta(days=15)
        assert asked(OFFICE, found.opens).is_open
