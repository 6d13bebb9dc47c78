"""Whoever changes past the system who answers for a concern, who is invited or who sent what, is found by the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from motvekt.concerns import closing_actions, guest_actions
from motvekt.concerns.closing_actions import Ending
from motvekt.concerns.kinds import Status, Task, Why
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.texts import Closing
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.reports import answering_actions, desk_actions, sending_actions
from motvekt.reports.kinds import Status as AtDesk
from motvekt.reports.models import Arrival, Elsewhere, Report
from motvekt.site.compare import compare
from tests.concerns import noted
from tests.reporting import leg, let, sent
from tests.world import NOON, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(world: World) -> Concern:
    """Reported to a desk here and to one elsewhere, with a guest who came and one who went; another one is closed."""
    made, by = noted(world), world.standing("teacher")
    let(world, made)
    report = sent(world, made, leg(world, "slt"), leg(world, "barnevernet", "anonymised"))
    for row in Elsewhere.objects.all():
        sending_actions.mark_sent_elsewhere(report=report, unit=row.unit, by=by)
    for name in ("colleague", "principal"):
        guest_actions.invite(concern=made, account=world.accounts[name], task=Task.READ, due_on=TODAY, by=by)
    guest_actions.end_invitation(guest=Guest.objects.get(account=world.accounts["principal"]), by=by)
    ending = Ending(Why.NO_GROUND, Closing(words="Det var noe annet.", person="Det går fint."))
    for reopened in (True, False):
        other = noted(world)
        closing_actions.close(concern=other, ending=ending, closing_id=new_id(), by=by)
        if reopened:
            closing_actions.reopen(concern=other, by=by)
    return made


def _writer(world: World, concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).update(writer=world.accounts["colleague"])


def _open(world: World, concern: Concern) -> None:
    Concern.objects.filter(status=Status.CLOSED).update(status=Status.OPEN, closed_at=None, closed_why="")


def _guest(world: World, concern: Concern) -> None:
    about = {"task": Task.READ, "due_on": TODAY, "invited_at": NOON, "invited_by": world.accounts["teacher"]}
    Guest.objects.create(area=concern.area, concern=concern, account=world.accounts["principal"], **about)


def _no_guest(world: World, concern: Concern) -> None:
    Guest.objects.filter(ended_at=None).update(ended_at=clock.now())


def _reporter(world: World, concern: Concern) -> None:
    Report.objects.update(reporter=world.accounts["colleague"])


def _not_taken(world: World, concern: Concern) -> None:
    Elsewhere.objects.update(sent_at=None)


def _set_back(world: World, concern: Concern) -> None:
    Arrival.objects.update(status=AtDesk.READ, reader=world.accounts["slt"], read_at=NOON)


def test_after_work_in_concerns_the_tables_say_what_the_log_says(world: World, concern: Concern) -> None:
    row, by = Arrival.objects.get(unit=world.units["slt"]), world.standing("slt")
    desk_actions.mark_read(arrival=row.id, by=by)
    about = answering_actions.About("anonymised", frozenset(range(9)), identifies=False)
    answering_actions.pass_on(
        arrival=row, to=world.units["kontaktene"], text="Noe.", report_id=new_id(), about=about, by=by
    )
    assert compare() == []


@pytest.mark.parametrize("change", [_writer, _open, _guest, _no_guest, _reporter, _not_taken, _set_back])
def test_what_is_changed_past_the_system_stands_out(
    world: World, concern: Concern, change: Callable[[World, Concern], None]
) -> None:
    if change is _not_taken:
        assert Elsewhere.objects.filter(sent_at__isnull=False).exists()
    if change is _reporter and connection.vendor == "postgresql":
        pytest.skip("a trigger refuses it")
    change(world, concern)
    assert compare()
