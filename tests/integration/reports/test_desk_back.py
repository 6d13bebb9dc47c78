"""The way back at a desk: what was sent or decided is not done again, and whoever pressed is told so in words."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item
from motvekt.kernel.ids import new_id
from motvekt.reports import desk_actions
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival
from tests.integration.reports.pages import DESK, client_of, send
from tests.reports import reported
from tests.world import World

pytestmark = pytest.mark.django_db

SAID, OTHER = "Takk. Snakk med ham i morgen.", "Ring meg før du snakker med ham."
ATTESTED: dict[str, Any] = {"attested": ["0", "1"], "seen": ""}
DECIDED = "Dette er alt avgjort. Her står det hvem som gjorde det, og når."
DECIDED_OTHERWISE = "Du har alt avgjort dette, på en annen måte. Det som står her nå, er verken lagret eller sendt."
FORMS = ("svar/", "sak/", "avslaa/", "gi/", "send-videre/", "send-videre/{desk}/")


def read(world: World, by: str = "slt") -> Arrival:
    """Something that somebody at the SLT desk has read."""
    row = reported(world)
    desk_actions.mark_read(arrival=row.id, by=world.standing(by))
    return row


def texts(kind: ItemKind) -> int:
    return Item.objects.filter(kind=kind).count()


def field(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found
    return found.group(1)


def test_an_answer_that_was_sent_is_there_on_the_way_back_and_is_not_sent_again(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    to, key = f"{DESK}{row.id}/svar/", new_id()
    for _ in range(2):
        assert send(client, to, key=key, text=SAID, **ATTESTED)["Location"] == f"{DESK}{row.id}/"
        assert client.get(f"{DESK}{row.id}/").text.count(SAID) == 1
    assert texts(ItemKind.ANSWER) == 1
    # The form itself says what was sent before.
    assert SAID in client.get(to).text


def test_an_answer_that_the_browser_puts_into_a_new_form_on_the_way_back_is_the_same(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    to = f"{DESK}{row.id}/svar/"
    send(client, to, text=SAID, **ATTESTED)
    # The page is fetched anew, with another id and with the answer in it; what was typed is typed once more.
    form = client.get(to)
    again = {"key": field(form, "key"), "seen": field(form, "seen"), "attested": ["0", "1"]}
    assert again["seen"]
    assert send(client, to, text=SAID, **again).status_code == 302
    assert "Svaret er alt sendt, og er ikke sendt en gang til." in client.get(f"{DESK}{row.id}/").text
    assert texts(ItemKind.ANSWER) == 1
    # Another answer is another answer, and another person's is theirs.
    assert send(client, to, text=OTHER, **again).status_code == 302
    assert texts(ItemKind.ANSWER) == 2


def test_an_answer_that_was_changed_on_the_way_back_is_not_taken_for_sent(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    to, key = f"{DESK}{row.id}/svar/", new_id()
    send(client, to, key=key, text=SAID, **ATTESTED)
    came = send(client, to, key=key, text=OTHER, **ATTESTED)
    assert came.status_code == 400
    assert "Svaret er alt sendt, slik det sto da. Dette er ikke sendt." in came.text
    assert OTHER in came.text
    assert texts(ItemKind.ANSWER) == 1
    again = {"key": field(came, "key"), "seen": field(came, "seen"), "attested": ["0", "1"]}
    assert send(client, to, text=OTHER, **again).status_code == 302
    assert texts(ItemKind.ANSWER) == 2


@pytest.mark.parametrize("decided", ["accept", "dismiss"])
@pytest.mark.parametrize("by", ["slt", "slt_colleague"])
def test_the_way_back_to_a_form_of_what_is_decided_leads_to_who_decided_it(world: World, decided: str, by: str) -> None:
    row = read(world)
    if decided == "accept":
        desk_actions.accept(arrival=row.id, case_id=new_id(), by=world.standing(by))
    else:
        desk_actions.dismiss(arrival=row.id, text="Nye klær.", item_id=new_id(), by=world.standing(by))
    client = client_of(world, "slt")
    for form in FORMS:
        came = client.get(f"{DESK}{row.id}/{form.format(desk=world.units['kontaktene'].id)}")
        if form == "svar/" and came.status_code == 200:
            continue
        assert came["Location"] == f"{DESK}{row.id}/", form
        shown = client.get(f"{DESK}{row.id}/").text
        assert DECIDED in shown
        assert world.accounts[by].name in shown


def decided_as(world: World, form: str, row: Arrival, **fields: Any) -> Any:
    to = f"{DESK}{row.id}/{form.format(desk=world.units['kontaktene'].id)}"
    return send(client_of(world, "slt"), to, **fields)


@pytest.mark.parametrize(
    ("form", "said", "kind"),
    [
        ("avslaa/", {"text": SAID}, ItemKind.DECISION),
        (
            "send-videre/{desk}/",
            {"text": SAID, "necessity": "De kjenner det.", "hjemmel": "anonymised", "identifies": "no", **ATTESTED},
            ItemKind.REPORT,
        ),
    ],
)
def test_a_decision_with_a_text_is_made_once_and_another_text_is_given_back(
    world: World, form: str, said: dict[str, Any], kind: ItemKind
) -> None:
    row, key = read(world), new_id()
    before = texts(kind)
    assert [decided_as(world, form, row, key=key, **said).status_code for _ in range(2)] == [302, 302]
    assert texts(kind) >= before + 1
    once = Item.objects.count()
    for other in (key, new_id()):
        came = decided_as(world, form, row, key=other, **{**said, "text": OTHER})
        assert came.status_code == 400
        assert DECIDED_OTHERWISE in came.text
        assert OTHER in came.text
    assert Item.objects.count() == once


def test_whoever_passes_it_on_elsewhere_on_the_way_back_is_not_told_that_it_went_there(world: World) -> None:
    row = read(world)
    told = {"desk": str(world.units["kontaktene"].id)}
    assert [decided_as(world, "send-videre/", row, **told).status_code for _ in range(2)] == [302, 302]
    other = next(key for key in world.units if world.units[key].desk and key not in ("slt", "kontaktene"))
    came = decided_as(world, "send-videre/", row, desk=str(world.units[other].id))
    assert came.status_code == 400
    assert DECIDED_OTHERWISE in came.text
    row.refresh_from_db()
    assert row.told_to_id == world.units["kontaktene"].id


@pytest.mark.parametrize("act", ["sak/", "avslaa/"])
def test_a_press_for_what_a_colleague_has_decided_meanwhile_is_told_and_loses_nothing(world: World, act: str) -> None:
    row = read(world)
    desk_actions.accept(arrival=row.id, case_id=new_id(), by=world.standing("slt_colleague"))
    came = decided_as(world, act, row, text=SAID)
    assert came.status_code == 400
    assert "Dette er alt avgjort." in came.text
    assert (SAID in came.text) is (act == "avslaa/")
    row.refresh_from_db()
    assert row.status == Status.ACCEPTED


def test_a_case_is_begun_once_however_often_it_is_pressed(world: World) -> None:
    row = read(world)
    keys: list[UUID] = [new_id()] * 2
    keys.append(new_id())
    assert [decided_as(world, "sak/", row, key=key).status_code for key in keys] == [302, 302, 302]
    row.refresh_from_db()
    assert row.case_id == keys[0]
