"""Every form of a concern in which somebody writes, and what can go wrong with each: nothing that was typed is lost.

The first note, the discussion and the talk are in test_faults.py, a report's pages in test_report_faults.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from motvekt.concerns import exit_actions
from motvekt.concerns.kinds import DutyKind
from motvekt.concerns.models import Duty
from motvekt.concerns.texts import LONGEST, CallNote, DutyWords
from motvekt.dossiers.models import Consent, Item
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as people
from motvekt.organisations.models import Membership
from motvekt.reports.models import Report
from tests.concerns import browser, filled, noted, opened
from tests.integration.concerns.test_faults import PASTED, published
from tests.world import NOON, OPERATOR, World

pytestmark = pytest.mark.django_db

WORDS, OTHER = "Vi snakker med ham i morgen.", "Det var noe helt annet."


def of_a_concern(form: str) -> Callable[[World], str]:
    return lambda world: f"/inne/bekymringer/{noted(world).pk}/{form}"


def owed(world: World) -> str:
    """What a duty rested on, which is still to be written."""
    concern, duty = noted(world), new_id()
    about: dict[str, Any] = {"kind": DutyKind.PRINCIPAL, "whom": CallNote(), "words": DutyWords()}
    exit_actions.note_duty(concern=concern, duty=duty, by=world.standing("teacher"), **about)
    return f"/inne/bekymringer/{concern.pk}/plikt/{duty}/"


@dataclass(frozen=True)
class Form:
    """Where a form is, the field in which somebody writes, and what else is answered."""

    at: Callable[[World], str]
    text: str
    also: Callable[[World], dict[str, Any]] = field(default=lambda world: {})

    def begun(self, world: World, client: Client, to: str) -> dict[str, Any]:
        """The form as the page shows it, filled in, but for the text."""
        return filled(opened(client, to)) | self.also(world)


FORMS = {
    "sheet": Form(of_a_concern(""), "r-tried"),
    "closing": Form(of_a_concern("avslutt/"), "words", lambda world: {"why": "no_ground"}),
    "call to 112": Form(of_a_concern("na/"), "said"),
    "call to the contact": Form(of_a_concern("alvorlig/"), "said"),
    "duty": Form(
        of_a_concern("plikt/"), "rests_on", lambda world: {"duty": str(new_id()), "kind": DutyKind.PRINCIPAL.value}
    ),
    "what it rests on": Form(owed, "rests_on"),
    "consent": Form(
        of_a_concern("samtykke/"),
        "how",
        lambda world: {
            "desks": [str(world.units["slt"].id)],
            "kind": "report",
            "band": "18",
            "by_self": "on",
            "on": "01.01.2020",
        },
    ),
    "question": Form(
        of_a_concern("spor/"),
        "text",
        lambda world: {
            "desk": str(world.units["slt"].id),
            "phone": "40 00 00 09",
            "role": "Lærer",
            "steg": "send",
            "attested": ["0", "1"],
        },
    ),
}


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Item, Duty, Consent, Report))


def written(world: World, name: str) -> tuple[Form, Client, str, dict[str, Any]]:
    """Somebody who has filled in a form."""
    form, client = FORMS[name], browser(world, "teacher")
    to = form.at(world)
    return form, client, to, form.begun(world, client, to) | {form.text: WORDS}


@pytest.mark.parametrize("name", FORMS)
def test_pressed_twice_it_is_one(world: World, name: str) -> None:
    _, client, to, sent = written(world, name)
    before = rows()
    assert client.post(to, sent).status_code == 302
    once = rows()
    assert once != before
    assert client.post(to, sent).status_code == 302
    assert rows() == once


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_otherwise_on_the_way_back_or_in_another_tab_is_saved_or_given_back(
    world: World, name: str
) -> None:
    form, client, to, sent = written(world, name)
    tab = form.begun(world, client, to) | {form.text: OTHER}
    assert client.post(to, sent).status_code == 302
    for another in (sent | {form.text: OTHER}, tab):
        before = rows()
        came = client.post(to, another)
        assert came.status_code in (302, 400, 403, 409)
        assert (OTHER in came.text) is (came.status_code != 302)
        assert (rows() != before) is (came.status_code == 302)


@pytest.mark.parametrize("name", FORMS)
def test_a_session_that_is_over_keeps_what_was_typed(world: World, name: str) -> None:
    _, client, to, sent = written(world, name)
    before = rows()
    with clock.frozen(NOON + timedelta(hours=9)):
        came = client.post(to, sent)
    assert came.status_code == 403
    assert 'name="brakt"' in came.text
    assert WORDS not in came.text
    assert rows() == before


@pytest.mark.parametrize("name", FORMS)
def test_a_role_that_ended_meanwhile_gives_back_what_was_typed(world: World, name: str) -> None:
    _, client, to, sent = written(world, name)
    before = rows()
    with clock.frozen(NOON + timedelta(minutes=5)):
        people.end_membership(membership=Membership.objects.get(account=world.accounts["teacher"]), by=OPERATOR)
        came = client.post(to, sent)
        given_back = browser(world, "teacher").post(to, sent)
    assert (came.status_code, given_back.status_code) == (403, 403)
    assert 'name="brakt"' in came.text
    assert WORDS in given_back.text
    assert "Kopier det før du lukker siden" in given_back.text
    assert rows() == before


@pytest.mark.parametrize("name", FORMS)
def test_two_hundred_pages_are_refused_with_how_long_it_may_be_and_are_still_there(world: World, name: str) -> None:
    form, client, to, sent = written(world, name)
    before = rows()
    came = client.post(to, sent | {form.text: PASTED})
    assert came.status_code == 400
    assert ("10000" if name == "question" else str(LONGEST)) in came.text
    assert came.text.count("Han sa at noen burde få det de fortjener.") == 15_000
    assert rows() == before


@pytest.mark.parametrize("name", FORMS)
def test_an_edition_that_is_published_meanwhile_loses_nothing(world: World, name: str) -> None:
    _, client, to, sent = written(world, name)
    before = rows()
    published("Ny")
    came = client.post(to, sent)
    if name == "question":
        # What is shared is shared under the law that somebody stood for: asked anew.
        assert came.status_code == 400
        assert WORDS in came.text
        assert rows() == before
    else:
        assert came.status_code == 302
        assert rows() != before
