"""Concerns, consents, withdrawals, birthdays and reports in any order: nothing leaves without a basis in force, and
what rests on a consent is seen while it holds and no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from motvekt.dossiers import actions, gate, queries
from motvekt.dossiers import law as laws
from motvekt.dossiers.actions import Given
from motvekt.dossiers.facts import years_before
from motvekt.dossiers.kinds import Purpose
from motvekt.dossiers.models import Consent, Disclosure
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.reports import sending_actions
from motvekt.reports.kinds import Channel
from motvekt.reports.models import Arrival, Elsewhere, Report
from tests.concerns import noted
from tests.reporting import leg, sending
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db

DESKS = ("slt", "kontaktene", "barnevernet")
READERS = {"slt": "slt", "kontaktene": "contact"}
BASES = ("consent", "fvl-13b-5", "fvl-13b-6", "opl-24-3", "bvl-13-1-3")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever an example does, the next one doesn't find."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def machine(world: World) -> type[RuleBasedStateMachine]:
    """The machine, in this world."""

    class AnyOrder(RuleBasedStateMachine):
        """A day at a time; the law is asked what it says that day, apart from what was sent."""

        def __init__(self) -> None:
            super().__init__()
            self.stack = ExitStack()
            self.stack.enter_context(undone())
            self.day = TODAY
            self.concern = noted(world)
            # Fifteen in ten days: until then it takes two guardians.
            self.born = years_before(TODAY + timedelta(days=10), 15)
            with self.at():
                self.guardians = actions.describe_person(
                    dossier=self.concern.dossier, born=self.born, guardians=2, by=world.standing("teacher")
                )

        def at(self) -> AbstractContextManager[None]:
            return clock.frozen(datetime.combine(self.day, time(12), clock.LOCAL))

        def teardown(self) -> None:
            self.stack.close()

        @rule(days=st.integers(1, 40))
        def days_pass(self, days: int) -> None:
            self.day += timedelta(days=days)

        @rule(
            to=st.sets(st.sampled_from(DESKS), min_size=1),
            purpose=st.sampled_from([Purpose.REPORT, Purpose.CLARIFICATION]),
            by_self=st.booleans(),
            guardians=st.integers(0, 2),
            lasts=st.none() | st.integers(0, 30),
        )
        def somebody_consents(
            self, to: set[str], purpose: Purpose, by_self: bool, guardians: int, lasts: int | None
        ) -> None:
            given = Given(
                recipients=[world.units[slug] for slug in to],
                purpose=purpose,
                on=self.day,
                how="Muntlig.",
                by_self=by_self or not guardians,
                by_guardians=self.guardians[:guardians],
                until=None if lasts is None else self.day + timedelta(days=lasts),
            )
            with self.at():
                actions.record_consent(
                    dossier=self.concern.dossier,
                    unit=world.units["solvang-skole"],
                    given=given,
                    by=world.standing("teacher"),
                )

        @precondition(lambda self: Consent.objects.filter(dossier=self.concern.pk, withdrawn_on=None).exists())
        @rule(data=st.data())
        def a_consent_is_withdrawn(self, data: st.DataObject) -> None:
            rows = list(Consent.objects.filter(dossier=self.concern.pk, withdrawn_on=None).order_by("given_on", "id"))
            with self.at():
                actions.withdraw_consent(consent=data.draw(st.sampled_from(rows)), by=world.standing("teacher"))

        @rule(
            legs=st.dictionaries(st.sampled_from(DESKS), st.sampled_from(BASES), min_size=1),
            attested=st.booleans(),
            told=st.sampled_from([True, None]),
        )
        def a_report_is_sent(self, legs: dict[str, str], attested: bool, told: bool | None) -> None:
            changes = {} if attested else {"attested": frozenset[int]()}
            with self.at():
                wanted = sending(
                    world,
                    self.concern,
                    *(leg(world, to, basis, was_told=told, **changes) for to, basis in legs.items()),
                )
                lawful = attested and told is True and all(self.opens(to, basis) for to, basis in legs.items())
                before = (Report.objects.count(), Arrival.objects.count(), Elsewhere.objects.count())
                try:
                    sending_actions.send(wanted=wanted, by=world.standing("teacher"))
                except Refused:
                    assert not lawful
                    assert (Report.objects.count(), Arrival.objects.count(), Elsewhere.objects.count()) == before
                else:
                    assert lawful
                    reached = sum(self.channel(to) is Channel.MOTVEKT for to in legs)
                    assert Arrival.objects.count() == before[1] + reached
                    assert Elsewhere.objects.count() == before[2] + len(legs) - reached

        def channel(self, to: str) -> Channel:
            desk = laws.of_today(world.areas["asker-baerum"]).desk(world.units[to])
            assert desk is not None
            return Channel(desk.channel)

        def opens(self, to: str, basis: str) -> bool:
            """The test's own reading of the law, for a school: kept apart from the gate's."""
            if basis == "consent":
                return self.consented(to)
            return {
                "fvl-13b-5": True,
                "fvl-13b-6": to == "kontaktene",
                "opl-24-3": to == "barnevernet",
                "bvl-13-1-3": False,
            }[basis]

        def consented(self, to: str) -> bool:
            is_fifteen = self.day >= self.birthday()
            for row in Consent.objects.filter(dossier=self.concern.pk, purpose=Purpose.REPORT):
                in_force = row.given_on <= self.day and (row.until is None or self.day <= row.until)
                in_force = in_force and (row.withdrawn_on is None or self.day < row.withdrawn_on)
                names_it = row.recipients.filter(id=world.units[to].id).exists()
                by_both = row.by_guardians.count() == 2
                if in_force and names_it and self.enough(is_fifteen, by_both, row.by_self):
                    return True
            return False

        def birthday(self) -> date:
            """The first day on which they are surely fifteen: only the month of birth is kept."""
            end = (self.born.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            return end.replace(year=end.year + 15)

        def enough(self, is_fifteen: bool, by_both: bool, by_self: bool) -> bool:
            begin = self.born.replace(day=1)
            may_be_fifteen = self.day >= begin.replace(year=begin.year + 15)
            if is_fifteen:
                return by_self
            return by_self and by_both if may_be_fifteen else by_both

        @invariant()
        def a_desk_sees_what_has_a_basis_today_and_nothing_else(self) -> None:
            with self.at():
                law = laws.of_today(world.areas["asker-baerum"])
                for to, reader in READERS.items():
                    shared = Disclosure.objects.filter(dossier=self.concern.pk, recipient=world.units[to])
                    should = any(self.opens(to, row.basis) for row in shared)
                    seen = queries.read(world.standing(reader), self.concern.pk, law)
                    assert bool(seen) == should
                    assert all(
                        gate.holds(queries.sharing(row, law), law.bases, law.today)
                        for row in shared
                        if self.opens(to, row.basis)
                    )

    return AnyOrder


def test_no_report_leaves_without_a_basis_in_force_whatever_the_order(world: World) -> None:
    made = machine(world).TestCase
    made.settings = settings(
        max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    made().runTest()
