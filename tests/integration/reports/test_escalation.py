"""What nobody reads in time is told of: once, to those who can do something, and without a word of what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from motvekt.access.roles import Role
from motvekt.audit.models import AuditEvent
from motvekt.kernel import clock
from motvekt.overview import waiting
from motvekt.overview.waiting import Looking
from motvekt.post.letters import WORDS, Letter
from motvekt.reports import clock_actions, desk_actions
from motvekt.reports.kinds import Exit
from motvekt.reports.models import Arrival
from motvekt.site.tick import JOBS
from tests.reports import reported
from tests.world import NOON, World, hired

pytestmark = pytest.mark.django_db


def unread_letters() -> list[str]:
    rows = DBTaskResult.objects.all()
    return sorted(str(row.args_kwargs["args"][1]) for row in rows if row.args_kwargs["args"][0] == Letter.UNREAD)


def test_what_is_late_is_told_once_to_those_who_receive_and_to_the_leader(world: World) -> None:
    leader = hired("slt_leader", world.units["slt"], Role.LEADER)
    row = reported(world, exit_=Exit.SERIOUS, called_at=NOON)
    assert clock_actions.escalate() == 0
    with clock.frozen(NOON + timedelta(minutes=31)):
        assert clock_actions.escalate() == 1
        assert clock_actions.escalate() == 0
    whom = [world.accounts["slt"], world.accounts["slt_colleague"], leader]
    assert unread_letters() == sorted(str(account.id) for account in whom)
    told = AuditEvent.objects.get(event="arrival_escalated")
    assert (told.actor, told.about["arrival"]) == ("system:tick", str(row.id))


def test_what_somebody_has_read_is_not_late(world: World) -> None:
    row = reported(world, exit_=Exit.SERIOUS, called_at=NOON)
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    with clock.frozen(NOON + timedelta(days=9)):
        assert clock_actions.escalate() == 0
    assert unread_letters() == []


def test_the_clock_does_it(world: World) -> None:
    reported(world)
    job = next(job for job in JOBS if job.name == "arrivals_escalated")
    with clock.frozen(NOON + timedelta(days=3)):
        assert job.do(clock.today()) == 1
        assert job.do(clock.today()) == 0
    assert Arrival.objects.get().escalated_at is not None


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_letter_says_nothing_of_what_it_is(language: str) -> None:
    said = WORDS[Letter.UNREAD][language]
    words = f"{said.subject} {said.body}".lower()
    assert "{link}" in said.body
    assert not [word for word in ("bekymring", "melding", "slt", "politi", "report", "concern") if word in words]


def _looking(world: World, name: str) -> Looking:
    return Looking(world.standing(name), world.areas["asker-baerum"], world.accounts[name], strong=True)


def test_ones_own_page_says_what_waits_at_the_desk_and_what_is_due(world: World) -> None:
    row = reported(world)
    titles = [one.title for one in waiting.waiting(_looking(world, "slt"))]
    assert "1 venter på å bli lest i mottaket" in titles
    assert not any("mottaket" in one.title for one in waiting.waiting(_looking(world, "teacher")))
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    assert not any("mottaket" in one.title for one in waiting.waiting(_looking(world, "slt")))
    with clock.frozen(NOON + timedelta(days=7)):
        assert "1 i mottaket skal avklares nå" in [one.title for one in waiting.waiting(_looking(world, "slt"))]
