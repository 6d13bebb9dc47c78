"""What a desk has from before about the same person: found from something open, with a reason, and not often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motvekt.audit.models import AuditEvent
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.limits import SEARCH
from motvekt.organisations.stepup import Act as StepUp
from motvekt.reports import desk_actions, earlier_actions
from motvekt.reports.models import Arrival
from tests.integration.reports.pages import DESK, client_of, send, stepped_up
from tests.reports import BORN, NAME, reported
from tests.world import NOON, World

pytestmark = pytest.mark.django_db

WHY = "Vi lurer på om vi alt følger opp gutten."


def read(world: World, **more: object) -> Arrival:
    row = reported(world, **more)  # type: ignore[arg-type]
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    return row


def looked(world: World, row: Arrival, name: str = "slt") -> list[earlier_actions.Found]:
    return earlier_actions.look_up(arrival=row.id, why="same_matter", words=WHY, by=world.standing(name))


def test_an_accepted_one_is_found_from_a_later_one_and_the_officer_can_see_that(world: World) -> None:
    before = read(world, name=NAME, born=BORN)
    desk_actions.accept(arrival=before.id, case_id=new_id(), by=world.standing("slt"))
    now = read(world, name="Testesen, Ola", born=BORN)
    assert [(one.arrival.id, one.same_birth_date) for one in looked(world, now)] == [(before.id, True)]
    logged = AuditEvent.objects.get(event="name_searched")
    assert logged.controller == world.organisation("slt")
    assert (logged.about["found"], logged.about["why"]) == ("1", "same_matter")
    reason = Item.objects.get(kind=ItemKind.NOTE)
    assert (reason.dossier, reason.unit) == (now.dossier, world.units["slt"])


def test_no_other_desk_finds_it(world: World) -> None:
    before = read(world, name=NAME)
    desk_actions.accept(arrival=before.id, case_id=new_id(), by=world.standing("slt"))
    other = reported(world, to="barnevernet", name=NAME)
    desk_actions.mark_read(arrival=other.id, by=world.standing("intake"))
    assert looked(world, other, "intake") == []


def test_what_was_dismissed_is_found_no_more(world: World) -> None:
    before = read(world, name=NAME)
    looked(world, before)
    desk_actions.dismiss(arrival=before.id, text="Ingen grunn.", item_id=new_id(), by=world.standing("slt"))
    assert looked(world, read(world, name=NAME)) == []


def test_whoever_has_stepped_aside_from_the_earlier_one_does_not_find_it(world: World) -> None:
    before = read(world, name=NAME)
    desk_actions.accept(arrival=before.id, case_id=new_id(), by=world.standing("slt_colleague"))
    desk_actions.step_aside(arrival=before.id, by=world.standing("slt"))
    assert looked(world, read(world, name=NAME)) == []


def test_more_than_a_few_a_day_are_refused_and_tomorrow_is_another_day(world: World) -> None:
    row = read(world, name=NAME)
    for _ in range(SEARCH.most):
        looked(world, row)
    with pytest.raises(Refused) as refused:
        looked(world, row)
    assert refused.value.decision.code == "too_many_tries"
    with clock.frozen(NOON + timedelta(days=1, minutes=1)):
        assert looked(world, row) == []


def test_without_a_name_a_reason_or_a_reading_there_is_no_search(world: World) -> None:
    with pytest.raises(Refused) as refused:
        looked(world, read(world))
    assert refused.value.decision.code == "no_name"
    with pytest.raises(Refused) as refused:
        looked(world, reported(world, name=NAME))
    assert refused.value.decision.code == "not_read"
    with pytest.raises(Refused):
        earlier_actions.look_up(
            arrival=read(world, name=NAME).id, why="same_matter", words=" ", by=world.standing("slt")
        )
    assert not AuditEvent.objects.filter(event="name_searched").exists()


def test_the_page_asks_who_one_is_first_and_keeps_what_was_typed(world: World) -> None:
    row = read(world, name=NAME)
    client = client_of(world, "slt")
    assert "/inne/hvem/search_name/" in client.get(f"{DESK}{row.id}/tidligere/").url  # type: ignore[attr-defined]
    stepped_up(client, StepUp.SEARCH_NAME, row.id)
    came = send(client, f"{DESK}{row.id}/tidligere/", words=WHY)
    assert came.status_code == 400
    assert WHY in came.content.decode()
    came = send(client, f"{DESK}{row.id}/tidligere/", why="same_matter", words=WHY)
    assert came.status_code == 200
    assert "ingenting fra før" in came.content.decode()
