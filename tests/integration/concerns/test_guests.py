"""Colleagues who are invited: named, asked for something, never waited for; out again, or too close to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motvekt.access.roles import Role
from motvekt.concerns import guest_actions, rules, step_queries
from motvekt.concerns.kinds import Task
from motvekt.concerns.models import Guest
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions as organisations
from motvekt.organisations import letters
from tests.conftest import OPERATOR, SUNDAY_NIGHT
from tests.integration.concerns.walking import at, browser, events, invited, noted, page, step_up, text_of
from tests.people import Person, hired, somebody, unit_of

pytestmark = pytest.mark.usefixtures("within_asker_and_baerum")

TOMORROW = "2026-11-25"


def form(person: Person = Person.SOCIAL_TEACHER, /, **more: str) -> dict[str, str]:
    return {"account": str(person.account.id), "task": "read", "due_on": TOMORROW, **more}


def code_of(action: object, **about: object) -> str:
    with pytest.raises(Refused) as refused:
        action(**about)  # type: ignore[operator]
    return refused.value.decision.code


def test_whoever_wrote_it_chooses_among_the_people_of_the_unit_by_name_and_role() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    found = page(teacher, at(concern, "inviter/"))
    assert "Samira Khan, ansatt" in found
    assert "Trygve Aas, leder" in found
    assert str(Person.TEACHER.account.id) not in found
    assert "Jonas Lie" not in found
    assert f'value="{TOMORROW}"' in found


def test_a_colleague_is_invited_sees_it_and_hears_that_something_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr(letters, "send_later", lambda **about: sent.append(about["recipient"]))
    concern, teacher = noted(), browser(Person.TEACHER)
    answers = [teacher.post(at(concern, "inviter/"), form(task="talk")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    guest = Guest.objects.get()
    assert (guest.task, guest.due_on, guest.invited_by.email) == ("talk", date(2026, 11, 25), Person.TEACHER.email)
    assert sent == [Person.SOCIAL_TEACHER.account.id]
    shown = text_of(page(teacher, at(concern, "inviter/")))
    assert "Samira Khan Er bedt om å snakke med personen, innen 25. november 2026. Har ikke åpnet den ennå." in shown
    assert [event for event in events(concern) if "guest" in event or event == "reader_named"][-2:] == [
        "reader_named",
        "guest_invited",
    ]


def test_a_guest_shows_who_they_are_before_they_read_and_is_seen_to_have_opened_it() -> None:
    concern = noted()
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    away = guest.get(at(concern, "droft/"))
    assert away.status_code == 302
    assert "/inne/hvem/open_invited/" in away["Location"]
    assert Guest.objects.get().opened_at is None
    step_up(guest, concern)
    assert "Jeg er ferdig med det jeg ble bedt om" in page(guest, at(concern, "droft/"))
    assert Guest.objects.get().opened_at is not None
    assert "Åpnet den 24. november 2026" in page(browser(Person.TEACHER), at(concern, "droft/"))


def test_the_exits_ask_a_guest_nothing_first() -> None:
    concern = noted()
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    for path in ("na/", "alvorlig/", "plikt/"):
        assert "112" in page(guest, at(concern, path))


def test_a_guest_is_done_and_the_others_see_it() -> None:
    concern = noted()
    row = invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    step_up(guest, concern)
    for _ in range(2):
        assert guest.post(at(concern, f"inviter/{row.id}/gjort/")).status_code == 302
    assert "Takk." in page(guest, at(concern, "droft/"))
    assert "Ferdig 24. november 2026." in page(browser(Person.TEACHER), at(concern, "droft/"))
    assert events(concern).count("guest_done") == 1
    assert browser(Person.TEACHER).post(at(concern, f"inviter/{row.id}/gjort/")).status_code == 404


def test_an_invitation_is_ended_by_whoever_gave_it_and_by_nobody_else() -> None:
    concern = noted()
    row = invited(concern)
    invited(concern, Person.SCHOOL_LEADER)
    assert code_of(guest_actions.end_invitation, guest=row, by=Person.SCHOOL_LEADER.standing) == "anothers_invitation"
    teacher = browser(Person.TEACHER)
    for _ in range(2):
        assert teacher.post(at(concern, f"inviter/{row.id}/avslutt/")).status_code == 302
    assert events(concern).count("guest_ended") == 1
    assert page(browser(Person.SOCIAL_TEACHER), at(concern, "droft/"), 404)
    assert "Samira Khan, ansatt" in page(teacher, at(concern, "inviter/"))


def test_somebody_silent_for_a_working_day_is_passed_by() -> None:
    concern = noted()
    invited(concern)
    teacher = Person.TEACHER
    words = "Ingen svar ennå. Gå videre uten."
    assert words not in page(browser(teacher), at(concern, "droft/"))
    assert step_queries.silent_to(teacher.standing) == []
    with clock.frozen(clock.now() + timedelta(days=1, hours=6)):
        assert words in page(browser(teacher), at(concern, "droft/"))
        assert [one.row.account.email for one in step_queries.silent_to(teacher.standing)] == [
            Person.SOCIAL_TEACHER.email
        ]
        mine = page(browser(teacher), "/inne/min-side/")
        assert "Samira Khan har ikke svart" in mine
        # Nothing waits for them.
        answer = browser(teacher).post(at(concern, "trinn/droft/"), {"gjort": "ja"})
        assert answer.status_code == 302


def test_a_weekend_is_no_silence() -> None:
    assert not rules.passed_by(SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(hours=14))
    assert rules.passed_by(SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(hours=18))


def test_what_a_guest_is_asked_stands_on_their_page_until_it_is_done() -> None:
    concern = noted()
    row = invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    mine = page(guest, "/inne/min-side/")
    assert "Mona Haugen har bedt deg om noe" in mine
    assert concern.alias not in mine
    guest_actions.finish_task(guest=row, by=Person.SOCIAL_TEACHER.standing)
    assert "har bedt deg om noe" not in page(guest, "/inne/min-side/")


def test_a_guest_who_is_too_close_sees_it_no_more_and_is_not_invited_again() -> None:
    concern = noted()
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    assert "Du trenger ikke si hvorfor." in page(guest, at(concern, "inhabil/"))
    assert guest.post(at(concern, "inhabil/"))["Location"] == "/inne/min-side/"
    assert "Notert at du er inhabil." in page(guest, "/inne/min-side/")
    assert page(guest, at(concern, "droft/"), 404)
    teacher = browser(Person.TEACHER)
    answer = teacher.post(at(concern, "inviter/"), form())
    assert answer.status_code == 400
    assert "Kollegaen er inhabil her." in answer.text
    assert [event for event in events(concern) if event in ("recused", "guest_ended")] == ["recused", "guest_ended"]
    assert code_of(guest_actions.step_aside, concern=concern, by=Person.TEACHER.standing) == "yours"


@pytest.mark.parametrize("person", [Person.NURSE, Person.COUNTY_TEACHER, Person.SLT_ASKER, Person.FJELLVIK_TEACHER])
def test_nobody_of_another_unit_is_invited(person: Person) -> None:
    concern = noted()
    answer = browser(Person.TEACHER).post(at(concern, "inviter/"), form(person))
    assert answer.status_code == 400
    assert not Guest.objects.exists()
    about = {"concern": concern, "account": person.account, "task": Task.READ, "due_on": clock.today()}
    assert code_of(guest_actions.invite, **about, by=Person.TEACHER.standing) == "not_a_colleague"


def test_a_nurse_is_explained_and_shown_the_way_without_a_name() -> None:
    concern = noted()
    found = page(browser(Person.TEACHER), at(concern, "inviter/"))
    assert "Helsesykepleiere og andre fra en annen tjeneste kan ikke inviteres." in found
    assert f'{at(concern, "meld/")}">Spør en annen tjeneste' in found


def test_a_leader_who_is_the_problem_is_not_told_and_the_page_says_whom_to_call() -> None:
    concern = noted()
    found = page(browser(Person.TEACHER), at(concern, "inviter/"))
    assert "Da trenger du ikke invitere lederen." in found
    assert "SLT-koordinator" in found
    assert page(browser(Person.SCHOOL_LEADER), at(concern, "droft/"), 404)
    assert "har bedt deg" not in page(browser(Person.SCHOOL_LEADER), "/inne/min-side/")


def test_somebody_who_left_while_the_form_was_open_is_not_invited_and_the_rest_stands() -> None:
    concern, teacher = noted(), browser(Person.TEACHER)
    newcomer = somebody("ny@lerkeli.example", name="Nora Ny")
    role = hired(newcomer, unit_of("asker-baerum", "lerkeli-ungdomsskole"), Role.EMPLOYEE)
    assert "Nora Ny, ansatt" in page(teacher, at(concern, "inviter/"))
    organisations.end_membership(membership=role, by=OPERATOR)
    answer = teacher.post(
        at(concern, "inviter/"), {"account": str(newcomer.id), "task": "follow_up", "due_on": TOMORROW}
    )
    assert answer.status_code == 400
    assert "Velg en av dem som står der." in answer.text
    assert 'value="follow_up" checked' in answer.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"account": ""}, "Velg en kollega."),
        ({"task": ""}, "Velg hva du ber om."),
        ({"due_on": ""}, "Velg en dag."),
        ({"due_on": "i morgen"}, "Skriv dagen som 25.11.2026."),
        ({"due_on": "2026-11-23"}, "Fristen er før i dag."),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(wrong: dict[str, str], says: str) -> None:
    answer = browser(Person.TEACHER).post(at(noted(), "inviter/"), {**form(), **wrong})
    assert answer.status_code == 400
    assert "<title>Feil: " in answer.text
    assert says in answer.text
    assert not Guest.objects.exists()
