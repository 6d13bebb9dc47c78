"""The three exits and the duties: a call is never behind a form, and what is noted is noted once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from motvekt.concerns import exit_actions, queries, step_queries
from motvekt.concerns.kinds import CallTo, DutyKind
from motvekt.concerns.models import Call, Concern, Duty
from motvekt.concerns.texts import CallNote, DutyWords
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.walls import within
from tests.conftest import SUNDAY_NIGHT, TUESDAY_MORNING
from tests.guides import guide_of
from tests.integration.concerns.walking import at, browser, events, field, invited, noted, page, send, step_up, text_of
from tests.people import Person, unit_of

pytestmark = pytest.mark.usefixtures("within_asker_and_baerum")


def contents(concern: Concern, kind: type) -> list[object]:
    with within(concern.area_id):
        parts = queries.parts(Person.TEACHER.standing, concern)
    return [part.content for part in parts if isinstance(part.content, kind)]


# --- 112 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "droft/", "samtale/", "inviter/", "na/", "alvorlig/", "plikt/"])
def test_all_three_exits_are_one_press_from_every_page(path: str) -> None:
    concern = noted()
    # The report's address leads to its first page.
    answer = browser(Person.TEACHER).get(at(concern, path), follow=True)
    assert answer.status_code == 200
    found = answer.text
    exits = found[found.index('class="mv-utganger"') :]
    assert 'href="tel:112"' in exits
    assert at(concern, "alvorlig/") in exits
    assert at(concern, "na/") in exits
    # The routine goes on: to the step after this one, whichever that is in the edition.
    assert any(at(concern, step) in exits for step in ("droft/", "samtale/", "meld/"))


def test_all_three_exits_are_one_press_from_the_pages_of_a_report() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    first = teacher.get(at(concern, "meld/"))["Location"]
    found = page(teacher, first)
    desk = unit_of("asker-baerum", "slt-asker").id
    teacher.post(first, {"melding": field(found, "melding"), "desks": [str(desk)], "exit": "ordinary"})
    for shown in (found, page(teacher, first.replace("/til/", "/hva/"))):
        exits = shown[shown.index('class="mv-utganger"') :]
        assert 'href="tel:112"' in exits
        for path in ("alvorlig/", "na/", "droft/"):
            assert at(concern, path) in exits


def test_the_first_thing_on_the_page_of_danger_is_the_number_and_how_to_reach_it_silently() -> None:
    found = page(browser(Person.TEACHER), at(noted(), "na/"))
    assert found.index('mv-ring-stor" href="tel:112"') < found.index('name="whom"')
    assert "nød-SMS" in found
    assert "1412" in found


def test_whom_when_and_the_log_number_are_noted_and_nothing_of_it_is_asked_for() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    found = page(teacher, at(concern, "na/"))
    assert 'value="24.11. kl. 10.00"' in found
    answer = send(teacher, at(concern, "na/"), whom="112", at="kl. 9.50", log_number="4711", said="")
    assert answer.status_code == 302
    assert contents(concern, CallNote) == [CallNote(whom="112", at="kl. 9.50", log_number="4711")]
    assert "loggnummer 4711" in page(teacher, at(concern, "na/"))
    assert events(concern).count("call_noted") == 1
    only = send(teacher, at(concern, "na/"), log_number="4712")
    assert only.status_code == 302


def test_the_same_note_sent_twice_is_one() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    form = {"item": field(page(teacher, at(concern, "na/")), "item"), "whom": "112"}
    assert [teacher.post(at(concern, "na/"), form).status_code for _ in range(2)] == [302, 302]
    assert Call.objects.count() == 1
    assert len(contents(concern, CallNote)) == 1


def test_an_empty_note_is_said_to_be_empty_and_a_long_one_to_be_long() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    empty = send(teacher, at(concern, "na/"))
    assert (empty.status_code, "<title>Feil: " in empty.text) == (400, True)
    long = send(teacher, at(concern, "na/"), said="Ord. " * 20_000, whom="112")
    assert long.status_code == 400
    assert "Teksten er for lang" in long.text
    assert long.text.count("Ord.") >= 20_000


# --- stamps -----------------------------------------------------------------------------------------------------------


def test_a_call_from_the_page_stamps_the_concern_and_the_note_goes_with_it() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    answer = teacher.post(at(concern, "ringte/"), {"to": "serious", "stille": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    send(teacher, at(concern, "alvorlig/"), whom="Radikaliseringskontakten", said="Ring igjen i morgen.")
    call = Call.objects.get()
    assert call.note is not None
    assert (call.to, call.by.email) == ("serious", Person.TEACHER.email)
    shown = text_of(page(teacher, at(concern, "alvorlig/")))
    assert "Mona Haugen ringte radikaliseringskontakten eller politiet, notert 24. november 2026 kl. 10.00." in shown
    assert "Ring igjen i morgen." in shown


def test_without_a_script_a_button_stamps_and_comes_back_to_its_page() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    for to, path in (("emergency", "na/"), ("serious", "alvorlig/")):
        found = page(teacher, at(concern, path))
        form = {"to": to, "call": field(found, "call")}
        for words in ("Notert at du ringer nå.", "Det var alt notert at du ringte."):
            onwards = teacher.post(at(concern, "ringte/"), form)["Location"]
            assert onwards.startswith(f"{at(concern, path)}?")
            assert words in page(teacher, onwards)
    assert sorted(Call.objects.values_list("to", flat=True)) == ["emergency", "serious"]
    assert events(concern).count("call_noted") == 2


def test_a_stamp_of_anything_else_is_none_and_nobody_stamps_what_they_do_not_see() -> None:
    concern = noted()
    assert browser(Person.TEACHER).post(at(concern, "ringte/"), {"to": "116111"}).status_code == 404
    assert browser(Person.SCHOOL_LEADER).post(at(concern, "ringte/"), {"to": "serious"}).status_code == 404
    assert not Call.objects.exists()


def test_a_call_that_is_another_concerns_is_not_taken_for_ones_own() -> None:
    mine, other = noted(), noted(Person.COUNTY_TEACHER)
    call = exit_actions.note_call(concern=other, call=new_id(), to=CallTo.SERIOUS, by=Person.COUNTY_TEACHER.standing)
    with pytest.raises(Refused):
        exit_actions.note_call(concern=mine, call=call.id, to=CallTo.SERIOUS, by=Person.TEACHER.standing)


def test_a_guest_sees_that_somebody_called_and_what_was_said_only_after_showing_who_they_are() -> None:
    concern = noted()
    send(browser(Person.TEACHER), at(concern, "na/"), whom="112", said="De kommer.")
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    shown = page(guest, at(concern, "na/"))
    assert "Mona Haugen ringte 112" in shown
    assert "De kommer." not in shown
    step_up(guest, concern)
    assert "De kommer." in page(guest, at(concern, "na/"))


# --- the contact ------------------------------------------------------------------------------------------------------


def called_in_order(person: Person, moment: datetime) -> list[str]:
    """Whom the page of the serious exit says to call, by what their rows are called."""
    concern = noted(person)
    with clock.frozen(moment):
        found = page(browser(person), at(concern, "alvorlig/"))
    contacts = found[found.index('class="mv-kontakter"') : found.index('action="/inne/bekymringer/')]
    return re.findall(r'class="mv-kontakt" id="([^"]+)"', contacts)


def test_by_day_the_contact_stands_first_and_112_last() -> None:
    asker = called_in_order(Person.TEACHER, TUESDAY_MORNING)
    assert asker == ["radikaliseringskontakter", "oslo-politidistrikt", "emergency"]
    fjellvik = called_in_order(Person.FJELLVIK_TEACHER, TUESDAY_MORNING)
    assert fjellvik[0] == next(
        contact.id for contact in guide_of("fjellvik").contacts if contact.function == "radicalisation_contact"
    )


def test_at_night_the_police_who_are_open_stand_before_a_contact_who_is_not() -> None:
    fjellvik = called_in_order(Person.FJELLVIK_TEACHER, SUNDAY_NIGHT)
    contacts = {contact.id: contact.function for contact in guide_of("fjellvik").contacts}
    assert [contacts.get(one) for one in fjellvik] == ["police", "radicalisation_contact", None]


def test_the_report_is_begun_with_its_exit() -> None:
    concern = noted()
    assert f"{at(concern, 'meld/')}?vei=alvorlig" in page(browser(Person.TEACHER), at(concern, "alvorlig/"))


# --- duties -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        (Person.TEACHER, ["avert", "child_welfare", "principal"]),
        (Person.YOUTH_WORKER, ["avert", "child_welfare"]),
        (Person.NURSE, ["avert", "child_welfare"]),
        (Person.NAV_COUNSELLOR, ["avert", "child_welfare"]),
        (Person.CHILD_WELFARE_LEADER, ["avert"]),
    ],
)
def test_each_service_has_its_own_duties_with_todays_law(person: Person, kinds: list[str]) -> None:
    concern = noted(person)
    found = page(browser(person), at(concern, "plikt/"))
    assert [kind for kind in DutyKind if f'id="plikt-{kind}"' in found] == kinds
    cites = {basis.id: basis.in_force.cite for basis in guide_of("asker-baerum").bases if basis.in_force}
    assert cites["strl-196"] in found
    assert (cites["opl-24-3"] in found) == (person is Person.TEACHER)
    assert (cites["hpl-33"] in found) == (person is Person.NURSE)


def duty_form(found: str, kind: str, **more: str) -> dict[str, str]:
    start = found.index(f'id="plikt-{kind}"')
    return {"duty": field(found[start:], "duty"), "kind": kind, "whom": "", "at": "", "rests_on": "", **more}


def test_one_press_is_enough_and_the_words_are_owed_the_next_working_day() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    form = duty_form(page(teacher, at(concern, "plikt/")), "child_welfare")
    for _ in range(2):
        assert teacher.post(at(concern, "plikt/"), form).status_code == 302
    duty = Duty.objects.get()
    assert (str(duty.due_on), duty.words_id) == ("2026-11-25", None)
    owed = "Skriv hva det hviler på, senest 25. november 2026"
    for path in (at(concern, "droft/"), at(concern, "plikt/")):
        assert owed in page(teacher, path)
    assert "Du skylder noen ord om det du gjorde" in page(teacher, "/inne/min-side/")
    assert events(concern).count("duty_noted") == 1

    answer = send(teacher, at(concern, f"plikt/{duty.id}/"), rests_on="Blåmerker, og redd for å gå hjem.", whom="")
    assert answer.status_code == 302
    assert owed not in page(teacher, at(concern, "droft/"))
    assert "Du skylder noen ord" not in page(teacher, "/inne/min-side/")
    assert contents(concern, DutyWords) == [DutyWords(rests_on="Blåmerker, og redd for å gå hjem.")]
    assert "Det er skrevet." in page(teacher, at(concern, f"plikt/{duty.id}/"))
    assert events(concern).count("duty_attested") == 1


def test_whoever_writes_it_at_once_owes_nothing() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    form = duty_form(page(teacher, at(concern, "plikt/")), "avert", whom="Politiet", rests_on="Han sa når og hvor.")
    teacher.post(at(concern, "plikt/"), form)
    assert contents(concern, DutyWords) == [DutyWords(rests_on="Han sa når og hvor.", whom="Politiet")]
    assert step_queries.owed(Person.TEACHER.standing) == []


def test_who_was_told_is_kept_also_where_there_was_no_time_for_more() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    form = duty_form(page(teacher, at(concern, "plikt/")), "principal", whom="Rektor", at="kl. 10")
    teacher.post(at(concern, "plikt/"), form)
    assert contents(concern, CallNote) == [CallNote(whom="Rektor", at="kl. 10")]
    assert len(step_queries.owed(Person.TEACHER.standing)) == 1


def test_a_duty_on_a_friday_is_owed_on_monday() -> None:
    with clock.frozen(clock.now() + timedelta(days=3)):
        duty = exit_actions.note_duty(
            concern=noted(),
            duty=new_id(),
            kind=DutyKind.AVERT,
            whom=CallNote(),
            words=DutyWords(),
            by=Person.TEACHER.standing,
        )
    assert str(duty.due_on) == "2026-11-30"


def test_an_attestation_without_words_is_none() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    teacher.post(at(concern, "plikt/"), duty_form(page(teacher, at(concern, "plikt/")), "avert"))
    answer = send(teacher, at(concern, f"plikt/{Duty.objects.get().id}/"), rests_on="  ", whom="Politiet")
    assert answer.status_code == 400
    assert "Skriv hva det hviler på." in answer.text
    assert 'value="Politiet"' in answer.text


def test_a_colleague_does_not_attest_what_another_did() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    teacher.post(at(concern, "plikt/"), duty_form(page(teacher, at(concern, "plikt/")), "avert"))
    invited(concern)
    duty = Duty.objects.get()
    assert page(browser(Person.SOCIAL_TEACHER), at(concern, f"plikt/{duty.id}/"), 404)
    words = DutyWords(rests_on="Noe annet.")
    with pytest.raises(Refused):
        exit_actions.attest_duty(duty=duty, item=new_id(), content=words, by=Person.SOCIAL_TEACHER.standing)


def test_a_duty_that_the_service_has_not_is_refused() -> None:
    concern = noted(Person.NURSE)
    form = {"duty": str(new_id()), "kind": "principal"}
    assert browser(Person.NURSE).post(at(concern, "plikt/"), form).status_code == 403
    assert not Duty.objects.exists()
