"""What goes wrong around a concern's forms: it is said, and nothing that somebody typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motvekt.concerns import closing_actions
from motvekt.concerns.closing_actions import Ending
from motvekt.concerns.kinds import Why
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import LONGEST, Closing, Observation
from motvekt.dossiers.models import Item
from motvekt.guide.actions import publish
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as people
from motvekt.organisations.models import Membership
from tests.concerns import SEEN, browser, filled, noted
from tests.guides import guide_of
from tests.integration.concerns.test_writing import parts
from tests.world import NOON, OPERATOR, World

pytestmark = pytest.mark.django_db

NEW = "/inne/bekymringer/ny/"
WORDS = "Vi snakker med ham i morgen."
FORMS = {"ny/": "seen", "droft/": "agreed", "samtale/": "words"}
"""Each form, and a field in which somebody writes."""
PASTED = "Han sa at noen burde få det de fortjener. " * 15_000


def address(world: World, form: str) -> str:
    """Where a form is sent: the first note's own, or one of a concern's."""
    return NEW if form == "ny/" else f"/inne/bekymringer/{noted(world).pk}/{form}"


def published(title: str) -> None:
    """An edition that came while somebody wrote."""
    guide = guide_of("asker-baerum").model_copy(update={"title": {"nb": title, "nn": title, "en": title}})
    publish(guide=guide, area="asker-baerum", by=OPERATOR, press=None)


@pytest.mark.parametrize("form", FORMS)
def test_a_session_that_is_over_keeps_what_was_typed(world: World, form: str) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    sent, before = filled(client.get(to)) | {FORMS[form]: WORDS}, Item.objects.count()
    with clock.frozen(NOON + timedelta(hours=9)):
        answer = client.post(to, sent)
    assert answer.status_code == 403
    assert 'name="brakt"' in answer.text
    assert WORDS not in answer.text
    assert Item.objects.count() == before


@pytest.mark.parametrize("form", FORMS)
def test_whoever_was_removed_while_the_form_was_open_saves_nothing_and_keeps_the_text(world: World, form: str) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    sent, before = filled(client.get(to)) | {FORMS[form]: WORDS}, Item.objects.count()
    with clock.frozen(NOON + timedelta(minutes=5)):
        people.end_membership(membership=Membership.objects.get(account=world.accounts["teacher"]), by=OPERATOR)
        answer = client.post(to, sent)
        # In a new session it is sent once more, as the page where one signs in offers, and there is no role any more.
        given_back = browser(world, "teacher").post(to, sent)
    assert answer.status_code == given_back.status_code == 403
    assert 'name="brakt"' in answer.text
    assert WORDS in given_back.text
    assert "Kopier det før du lukker siden" in given_back.text
    assert SEEN not in given_back.text
    assert Item.objects.count() == before


@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_pages_are_refused_with_how_long_it_may_be_and_are_still_there(world: World, form: str) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    before = Item.objects.count()
    answer = client.post(to, filled(client.get(to)) | {FORMS[form]: PASTED})
    assert answer.status_code == 400
    assert str(LONGEST) in answer.text
    assert answer.text.count("Han sa at noen burde få det de fortjener.") == 15_000
    assert Item.objects.count() == before


@pytest.mark.parametrize("form", FORMS)
def test_an_edition_that_is_published_meanwhile_loses_nothing(world: World, form: str) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    sent, before = filled(client.get(to)) | {FORMS[form]: WORDS}, Item.objects.count()
    published("Ny")
    assert client.post(to, sent).status_code == 302
    assert Item.objects.count() == before + 1


@pytest.mark.parametrize("form", FORMS)
def test_pressed_twice_it_is_saved_once(world: World, form: str) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    sent, before = filled(client.get(to)) | {FORMS[form]: WORDS}, Item.objects.count()
    assert [client.post(to, sent).status_code for _ in range(2)] == [302, 302]
    assert Item.objects.count() == before + 1


def test_whoever_goes_back_to_the_first_note_and_writes_something_else_loses_neither(world: World) -> None:
    client = browser(world, "teacher")
    form = filled(client.get(NEW))
    for _ in range(2):
        for words in (SEEN, WORDS):
            assert client.post(NEW, form | {"seen": words}).status_code == 302
    concern = Concern.objects.select_related("dossier", "unit", "area").get()
    written = {part.seen: part for part in parts(world, concern)}
    assert written == {words: Observation(seen=words) for words in (SEEN, WORDS)}
    assert Item.objects.count() == 2


@pytest.mark.parametrize(("form", "field"), [("", "r-tried"), ("droft/", "agreed"), ("samtale/", "words")])
def test_whoever_goes_back_and_writes_something_else_sees_both_texts_and_chooses(
    world: World, form: str, field: str
) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    shown = filled(client.get(to))
    first, second = "Vi snakket sammen.", WORDS
    assert client.post(to, shown | {field: first}).status_code == 302
    before = Item.objects.count()
    # The page as it was when it was shown the first time.
    answer = client.post(to, shown | {field: second})
    assert answer.status_code == 409
    assert first in answer.text
    assert second in answer.text
    assert client.post(to, filled(answer)).status_code == 302
    assert Item.objects.count() == before
    assert second in client.get(to).text


@pytest.mark.parametrize("form", ["droft/", "samtale/"])
def test_what_the_browser_puts_into_a_new_form_on_the_way_back_is_saved_once(world: World, form: str) -> None:
    client, to = browser(world, "teacher"), address(world, form)
    home = {"unsafe_home": "no"} if form == "samtale/" else {}
    client.post(to, filled(client.get(to)) | {FORMS[form]: WORDS} | home)
    before = Item.objects.count()
    assert client.post(to, filled(client.get(to)) | {FORMS[form]: WORDS} | home)["Location"] == to
    assert "Det er alt lagret, og er ikke lagret en gang til." in client.get(to).text
    assert Item.objects.count() == before
    # Something else is something new.
    assert client.post(to, filled(client.get(to)) | {FORMS[form]: "Noe annet."}).status_code == 302
    assert Item.objects.count() == before + 1


@pytest.mark.parametrize("how", ["handed on", "closed"])
def test_a_closing_that_came_too_late_gives_back_what_was_typed(world: World, how: str) -> None:
    concern, client = noted(world), browser(world, "teacher")
    to, by = f"/inne/bekymringer/{concern.pk}/avslutt/", world.standing("teacher")
    sent = filled(client.get(to)) | {"why": "no_ground", "words": WORDS}
    if how == "handed on":
        Concern.objects.filter(pk=concern.pk).update(writer=world.accounts["colleague"])
    else:
        closing = Closing(words="Det var en misforståelse.")
        closing_actions.close(concern=concern, ending=Ending(Why.NO_GROUND, closing), closing_id=new_id(), by=by)
    answer = client.post(to, sent)
    assert answer.status_code in (403, 404)
    assert WORDS in answer.text
    assert "misforståelse" not in answer.text
