"""The forms of a desk that test_desk_faults.py doesn't have, a notice and a search, and what can go wrong with each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from motvekt.audit.models import AuditEvent
from motvekt.dossiers.models import Item
from motvekt.guide.actions import publish
from motvekt.kernel import clock
from motvekt.organisations import actions as people
from motvekt.organisations.models import Membership
from motvekt.organisations.stepup import Act as StepUp
from motvekt.reports import desk_actions
from motvekt.reports.models import Report
from tests.guides import guide_of
from tests.integration.reports.pages import DESK, client_of, stepped_up
from tests.integration.reports.test_notices import NEW, answers
from tests.reports import NAME, reported
from tests.world import NOON, OPERATOR, World

pytestmark = pytest.mark.django_db

WORDS = "Vi trenger å se det i sammenheng."
PASTED = "Han sa at noen burde få det de fortjener. " * 15_000
Filled = tuple[Client, str, dict[str, Any]]


def notice(world: World) -> Filled:
    return client_of(world, "contact"), NEW, answers(world, necessity=WORDS)


def search(world: World) -> Filled:
    row = reported(world, name=NAME)
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    client = client_of(world, "slt")
    stepped_up(client, StepUp.SEARCH_NAME, row.id)
    return client, f"{DESK}{row.id}/tidligere/", {"why": "same_matter", "words": WORDS, "key": str(row.id)}


FORMS: dict[str, tuple[str, str, Callable[[World], Filled]]] = {
    "notice": ("contact", "necessity", notice),
    "search": ("slt", "words", search),
}
"""Each form: who fills it in, the field in which they write, and how."""


def done() -> tuple[int, int, int]:
    return (
        Item.objects.count(),
        Report.objects.count(),
        AuditEvent.objects.filter(event="name_searched").count(),
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_session_that_is_over_keeps_what_was_typed(world: World, form: str) -> None:
    client, to, sent = FORMS[form][2](world)
    before = done()
    with clock.frozen(NOON + timedelta(hours=9)):
        came = client.post(to, sent)
    assert (came.status_code, 'name="brakt"' in came.text, WORDS in came.text) == (403, True, False)
    assert done() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_role_that_ended_meanwhile_gives_back_what_was_typed(world: World, form: str) -> None:
    who = FORMS[form][0]
    client, to, sent = FORMS[form][2](world)
    before = done()
    with clock.frozen(NOON + timedelta(minutes=5)):
        people.end_membership(membership=Membership.objects.get(account=world.accounts[who]), by=OPERATOR)
        came = client.post(to, sent)
        given_back = client_of(world, who).post(to, sent)
    assert (came.status_code, 'name="brakt"' in came.text) == (403, True)
    assert given_back.status_code in (403, 404)
    assert WORDS in given_back.text
    assert NAME not in given_back.text or form == "notice"
    assert done() == before


@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_pages_are_refused_with_how_long_it_may_be_and_are_still_there(world: World, form: str) -> None:
    client, to, sent = FORMS[form][2](world)
    before = done()
    came = client.post(to, sent | {FORMS[form][1]: PASTED})
    assert came.status_code == 400
    assert "tegn" in came.text
    assert came.text.count("Han sa at noen burde få det de fortjener.") == 15_000
    assert done() == before


def test_a_notice_that_is_changed_on_the_way_back_is_given_back_and_not_taken_for_sent(world: World) -> None:
    client, to, sent = notice(world)
    assert client.post(to, sent).status_code == 302
    once = done()
    came = client.post(to, sent | {"text": "Noe helt annet."})
    assert came.status_code == 403
    assert "Skjemaet er alt lagret, slik det sto da." in came.text
    assert "Noe helt annet." in came.text
    assert done() == once


def test_an_edition_that_is_published_meanwhile_loses_nothing_of_a_notice(world: World) -> None:
    client, to, sent = notice(world)
    guide = guide_of("asker-baerum").model_copy(update={"title": {"nb": "Ny", "nn": "Ny", "en": "New"}})
    publish(guide=guide, area="asker-baerum", by=OPERATOR, press=None)
    assert client.post(to, sent).status_code == 302
    assert Report.objects.count() == 1


def test_a_basis_that_a_new_edition_has_no_more_stops_a_notice_in_words_and_keeps_the_text(world: World) -> None:
    client, to, sent = notice(world)
    guide = guide_of("asker-baerum")
    gone = [basis.model_copy(update={"in_force": None}) for basis in guide.bases]
    publish(guide=guide.model_copy(update={"bases": gone}), area="asker-baerum", by=OPERATOR, press=None)
    came = client.post(to, sent)
    assert came.status_code == 400
    assert WORDS in came.text
    assert not Report.objects.exists()
