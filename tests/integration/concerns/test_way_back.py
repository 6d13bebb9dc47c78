"""What is noted by a press alone, and the browser's way back: the same page makes nothing twice, and one that is opened
anew notes what somebody does once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from motvekt.concerns.models import Call, Concern, Duty
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from tests.concerns import browser, filled, noted, opened
from tests.integration.concerns.test_attacked import invited
from tests.world import NOON, World

pytestmark = pytest.mark.django_db

WORDS, OTHER = "Si fra til rektor først.", "Det var noe helt annet."
Fields = dict[str, Any]


@dataclass(frozen=True)
class Press:
    """Where a button is, where it sends what, the rows that it makes, and what is told when it has made them before."""

    at: str
    to: str
    sent: Callable[[Fields], Fields]
    rows: type[Model]
    told: str


def stamp(found: Fields) -> Fields:
    return {name: found[name] for name in ("to", "call")}


def words(found: Fields) -> Fields:
    return {name: found[name] for name in ("item", "begun", "at", "whom", "log_number")} | {"said": WORDS}


PRESSES = {
    "call to 112": Press("na/", "ringte/", stamp, Call, "Det var alt notert at du ringte."),
    "call to the contact": Press("alvorlig/", "ringte/", stamp, Call, "Det var alt notert at du ringte."),
    "words of a call to 112": Press("na/", "na/", words, Call, "Notert."),
    "words of a call to the contact": Press("alvorlig/", "alvorlig/", words, Call, "Notert."),
    "duty": Press("plikt/", "plikt/", dict, Duty, "Det var alt notert at du har gjort det."),
    "duty with words": Press(
        "plikt/", "plikt/", lambda found: found | {"rests_on": WORDS}, Duty, "Det var alt notert at du har gjort det."
    ),
}


def of(concern: Concern, page: str) -> str:
    return f"/inne/bekymringer/{concern.pk}/{page}"


def pressed(client: Client, concern: Concern, press: Press, page: str) -> str:
    """Where it leads to."""
    came = client.post(of(concern, press.to), press.sent(filled(client.get(page))))
    assert came.status_code == 302
    return str(came["Location"])


@pytest.mark.parametrize("name", PRESSES)
def test_on_the_way_back_a_page_has_the_same_form_and_makes_nothing_twice(world: World, name: str) -> None:
    press, concern, client = PRESSES[name], noted(world), browser(world, "teacher")
    page = client.get(of(concern, press.at))["Location"]
    pressed(client, concern, press, page)
    before = Item.objects.count()
    # Made anew a while after, as a browser asks for it: what stands there of the hour is another, and says nothing.
    with clock.frozen(NOON + timedelta(minutes=7)):
        onwards = pressed(client, concern, press, page)
        assert press.told in client.get(onwards).text
    assert (press.rows._default_manager.count(), Item.objects.count()) == (1, before)


@pytest.mark.parametrize("how", ["opened anew", "where the press led to"])
@pytest.mark.parametrize("name", PRESSES)
def test_what_is_done_once_more_is_noted_once_more(world: World, name: str, how: str) -> None:
    press, concern, client = PRESSES[name], noted(world), browser(world, "teacher")
    onwards = pressed(client, concern, press, client.get(of(concern, press.at))["Location"])
    anew = client.get(of(concern, press.at))["Location"]
    told = client.get(pressed(client, concern, press, anew if how == "opened anew" else onwards)).text
    assert press.rows._default_manager.count() == 2
    assert "Det var alt notert" not in told


@pytest.mark.parametrize("whose", ["another session", "a colleague"])
@pytest.mark.parametrize("name", ["call to 112", "duty"])
def test_an_address_that_was_kept_or_given_away_is_a_page_that_is_opened_anew(
    world: World, name: str, whose: str
) -> None:
    press, concern, client = PRESSES[name], noted(world), browser(world, "teacher")
    invited(world, concern)
    page = client.get(of(concern, press.at))["Location"]
    sent = press.sent(filled(client.get(page)))
    with clock.frozen(NOON + timedelta(minutes=1)):
        again = browser(world, "teacher" if whose == "another session" else "colleague")
        assert press.sent(filled(again.get(page))) != sent
        for one in (client, again):
            pressed(one, concern, press, page)
    assert press.rows._default_manager.count() == 2


@pytest.mark.parametrize("name", ["words of a call to 112", "duty with words"])
def test_what_is_written_otherwise_on_the_way_back_is_given_back(world: World, name: str) -> None:
    press, concern, client = PRESSES[name], noted(world), browser(world, "teacher")
    page = client.get(of(concern, press.at))["Location"]
    pressed(client, concern, press, page)
    before = Item.objects.count()
    for changed in ({"said": OTHER, "rests_on": OTHER}, {"at": "kl. 9.15"}):
        came = client.post(of(concern, press.to), press.sent(filled(client.get(page))) | changed)
        assert came.status_code == 403
        assert all(value in came.text for value in changed.values())
    assert (press.rows._default_manager.count(), Item.objects.count()) == (1, before)


def test_each_duty_of_a_page_is_its_own(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    page = client.get(of(concern, "plikt/"))["Location"]
    for _ in range(2):
        for shown in client.get(page).context["duties"]:
            sent = {"kind": shown.kind.value, **{field.name: field.value() or "" for field in shown.form}}
            assert client.post(of(concern, "plikt/"), sent).status_code == 302
    assert sorted(Duty.objects.values_list("kind", flat=True)) == ["avert", "child_welfare", "principal"]


def test_an_address_that_is_none_leads_to_one_that_is(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    assert opened(client, f"{of(concern, 'na/')}?ark=nei").status_code == 200
