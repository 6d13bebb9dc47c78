"""The routine's steps beyond writing: discussed, talked, done and undone; and nothing that somebody typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motvekt.concerns import queries, step_actions
from motvekt.concerns.models import Concern, StepDone
from motvekt.concerns.texts import LONGEST, Dialogue, Discussion
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.walls import within
from tests.guides import guide_of
from tests.integration.concerns.walking import (
    at,
    browser,
    events,
    field,
    invited,
    noted,
    page,
    send,
    step_up,
    text_of,
)
from tests.people import Person

pytestmark = pytest.mark.usefixtures("within_asker_and_baerum")

PAGES = {"discuss": "droft/", "dialogue": "samtale/"}
WRITTEN = [("droft/", "agreed", Discussion), ("samtale/", "words", Dialogue)]


def contents(concern: Concern, kind: type, person: Person = Person.TEACHER) -> list[object]:
    with within(concern.area_id):
        return [part.content for part in queries.parts(person.standing, concern) if isinstance(part.content, kind)]


# --- what the edition says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["discuss", "dialogue"])
@pytest.mark.parametrize("person", [Person.TEACHER, Person.FJELLVIK_TEACHER])
def test_a_step_has_its_editions_headline_its_list_and_its_own_words_for_done(person: Person, kind: str) -> None:
    guide = guide_of(person.area)
    language = guide.default_language
    step = next(step for step in guide.steps if step.kind == kind)
    found = page(browser(person), at(noted(person), PAGES[kind])).replace("\xad", "")
    assert step.headline[language] in found
    assert step.done[language] in text_of(found)
    assert found.count("<li><p>") >= len(step.do)


def test_the_steps_stand_in_the_editions_order() -> None:
    asker = page(browser(Person.TEACHER), at(noted(), "droft/"))
    fjellvik = page(browser(Person.FJELLVIK_TEACHER), at(noted(Person.FJELLVIK_TEACHER), "droft/"))
    assert asker.index('/droft/">') < asker.index('/samtale/">')
    assert fjellvik.index('/samtale/">') < fjellvik.index('/droft/">')


def test_who_answers_for_a_step_is_said_for_this_kind_of_unit() -> None:
    school = page(browser(Person.FJELLVIK_TEACHER), at(noted(Person.FJELLVIK_TEACHER), "samtale/"))
    assert "Den som kjenner personen best" in school
    welfare = page(browser(Person.FJELLVIK_CHILD_WELFARE), at(noted(Person.FJELLVIK_CHILD_WELFARE), "samtale/"))
    assert "Barnevern</p>" in welfare


def test_reporting_is_open_from_every_step() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    for path in PAGES.values():
        assert at(concern, "meld/") in page(teacher, at(concern, path))


# --- discussing -------------------------------------------------------------------------------------------------------


def test_a_discussion_is_noted_with_functions_and_what_was_agreed() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    given = {"with_whom": "sosiallærer", "on": "i dag", "agreed": "Vi snakker med ham.", "talks": "Kontaktlærer"}
    answer = send(teacher, at(concern, "droft/"), **given)
    assert answer.status_code == 302
    assert contents(concern, Discussion) == [Discussion(**given)]
    shown = page(teacher, at(concern, "droft/"))
    assert "Lagret." in shown
    assert "Vi snakker med ham." in shown
    assert events(concern)[-1] == "content_opened"
    assert "item_added" in events(concern)


def test_several_discussions_stand_below_each_other() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    said = [Discussion(agreed=words) for words in ("Først med kollegaen.", "Så med lederen.")]
    for minutes, one in enumerate(said):
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            send(teacher, at(concern, "droft/"), agreed=one.agreed)
    assert contents(concern, Discussion) == said


def test_the_same_form_sent_twice_is_one_discussion() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    found = page(teacher, at(concern, "droft/"))
    form = {"item": field(found, "item"), "version": "0", "agreed": "Vi venter til i morgen."}
    assert [teacher.post(at(concern, "droft/"), form).status_code for _ in range(2)] == [302, 302]
    assert len(contents(concern, Discussion)) == 1


def test_ones_own_discussion_is_changed_and_says_so() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    send(teacher, at(concern, "droft/"), agreed="Vi venter.")
    item = Item.objects.get(kind="discussion")
    path = at(concern, f"droft/?endre={item.id}")
    assert "Vi venter.</textarea>" in page(teacher, path).replace("&#x27;", "'")
    assert send(teacher, path, agreed="Vi venter ikke.").status_code == 302
    assert contents(concern, Discussion) == [Discussion(agreed="Vi venter ikke.")]
    assert "Endret 24. november 2026" in page(teacher, at(concern, "droft/"))


@pytest.mark.parametrize(
    ("path", "field_of", "shape"), [("droft/", "agreed", Discussion), ("samtale/", "words", Dialogue)]
)
def test_two_windows_show_both_texts_and_lose_none(path: str, field_of: str, shape: type) -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    to, one, other = at(concern, path), "Fra det ene vinduet.", "Fra det andre vinduet."
    send(teacher, to, **{field_of: "Vi venter."})
    first = {
        "item": str(Item.objects.get(kind={"droft/": "discussion", "samtale/": "dialogue"}[path]).id),
        "version": "1",
        field_of: one,
    }
    assert teacher.post(to, first).status_code == 302
    answer = teacher.post(to, {**first, field_of: other})
    assert answer.status_code == 409
    assert one in answer.text
    assert other in answer.text
    assert contents(concern, shape) == [shape(**{field_of: one})]
    again = {**first, "version": field(answer.text, "version"), field_of: other}
    assert teacher.post(to, again).status_code == 302
    assert contents(concern, shape) == [shape(**{field_of: other})]


def test_nobody_changes_what_a_colleague_wrote() -> None:
    concern = noted()
    item = new_id()
    step_actions.put(
        concern=concern, item=item, content=Discussion(agreed="Mitt."), version=0, by=Person.TEACHER.standing
    )
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    step_up(guest, concern)
    assert "Mitt." in page(guest, at(concern, "droft/"))
    assert page(guest, at(concern, f"droft/?endre={item}"), 404)
    answer = guest.post(at(concern, "droft/"), {"item": item, "version": 1, "agreed": "Ditt."})
    assert answer.status_code == 400
    assert "Bare den som skrev dette" in answer.text
    assert "Ditt." in answer.text


def test_an_empty_discussion_is_not_noted() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    answer = send(teacher, at(concern, "droft/"))
    assert answer.status_code == 400
    assert "<title>Feil: " in answer.text
    assert "Skriv noe først." in answer.text


def test_two_hundred_pages_are_refused_with_how_long_it_may_be_and_are_still_there() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    pasted = "Ord og mer ord. " * 40_000
    answer = send(teacher, at(concern, "droft/"), agreed=pasted, with_whom="leder")
    assert answer.status_code == 400
    assert f"Den kan ha {LONGEST}" in answer.text
    assert answer.text.count("Ord og mer ord.") == 40_000
    assert 'value="leder"' in answer.text
    assert contents(concern, Discussion) == []


def test_a_part_of_another_concern_is_not_written_over() -> None:
    mine, other = noted(), noted(Person.COUNTY_TEACHER)
    item = Item.objects.get(dossier=other.dossier_id)
    answer = browser(Person.TEACHER).post(at(mine, "droft/"), {"item": item.id, "version": 1, "agreed": "Over."})
    assert answer.status_code == 404
    assert "Over." in answer.text


# --- the talk ---------------------------------------------------------------------------------------------------------


def test_the_talk_is_helped_by_todays_advice_and_says_when_it_is_not_theirs() -> None:
    found = page(browser(Person.TEACHER), at(noted(), "samtale/"))
    guide = guide_of("asker-baerum")
    for advice in guide.advice:
        if advice.topic in ("dialogue", "dialogue_ask", "dialogue_avoid"):
            assert advice.label["nb"] in found
    assert "Da er det kanskje ikke du som skal snakke med personen." in found


def test_nothing_is_asked_of_parents_before_it_is_said_whether_home_may_be_unsafe() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    found = page(teacher, at(concern, "samtale/"))
    assert 'name="unsafe_home"' in found
    assert 'name="parents"' not in found
    answer = send(teacher, at(concern, "samtale/"), unsafe_home="no", words="Jeg er lei.")
    assert answer.status_code == 302
    there = page(teacher, answer["Location"].partition("#")[0])
    assert 'name="parents"' in there
    assert "De er med" in there
    assert "kontakter foreldrene</h3>" not in there


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_where_home_may_be_unsafe_child_welfare_comes_first_and_nobody_is_invited_to_call_parents(said: str) -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    answer = send(teacher, at(concern, "samtale/"), unsafe_home=said)
    assert answer.status_code == 302
    there = page(teacher, answer["Location"].partition("#")[0])
    assert "kontakter foreldrene</h3>" in there
    assert 'id="barnevern-' in there
    assert 'href="tel:116111"' in there
    assert "Ta ikke kontakt med dem før barnevernet har svart." in there
    assert "De er med" not in there
    # Said once, it holds for the next talk's form too.
    assert "kontakter foreldrene</h3>" in page(teacher, at(concern, "samtale/"))


def test_the_persons_own_words_are_kept_apart_from_what_was_asked() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    send(teacher, at(concern, "samtale/"), questions="Hva betyr det for deg?", words="«Ingenting.»", wants="Ro.")
    said = contents(concern, Dialogue)
    assert said == [Dialogue(questions="Hva betyr det for deg?", words="«Ingenting.»", wants="Ro.")]


# --- done -------------------------------------------------------------------------------------------------------------


def test_a_step_is_done_and_undone_and_both_are_logged() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    for _ in range(2):
        assert teacher.post(at(concern, "trinn/droft/"), {"gjort": "ja"})["Location"] == at(concern, "droft/")
    assert "Trinnet er gjort." in page(teacher, at(concern, "droft/"))
    assert StepDone.objects.filter(concern=concern, step="droft").count() == 1
    for _ in range(2):
        teacher.post(at(concern, "trinn/droft/"), {"gjort": "nei"})
    assert not StepDone.objects.filter(step="droft").exists()
    # The first note did the first step.
    steps = [event for event in events(concern) if event.startswith("step_")]
    assert steps == ["step_done", "step_done", "step_undone"]


def test_a_step_that_the_edition_has_not_is_not_there() -> None:
    concern = noted()
    assert browser(Person.TEACHER).post(at(concern, "trinn/finnes-ikke/"), {"gjort": "ja"}).status_code == 404
    with pytest.raises(Refused):
        step_actions.mark_step(concern=concern, step="finnes-ikke", by=Person.TEACHER.standing)


# --- who sees it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [Person.SCHOOL_LEADER, Person.SOCIAL_TEACHER, Person.COUNTY_TEACHER, Person.NURSE])
@pytest.mark.parametrize("path", ["droft/", "samtale/", "inviter/", "na/", "alvorlig/", "plikt/", "inhabil/"])
def test_nobody_else_comes_to_any_of_its_pages(person: Person, path: str) -> None:
    assert page(browser(person), at(noted(), path), 404)


def test_a_colleague_who_was_removed_gets_what_they_typed_back_to_copy() -> None:
    concern = noted()
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    step_up(guest, concern)
    form = {"item": field(page(guest, at(concern, "droft/")), "item"), "version": "0", "agreed": "Dette tenkte jeg."}
    dossiers.end_reader(
        dossier=concern.dossier,
        unit=concern.unit,
        account=Person.SOCIAL_TEACHER.account,
        by=Person.TEACHER.standing,
    )
    answer = guest.post(at(concern, "droft/"), form)
    assert answer.status_code == 404
    assert "Dette tenkte jeg." in answer.text
    assert form["item"] not in answer.text
    assert contents(concern, Discussion) == []
    # One that never was is answered in the same way.
    never = guest.post(f"/inne/bekymringer/{new_id()}/droft/", form)
    assert (never.status_code, "Dette tenkte jeg." in never.text) == (404, True)
