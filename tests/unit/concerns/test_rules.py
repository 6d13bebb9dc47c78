"""Rules over what is asked of people: working days, who answers, and which duties a service has."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from motvekt.concerns import rules
from motvekt.concerns.kinds import DutyKind
from motvekt.kernel.clock import LOCAL
from motvekt.organisations.kinds import AgencyKind
from tests.guides import guide_of


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 24), date(2026, 11, 25)),
        (date(2026, 11, 27), date(2026, 11, 30)),
        # Before Easter: Maundy Thursday to Easter Monday are no working days.
        (date(2026, 4, 1), date(2026, 4, 7)),
    ],
)
def test_what_is_asked_is_due_the_next_working_day(today: date, due: date) -> None:
    assert rules.due_by_default(today) == due


@pytest.mark.parametrize(
    ("invited", "now", "passed"),
    [
        (datetime(2026, 11, 24, 10, 0), datetime(2026, 11, 25, 15, 30), False),
        (datetime(2026, 11, 24, 10, 0), datetime(2026, 11, 25, 15, 31), True),
        (datetime(2026, 11, 27, 10, 0), datetime(2026, 11, 29, 23, 0), False),
        (datetime(2026, 11, 27, 10, 0), datetime(2026, 11, 30, 16, 0), True),
    ],
)
def test_nobody_is_waited_for_longer_than_a_working_day(invited: datetime, now: datetime, passed: bool) -> None:
    assert rules.passed_by(invited.replace(tzinfo=LOCAL), now.replace(tzinfo=LOCAL)) is passed


@pytest.mark.parametrize("pack", ["asker-baerum", "fjellvik"])
@pytest.mark.parametrize("agency", list(AgencyKind))
def test_everybody_may_have_to_avert_and_a_basis_is_their_own_services(pack: str, agency: AgencyKind) -> None:
    known = rules.duties_in(guide_of(pack).bases, agency)
    averting = known[DutyKind.AVERT]
    assert averting is not None
    assert averting.id == "strl-196"
    assert (DutyKind.PRINCIPAL in known) == (agency is AgencyKind.EDUCATION)
    reporting = known.get(DutyKind.CHILD_WELFARE)
    assert (reporting is None) == (agency is AgencyKind.CHILD_WELFARE)
    assert reporting is None or agency in reporting.senders


def test_who_answers_is_the_services_own_where_the_edition_names_it() -> None:
    step = next(step for step in guide_of("fjellvik").steps if step.kind == "dialogue")
    assert rules.responsible_for(step, AgencyKind.POLICE)["nn"] == "Politi"
    assert rules.responsible_for(step, AgencyKind.EDUCATION)["nn"] == "Den som kjenner personen best"
