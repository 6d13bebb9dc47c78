"""What is asked without a name, as the desk sees it: in the same list, read, answered, given on, stepped aside from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from motvekt.audit.models import AuditEvent
from motvekt.consultations import asking_actions
from motvekt.consultations.kinds import Side, Wish
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import SOMEBODY
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.stepup import Act as StepUp
from motvekt.overview.waiting import Looking, waiting
from motvekt.post.letters import Letter
from motvekt.reports import answering_actions, desk_actions
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Identity
from motvekt.site.compare import compare
from tests.asked_anonymously import PIXEL, RECEIPT, WORRIED, asked, opened, read, replied, turned
from tests.integration.reports.pages import DESK, client_of, send, stepped_up
from tests.reports import reported
from tests.world import NOON, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_receipts")]

SAID = "Ring oss gjerne. Du gjør ikke noe galt ved å spørre."


def answered(world: World, row: Arrival, name: str = "slt", **more: Any) -> None:
    about: dict[str, Any] = {"text": SAID, "item_id": new_id(), "attested": frozenset(), "seen": row.answered_at}
    answering_actions.answer(arrival=row, by=world.standing(name), **(about | more))


def letters() -> list[tuple[str, str]]:
    rows = [row.args_kwargs["args"] for row in DBTaskResult.objects.all()]
    return sorted((str(args[0]), str(args[1])) for args in rows)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.decision.code


# --- the list ---------------------------------------------------------------------------------------------------------


def test_it_lies_in_the_same_list_with_a_half_day_and_no_clock_time(world: World) -> None:
    with clock.frozen(NOON.replace(hour=9, minute=41)):
        row = asked(world)
    html = client_of(world, "slt").get(DESK).content.decode()
    entry = re.search(rf'<li id="m-{row.id}".*?</li>', html, re.DOTALL)
    assert entry
    assert "Anonymt spørsmål" in entry[0]
    assert "Ingen vet hvem som spør." in entry[0]
    assert "I dag, før kl. 12" in entry[0]
    # The limit is the desk's, and the end of a working day.
    assert re.findall(r"\d\d\.\d\d", entry[0]) == ["15.30"]
    assert letters() == []
    assert f"{DESK}?enhet={row.unit_id}&amp;vis=anonymous" in html
    listed = f'<li id="m-{row.id}"'
    assert listed in client_of(world, "slt").get(f"{DESK}?vis=anonymous").content.decode()
    assert listed not in client_of(world, "slt").get(f"{DESK}?vis=report").content.decode()


def test_min_side_counts_it_as_anything_else(world: World) -> None:
    row = asked(world)
    looking = Looking(world.standing("slt"), world.areas["asker-baerum"], world.accounts["slt"], strong=True)
    assert any("1 venter på å bli lest i mottaket" in one.title for one in waiting(looking))
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt_colleague"))
    assert not any("i mottaket" in one.title for one in waiting(looking))
    desk_actions.give(arrival=row.id, to=world.accounts["slt"].id, instead_of=None, by=world.standing("slt_colleague"))
    assert any("Du har 1 å følge opp i mottaket" in one.title for one in waiting(looking))


def test_a_question_of_a_hidden_unit_says_that_it_is_from_an_employee_and_no_more(world: World) -> None:
    row = reported(world, kind=ArrivalKind.QUESTION, alias="Furu 31")
    Arrival.objects.filter(id=row.id).update(hides_sender=True)
    client = client_of(world, "slt")
    pages = [client.get(DESK), client.get(f"{DESK}{row.id}/")]
    read(world, row)
    pages += [client.get(f"{DESK}{row.id}/{page}") for page in ("", "svar/", "gi/", "avslutt/", "inhabil/")]
    for page in pages:
        html = page.content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert page.status_code == 200
        assert "Solvang" not in main
        assert "Furu 31" not in main
        # The edition's own texts speak of schools to everybody.
        assert "Fra skole" not in re.sub(r"<select.*?</select>", "", main, flags=re.DOTALL)
    assert "Fra en ansatt i kommunen." in pages[0].content.decode()
    assert "Spørsmål fra en ansatt (uten navn)" in pages[0].content.decode()
    assert "Svaret går til den som spurte. Skriv uten navn" in pages[3].content.decode()


def test_a_question_of_a_unit_that_shows_itself_is_answered_through_the_gate(world: World) -> None:
    row = read(world, reported(world, kind=ArrivalKind.QUESTION))
    client = client_of(world, "slt")
    html = client.get(f"{DESK}{row.id}/svar/").content.decode()
    assert "Svaret går til den som spurte, i Solvang skole." in html
    came = send(client, f"{DESK}{row.id}/svar/", text=SAID, seen="", attested=["0", "1"])
    assert came.status_code == 302
    assert "får e-post om at noe venter" in client.get(f"{DESK}{row.id}/").content.decode()


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_conversation_stands_in_its_order_with_how_they_would_like_to_go_on(world: World) -> None:
    row = read(world, asked(world))
    answered(world, row)
    replied(world, "Ring meg på jobben.", number=2, wish=Wish.CALL, contact="40 00 00 09, etter fire")
    client = client_of(world, "slt")
    assert "Ring meg på jobben." not in client.get(f"{DESK}{row.id}/").content.decode()
    read(world, row)
    html = client.get(f"{DESK}{row.id}/").content.decode()
    places = [html.index(words) for words in (WORRIED, SAID, "Ring meg på jobben.", "Vil helst bli ringt.")]
    assert places == sorted(places)
    assert "40 00 00 09, etter fire" in html
    assert "Svar, skrevet av slt" in html
    assert "Meldingen sier ikke hvem det gjelder" not in html
    assert "Bare den som spør, kan gjøre dette om til en bekymringsmelding." in html


def test_a_text_with_marks_of_its_own_is_shown_as_text(world: World) -> None:
    row = read(world, asked(world, "<script>alert(1)</script>\n\u202e\u0634\u0643\u0631\u0627"))
    html = client_of(world, "slt").get(f"{DESK}{row.id}/").content.decode()
    assert "&lt;script&gt;" in html
    assert 'dir="auto"><p>&lt;script&gt;' in html


def test_a_picture_is_opened_when_somebody_asks_for_it_and_not_before(world: World) -> None:
    row = asked(world, pictures=(("image/png", PIXEL), ("image/png", PIXEL)))
    item = Item.objects.filter(dossier=row.dossier_id, kind="image").order_by("made_at", "id")[0]
    address = f"{DESK}{row.id}/bilde/{item.id}/"
    client = client_of(world, "slt")
    assert client.get(address).status_code == 302
    read(world, row)
    html = client.get(f"{DESK}{row.id}/").content.decode()
    assert html.count(f"{DESK}{row.id}/bilde/") == 2
    assert PIXEL not in html
    assert [event.about["values"] for event in AuditEvent.objects.filter(event="content_opened")] == ["1"]
    came = client.get(address)
    assert (came.status_code, came.headers["Content-Type"]) == (200, "image/png")
    assert came.headers["Content-Disposition"] == 'attachment; filename="bilde.png"'
    assert came.headers["X-Content-Type-Options"] == "nosniff"
    assert came.content.startswith(b"\x89PNG")
    assert AuditEvent.objects.filter(event="content_opened").count() == 2


def test_nothing_else_is_served_as_a_picture_and_to_nobody_else(world: World) -> None:
    row = asked(world, pictures=(("text/html", PIXEL),))
    read(world, row)
    text, wrong = (Item.objects.get(dossier=row.dossier_id, kind=kind) for kind in ("question", "image"))
    for item in (text.id, wrong.id, new_id()):
        assert client_of(world, "slt").get(f"{DESK}{row.id}/bilde/{item}/").status_code == 404
    assert client_of(world, "contact").get(f"{DESK}{row.id}/bilde/{wrong.id}/").status_code == 404
    other = reported(world)
    read(world, other)
    assert client_of(world, "slt").get(f"{DESK}{other.id}/bilde/{wrong.id}/").status_code == 404


def test_who_an_anonymous_report_is_about_stands_behind_a_step_up(world: World) -> None:
    row = asked(world)
    turned(world, Identity(name="Ola Testesen"))
    read(world, row)
    client = client_of(world, "slt")
    html = client.get(f"{DESK}{row.id}/").content.decode()
    assert "Anonym melding" in html
    assert "Jeg vil melde fra." in html
    assert "Ola Testesen" not in html
    assert "/inne/hvem/show_identity/" in client.get(f"{DESK}{row.id}/hvem/").url  # type: ignore[attr-defined]
    stepped_up(client, StepUp.SHOW_IDENTITY, row.id)
    assert "Ola Testesen" in client.get(f"{DESK}{row.id}/hvem/").content.decode()


def test_what_somebody_says_of_themselves_in_a_report_stands_at_the_desk_also_when_it_is_a_case(world: World) -> None:
    row = asked(world)
    turned(world, Identity(name="Ola Testesen"), contact="Kari <Mor>, 91 11 11 11")
    read(world, row)
    client = client_of(world, "slt")
    before = client.get(f"{DESK}{row.id}/").content.decode()
    desk_actions.accept(arrival=row.id, case_id=new_id(), by=world.standing("slt"))
    for html in (before, client.get(f"{DESK}{row.id}/").content.decode()):
        assert '<b>Skriver om seg selv:</b> <span dir="auto">Kari &lt;Mor&gt;, 91 11 11 11</span>' in html
        assert "Ingen vet hvem som melder, hvis de ikke skriver det selv." in html
    assert Arrival.objects.get(pk=row.id).status == Status.ACCEPTED


def test_an_anonymous_report_becomes_a_case_that_its_name_finds(world: World) -> None:
    row = asked(world)
    turned(world, Identity(name="Ola Testesen"))
    read(world, row)
    desk_actions.accept(arrival=row.id, case_id=new_id(), by=world.standing("slt"))
    assert AuditEvent.objects.filter(event="name_indexed").count() == 1
    assert compare() == []


# --- answering --------------------------------------------------------------------------------------------------------


def test_an_answer_is_there_for_the_asker_and_no_letter_goes_out(world: World) -> None:
    row = read(world, asked(world))
    client = client_of(world, "slt")
    assert "Ingen vet hvem som leser svaret." in client.get(f"{DESK}{row.id}/svar/").content.decode()
    key = new_id()
    for _ in range(2):
        assert send(client, f"{DESK}{row.id}/svar/", key=key, text=SAID, seen="").status_code == 302
    assert "Svaret ligger klart." in client.get(f"{DESK}{row.id}/").content.decode()
    talk = opened(world)
    assert [(word.by, word.text) for word in talk.words] == [(Side.ASKER, WORRIED), (Side.DESK, SAID)]
    assert (talk.row.last_by, talk.row.last_on) == (Side.DESK, clock.today())
    assert talk.ends_on is not None
    row.refresh_from_db()
    assert row.handler == world.accounts["slt"]
    assert AuditEvent.objects.filter(event="arrival_answered").count() == 1
    assert letters() == []
    assert compare() == []


def test_of_two_who_answer_at_once_the_later_is_told(world: World) -> None:
    row = read(world, asked(world))
    answered(world, row)
    with pytest.raises(Refused) as refused:
        answered(world, row, "slt_colleague", seen=None)
    assert code_of(refused) == "meanwhile"
    assert len(opened(world).words) == 2


def test_what_was_asked_meanwhile_is_read_before_it_is_answered(world: World) -> None:
    row = read(world, asked(world))
    replied(world, "En ting til.")
    came = send(client_of(world, "slt"), f"{DESK}{row.id}/svar/", text=SAID, seen="")
    assert came.status_code == 400
    assert SAID in came.content.decode()
    assert "Les den først." in came.content.decode()


def test_nobody_answers_an_asker_who_is_gone(world: World) -> None:
    row = read(world, asked(world))
    asking_actions.end(receipt=RECEIPT, area=world.areas["asker-baerum"], by=SOMEBODY)
    client = client_of(world, "slt")
    assert "Ingen kan lese et svar." in client.get(f"{DESK}{row.id}/").content.decode()
    assert "<textarea" not in client.get(f"{DESK}{row.id}/svar/").content.decode()
    came = send(client, f"{DESK}{row.id}/svar/", text=SAID, seen="")
    assert came.status_code == 400
    assert SAID in came.content.decode()
    assert not Item.objects.filter(kind="answer").exists()
    assert compare() == []


def test_when_the_asker_writes_again_it_lies_unread_and_unanswered(world: World) -> None:
    row = read(world, asked(world))
    answered(world, row)
    desk_actions.close(arrival=row.id, by=world.standing("slt"))
    assert compare() == []
    replied(world, "Takk. En ting til.", number=2)
    row.refresh_from_db()
    assert (row.status, row.answered_at, row.decided_at) == (Status.DELIVERED, None, None)
    assert compare() == []


def test_the_editions_own_words_are_put_in_to_be_looked_over_and_not_sent(world: World) -> None:
    row = read(world, asked(world, language="en"))
    client, address = client_of(world, "slt"), f"{DESK}{row.id}/svar/"
    html = client.get(address).content.decode()
    assert '<option value="advice/drofte-anonymt">Discuss it without saying who you are</option>' in html
    assert 'value="legal_bases/private"' in html
    assert 'value="legal_bases/prl-27-1"' not in html
    assert "leser siden på engelsk" in html
    key = new_id()
    came = send(client, address, key=key, text="Hello.", insert="1", saved="advice/drofte-anonymt", seen="")
    html = came.content.decode()
    assert came.status_code == 200
    assert "Hello.\n\nYou can also keep back who you are yourself." in html
    assert f'value="{key}"' in html
    assert not Item.objects.filter(kind="answer").exists()
    came = send(client, address, key=key, text="Hello.", insert="1", saved="", seen="")
    assert came.status_code == 400
    assert "Velg en tekst først." in came.content.decode()
    assert "Hello." in came.content.decode()
    assert "<title>Feil: " in came.content.decode()


# --- others at the desk -----------------------------------------------------------------------------------------------


def test_it_is_given_to_a_colleague_once_who_gets_a_letter(world: World) -> None:
    row = read(world, asked(world))
    client, colleague = client_of(world, "slt"), world.accounts["slt_colleague"]
    assert "slt_colleague" in client.get(f"{DESK}{row.id}/gi/").content.decode()
    # Sent twice, the colleague has it already, and is no longer one of those to choose.
    for status in (302, 400):
        came = send(client, f"{DESK}{row.id}/gi/", to=str(colleague.id), instead_of="")
        assert came.status_code == status
    row.refresh_from_db()
    assert row.handler == colleague
    assert letters() == [(Letter.WAITING, str(colleague.id))]
    given = AuditEvent.objects.get(event="arrival_given")
    assert given.about["account"] == str(colleague.id)
    assert compare() == []


def give(world: World, row: Arrival, to: str, *, instead_of: str | None = None) -> None:
    before = world.accounts[instead_of].id if instead_of else None
    desk_actions.give(arrival=row.id, to=world.accounts[to].id, instead_of=before, by=world.standing("slt"))


def test_it_is_given_to_nobody_who_does_not_receive_there_or_has_stepped_aside(world: World) -> None:
    row = read(world, asked(world))
    for name in ("contact", "teacher", "stranger", "slt"):
        with pytest.raises(Refused) as refused:
            give(world, row, name)
        assert code_of(refused) == "not_a_receiver"
    desk_actions.step_aside(arrival=row.id, by=world.standing("slt_colleague"))
    with pytest.raises(Refused) as refused:
        give(world, row, "slt_colleague")
    assert code_of(refused) == "not_a_receiver"
    html = client_of(world, "slt").get(f"{DESK}{row.id}/gi/").content.decode()
    assert "Ingen andre tar imot hos dere nå" in html
    assert letters() == []


def test_where_somebody_took_it_meanwhile_it_is_not_given_away_from_under_them(world: World) -> None:
    row = read(world, asked(world))
    desk_actions.handle(arrival=row.id, instead_of=None, by=world.standing("slt"))
    with pytest.raises(Refused) as refused:
        give(world, row, "slt_colleague")
    assert code_of(refused) == "meanwhile"
    give(world, row, "slt_colleague", instead_of="slt")
    give(world, row, "slt_colleague", instead_of="slt")
    assert AuditEvent.objects.filter(event="arrival_given").count() == 1


@pytest.mark.parametrize("kind", ["anonymous", "question"])
def test_whoever_steps_aside_sees_it_no_more(world: World, kind: str) -> None:
    row = asked(world) if kind == "anonymous" else reported(world, kind=ArrivalKind.QUESTION)
    read(world, row)
    client = client_of(world, "slt")
    assert send(client, f"{DESK}{row.id}/inhabil/").status_code == 302
    assert client.get(f"{DESK}{row.id}/").status_code == 404
    assert str(row.id) not in client.get(DESK).content.decode()
    assert "Har sagt seg inhabile" in client_of(world, "slt_colleague").get(f"{DESK}{row.id}/").content.decode()


@pytest.mark.parametrize("is_read", [True, False])
def test_an_asker_is_told_when_nobody_is_left_and_not_before(world: World, is_read: bool) -> None:
    row = asked(world)
    if is_read:
        read(world, row)
    desk_actions.step_aside(arrival=row.id, by=world.standing("slt_colleague"))
    assert len(opened(world).words) == 1
    desk_actions.step_aside(arrival=row.id, by=world.standing("slt"))
    talk = opened(world)
    assert [word.by for word in talk.words] == [Side.ASKER, Side.DESK]
    assert "ingen andre her tar imot akkurat nå. Ring" in talk.words[-1].text
    # It is no answer: their way in stays open, and theirs is the last word.
    assert (talk.row.last_by, talk.ends_on) == (Side.ASKER, None)
    row.refresh_from_db()
    assert row.answered_at is None
    assert letters() == []
    assert compare() == []


def test_of_an_employees_question_and_of_what_is_done_with_nobody_is_told(world: World) -> None:
    row = read(world, reported(world, kind=ArrivalKind.QUESTION))
    closed = read(world, asked(world))
    Arrival.objects.filter(pk=closed.pk).update(status=Status.CLOSED, decided_at=clock.now())
    for name in ("slt_colleague", "slt"):
        for one in (row, closed):
            desk_actions.step_aside(arrival=one.id, by=world.standing(name))
    assert not Item.objects.filter(kind="answer").exists()


def test_for_other_desks_there_is_nothing(world: World) -> None:
    row = read(world, asked(world))
    for name in ("contact", "intake"):
        for page in ("", "svar/", "gi/", "hvem/"):
            assert client_of(world, name).get(f"{DESK}{row.id}/{page}").status_code == 404
    assert Anonymous.objects.get(pk=row.dossier_id).last_by == Side.ASKER
