"""What a receipt opens on the pages: reading, replying, reporting and ending, and everything that opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from motvekt.audit.models import AuditCount
from motvekt.consultations import answer_views, asking_actions, derivation
from motvekt.consultations.kinds import Side
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import SILENCE, silence
from motvekt.consultations.receipts import spoken
from motvekt.dossiers.models import Item
from motvekt.guide import queries as editions
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Account
from motvekt.reports import desk_actions
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival
from tests.anonymous import answered
from tests.integration.consultations.asking import (
    ANSWER,
    DESK,
    PATH,
    asked,
    get,
    hidden,
    opened,
    page,
    post,
    receipt_in,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]

REPLY = "Takk. Kan dere møte meg?"


@pytest.fixture
def receipt() -> str:
    return asked()


def replied(shown: Any, steg: str = "svar", **about: Any) -> HttpResponse:
    said = {"text": REPLY, "wish": "write", "contact": "", "nummer": hidden(shown, "nummer"), **about}
    return step(shown, steg, path=ANSWER, **said)


def bare(response: HttpResponse, receipt: str) -> str:
    """A page without the receipt that was typed, which has to stand in it once."""
    assert page(response).count(spoken(receipt)) == 1
    return page(response).replace(spoken(receipt), "")


def arrival() -> Arrival:
    return Arrival.objects.get(kind__in=["anonymous", "anonymous_report"])


def answer(text: str = "Spør ham hva han mener.") -> None:
    row = Anonymous.objects.select_related("dossier", "unit").get()
    answered(row, by=organisations.standing(Account.objects.get(name="Eskil Berg"), row.area_id), text=text)


def test_wrong_foreign_ended_and_expired_receipts_get_the_same_words_and_status(receipt: str) -> None:
    wrong = opened("1234567890123456")
    far = opened(receipt, host="fjellvik.localhost")
    other = asked()
    asking_actions.end(receipt=other, area=Anonymous.objects.first().area, by=SOMEBODY)  # type: ignore[union-attr]
    ended = opened(other)
    Anonymous.objects.filter(over="").update(over="silence", over_on=clock.today(), finds=None)
    expired = opened(receipt)
    words = (
        "Kvitteringen åpner ingenting. Den kan være skrevet feil, gjelde en annen kommune, "
        "eller samtalen kan være slettet."
    )
    for response in (wrong, ended, expired):
        assert response.status_code == 400
        assert words in page(response)
    # Fjellvik's guide is in nynorsk.
    assert far.status_code == 400
    assert page(far).count("kvittering-feil") == page(wrong).count("kvittering-feil")
    same = {bare(response, one) for response, one in ((wrong, "1234567890123456"), (ended, other), (expired, receipt))}
    assert len(same) == 1
    here = Anonymous.objects.values_list("area", flat=True).distinct().get()
    # The fourth is counted where it was tried.
    assert AuditCount.objects.get(area=here, code="receipt_refused").number == 3


def test_what_is_no_receipt_is_told_of_and_kept_and_nothing_is_counted() -> None:
    for typed in ("", "1234", "O234 5678 9012 3456", "1234 5678 9012 34567", "<b>1234</b>", "1" * 16 + "." * 84 + "."):
        response = post(ANSWER, {"kvittering": typed, "steg": "les"})
        assert response.status_code == 400
        assert "Kvitteringen har 16 sifre." in page(response)
        assert f'value="{typed[:100]}"' in page(response)
    assert not AuditCount.objects.filter(code="receipt_refused").exists()


def test_a_receipt_is_read_as_people_type_it_and_stands_in_no_page_that_it_opens(receipt: str) -> None:
    written = spoken(receipt)
    for typed in (written, f"\u202e{written}", written.replace(" ", "-"), receipt.translate(_ARABIC)):
        shown = opened(typed)
        assert shown.status_code == 200
        assert receipt not in page(shown)
        assert written not in page(shown)
        assert shown["Cache-Control"] == "no-store"


_ARABIC = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}


def test_many_wrong_receipts_are_counted_or_sent_away_and_all_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    # However slow the machine is: none comes in beside the first.
    monkeypatch.setattr(derivation, "_pace", derivation.Pace(0.0, derivation.BURST))
    found = [opened(f"{number:016}") for number in range(60)]
    kinds = {(one.status_code, one.get("Retry-After")) for one in found}
    assert kinds == {(400, None), (503, "60")}
    tried = sum(one.status_code == 400 for one in found)
    assert AuditCount.objects.get(code="receipt_refused").number == tried == derivation.BURST
    assert len({bare(one, f"{number:016}") for number, one in enumerate(found) if one.status_code == 400}) == 1
    assert "Prøv igjen" in page(found[-1])
    assert hidden(found[-1], "kvittering") == f"{59:016}"


def test_the_page_for_wrong_receipts_is_made_once_a_minute_and_has_nothing_of_whoever_got_it_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    number = answer_views._number

    def counted(request: Any, *args: Any, **about: Any) -> HttpResponse:
        made.append(request.path)
        return number(request, *args, **about)

    monkeypatch.setattr(answer_views, "_number", counted)
    monkeypatch.setattr(derivation, "_pace", derivation.Pace(0.0, 100.0))
    with_text = post(ANSWER, {"kvittering": "0" * 16, "steg": "les", "text": REPLY})
    assert hidden(with_text, "text") == REPLY
    assert hidden(post(ANSWER, {"kvittering": "0" * 16, "name": "Ola"}), "name") == "Ola"
    first, second = opened("0" * 16), opened("<1234-5678-1234-5678>")
    assert first.headers == second.headers
    assert first.headers.keys() == with_text.headers.keys()
    assert bare(first, "0" * 16) == bare(second, "1234567812345678")
    assert REPLY not in page(first)
    assert "Ola" not in page(first)
    assert made == [ANSWER] * 3
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        opened("1" * 16)
    nynorsk = post(f"/nn{ANSWER}", {"kvittering": "1" * 16, "steg": "les"})
    assert '<html lang="nn"' in page(nynorsk)
    # What is no receipt at all has a page of its own, and its signs mean nothing there.
    for typed in ('"><script>x</script>', "1234 & co", "1234 & co"):
        written = opened(typed).content.decode()
        assert f'value="{escape(typed)}"' in written
        assert written.count("<script") == first.content.count(b"<script")
    assert made == [ANSWER] * 4 + [f"/nn{ANSWER}", ANSWER]


def test_a_wrong_receipt_asks_the_database_whether_it_finds_something_and_counts_it_and_no_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    opened("0" * 16)
    # On PostgreSQL the area is named too; it is left as well where, unlike here, none was named before.
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 2):
        assert opened("1" * 16).status_code == 400


def test_the_answer_is_read_and_the_page_says_when_it_closes_but_never_while_they_wait(receipt: str) -> None:
    waiting = page(opened(receipt))
    assert "Ingen har lest det siste du skrev ennå. Svar senest torsdag 26. november 2026." in waiting
    assert "Den lukkes ikke mens du venter på svar." in waiting
    assert "Samtalen lukkes" not in waiting
    answer()
    shown = opened(receipt)
    assert "Spør ham hva han mener." in page(shown)
    assert "Samtalen lukkes 22. februar 2027 hvis ingen skriver." in page(shown)
    assert page(shown).index("stygge ting") < page(shown).index("Spør ham hva")
    assert "24. november 2026" in page(shown)
    replied(shown)
    assert "Den lukkes ikke mens du venter på svar." in page(opened(receipt))


def test_how_long_it_lasts_is_what_the_edition_promised_when_it_began(
    receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Anonymous.objects.select_related("dossier__area", "unit").get()
    assert silence(row) == SILENCE == timedelta(days=90)
    guide = editions.of_edition("asker-baerum", row.dossier.edition_id)
    changed = guide.model_copy(update={"desks": [desk.model_copy(update={"silence": 30}) for desk in guide.desks]})
    monkeypatch.setattr("motvekt.consultations.queries.of_edition", lambda area, edition: changed)
    Anonymous.objects.update(last_by=Side.DESK)
    assert "Samtalen lukkes 24. desember 2026 hvis ingen skriver." in page(opened(receipt))


def test_a_reply_is_looked_over_changed_and_sent_once_and_wakes_the_desk(receipt: str) -> None:
    answer()
    shown = opened(receipt)
    over = replied(shown, "se-over", wish="meeting", contact="Kafeen på torget, fredag")
    assert "Kafeen på torget, fredag" in page(over)
    changed = replied(over, "endre", wish="meeting", contact="Kafeen på torget, fredag")
    assert REPLY in page(changed)
    sent = [replied(over, wish="meeting", contact="Kafeen på torget, fredag") for _ in range(2)]
    assert [one.status_code for one in sent] == [200, 200]
    assert "Det du skrev, er sendt." in page(sent[0])
    assert Item.objects.filter(kind="question").count() == 2
    assert (Anonymous.objects.get().wish, arrival().status) == ("meeting", Status.DELIVERED)
    # The next is another one.
    replied(sent[1], text="Og en ting til.")
    assert Item.objects.filter(kind="question").count() == 3
    assert page(opened(receipt)).count('data-fra="asker"') == 3


def test_what_is_wrong_with_a_reply_is_said_and_the_text_is_kept(receipt: str) -> None:
    shown = opened(receipt)
    for about, words in (
        ({"text": ""}, "Skriv med noen få ord"),
        ({"text": "x" * 20_001}, "på 20000 tegn. Nå er den på 20001"),
        ({"wish": "call"}, "Skriv hvor og når"),
        ({"nummer": "-1", "wish": ""}, "Velg hvordan"),
    ):
        for steg in ("se-over", "svar"):
            response = replied(shown, steg, **about)
            assert response.status_code == 400
            assert words in page(response)
            assert about.get("text", REPLY) in page(response)
    assert Item.objects.filter(kind="question").count() == 1


def test_somebody_who_writes_the_minute_before_it_closes_is_heard_and_after_it_gets_their_words_back(
    receipt: str,
) -> None:
    answer()
    shown = opened(receipt)
    with clock.frozen(clock.now() + timedelta(days=10)):
        assert "Det du skrev, er sendt." in page(replied(shown))
    answer("Igjen.")
    shown = opened(receipt)
    Anonymous.objects.update(over="silence", over_on=clock.today(), finds=None)
    late = replied(shown)
    assert late.status_code == 400
    assert "Kvitteringen åpner ingenting." in page(late)
    assert "Det du skrev, er ikke sendt" in page(late)
    assert REPLY in page(late)
    with clock.frozen(clock.now() + timedelta(days=30)):
        old = replied(shown)
    assert "Skriv kvitteringen på nytt" in page(old)
    assert REPLY in page(old)


def test_whatever_was_written_for_a_report_is_given_back_and_waits_where_the_talk_is_opened_anew(receipt: str) -> None:
    shown = opened(receipt)
    told = {"text": "Snakk med ham.", "name": "Ola Testesen", "born": "14.03.2010", "reached": "Solvang"}
    told["contact"] = "Mor"
    with clock.frozen(clock.now() + timedelta(days=30)):
        for steg in ("meld-se-over", "meld-send"):
            late = step(shown, steg, path=ANSWER, **told, nummer="1")
            assert late.status_code == 400
            assert re.findall(r'<dd class="mv-skrevet" dir="auto">(.*?)<', page(late)) == list(told.values())
            assert {name: hidden(late, name) for name in told} == told
        # It may be typed wrong on the way, and nobody else gets it.
        wrong = post(ANSWER, {"kvittering": "1" * 16, "steg": "les", **told})
        assert {name: hidden(wrong, name) for name in told} == told
        assert "Ola Testesen" not in page(opened("1" * 16))
        talk = post(ANSWER, {"kvittering": receipt, "steg": "les", **told})
        about = {name: hidden(talk, name) for name in told}
        form = step(talk, "meld", path=ANSWER, **about, nummer=hidden(talk, "nummer"))
        back = step(form, "vis", path=ANSWER, **told)
    assert about == told == {name: hidden(back, name) for name in told}
    assert "Det du skrev til bekymringsmeldingen, er ikke sendt." in page(talk)
    # It is no reply: that field is empty.
    assert re.search(r"<textarea[^>]*>\s*</textarea>", page(talk))
    assert 'value="Ola Testesen"' in page(form)
    assert 'value="14.03.2010"' in page(form)
    assert Item.objects.filter(kind="identity").count() == 0


def test_where_somebody_wants_to_be_called_is_given_back_too(receipt: str) -> None:
    shown = opened(receipt)
    Anonymous.objects.update(over="silence", over_on=clock.today(), finds=None)
    late = replied(shown, wish="call", contact="900 00 000 etter fire")
    assert (hidden(late, "wish"), hidden(late, "contact")) == ("call", "900 00 000 etter fire")
    assert '<dd class="mv-skrevet" dir="auto">900 00 000 etter fire</dd>' in page(late)
    assert "<dd>Ring meg</dd>" in page(late)
    assert "900 00 000" not in page(opened(receipt))
    # It goes along to a new question, whose receipt is shown first.
    anew = post(PATH, {"text": REPLY, "wish": "call", "contact": "900 00 000", "kvittering": "", "steg": "nytt"})
    assert anew.status_code == 200
    assert "Noe må rettes" not in page(anew)
    shown = step(anew, "kvittering", mottak=DESK, text=hidden(anew, "text"), wish="call", contact="900 00 000")
    assert len(receipt_in(shown)) == 16
    assert REPLY in page(step(shown, "skriv", text=hidden(shown, "text"), wish="call", contact="900 00 000"))


def test_what_was_typed_goes_along_to_a_report_and_back_and_past_the_question_whether_to_delete(receipt: str) -> None:
    shown = opened(receipt)
    typed = {"text": REPLY, "wish": "call", "contact": "900 00 000"}
    form = step(shown, "meld", path=ANSWER, **typed)
    assert REPLY in page(form)
    # Where they want to be called is not who they are.
    assert "900 00 000" not in page(form)
    deleting = step(shown, "slett", path=ANSWER, **typed)
    assert {name: hidden(deleting, name) for name in typed} == typed
    kept = step(deleting, "vis", path=ANSWER, **typed)
    assert REPLY in page(kept)
    assert 'value="900 00 000"' in page(kept)
    for name in ("meld", "slett"):
        assert f'form="skjema" name="steg" value="{name}"' in page(shown)


def test_where_the_only_reader_steps_aside_they_are_told_and_promised_nothing(receipt: str) -> None:
    assert "Svar senest" in page(opened(receipt))
    row = Anonymous.objects.get()
    by = organisations.standing(Account.objects.get(name="Eskil Berg"), row.area_id)
    desk_actions.step_aside(arrival=arrival().id, by=by)
    shown = opened(receipt)
    # Writing more promises nothing either, until somebody answers.
    for talk in (shown, replied(shown), opened(receipt)):
        assert "Noen ved mottaket har sluttet å lese dette." in page(talk)
        assert "er for nær til å lese dette" in page(talk)
        assert "Haster det, så ring</h2>" in page(talk)
        assert "Svar senest" not in page(talk)


def test_nobody_is_promised_an_answer_that_the_desk_has_put_away(receipt: str) -> None:
    reader, now = Account.objects.get(name="Eskil Berg"), clock.now()
    Arrival.objects.update(status=Status.CLOSED, reader=reader, read_at=now, decided_at=now)
    shown = opened(receipt)
    assert "avsluttet uten å svare" in page(shown)
    assert "Svar senest" not in page(shown)
    # Whoever writes more lies unread there again.
    again = replied(shown)
    assert "Ingen har lest det siste du skrev ennå. Svar senest" in page(again)


def test_it_becomes_a_report_with_whom_it_is_about_only_where_they_say_so(receipt: str) -> None:
    shown = opened(receipt)
    form = step(shown, "meld", path=ANSWER, nummer=hidden(shown, "nummer"))
    assert "Det kan ikke gjøres om igjen." in page(form)
    told = {"text": "Snakk med ham.", "name": "Ola Testesen", "born": "14.03.2010", "reached": "", "contact": ""}
    number = {"nummer": hidden(form, "nummer")}
    for wrong, words in (
        ({"text": ""}, "Skriv hva du vil melde fra om."),
        ({"born": "31.02.2010"}, "Skriv datoen som dag, måned og år"),
        ({"name": ""}, "Skriv hvem det gjelder, eller ta bort"),
        ({"born": "14.03.2030"}, "Datoen har ikke vært ennå."),
    ):
        response = step(form, "meld-se-over", path=ANSWER, **{**told, **wrong, **number})
        assert response.status_code == 400
        assert words in page(response)
    over = step(form, "meld-se-over", path=ANSWER, **told, **number)
    assert "Ola Testesen, født 14. mars 2010" in page(over)
    assert "Ola Testesen" in page(step(over, "meld-endre", path=ANSWER, **told, **number))
    assert not Item.objects.filter(kind="identity").exists()
    for _ in range(2):
        assert "Bekymringsmeldingen er sendt." in page(step(over, "meld-send", path=ANSWER, **told, **number))
    assert Item.objects.filter(kind="identity").count() == 1
    assert (arrival().kind, arrival().status) == (ArrivalKind.ANONYMOUS_REPORT, Status.DELIVERED)
    after = opened(receipt)
    assert "Gjør om til bekymringsmelding" not in page(after)
    again = step(after, "meld-send", path=ANSWER, **told, nummer=hidden(after, "nummer"))
    assert again.status_code == 409
    assert "Dette er alt gjort om til en bekymringsmelding." in page(again)


def test_a_report_about_nobody_has_no_identity(receipt: str) -> None:
    shown = opened(receipt)
    told = {"text": "Se til klubben.", "name": "", "born": "", "reached": "", "contact": "Mor til en gutt der"}
    assert "Det sier du ikke" in page(step(shown, "meld-se-over", path=ANSWER, **told, nummer="1"))
    step(shown, "meld-send", path=ANSWER, **told, nummer="1")
    assert arrival().kind == ArrivalKind.ANONYMOUS_REPORT
    assert not Item.objects.filter(kind="identity").exists()
    assert "Mor til en gutt der" in page(opened(receipt))


def test_where_the_desk_has_decided_they_are_told_and_can_ask_anew_and_keep_their_words(receipt: str) -> None:
    shown = opened(receipt)
    reader, now = Account.objects.get(name="Eskil Berg"), clock.now()
    decided = {"status": Status.ACCEPTED, "reader": reader, "read_at": now, "decided_at": now}
    Arrival.objects.update(kind=ArrivalKind.ANONYMOUS_REPORT, **decided)
    refused = replied(shown)
    assert refused.status_code == 409
    for words in ("Mottaket har avsluttet dette", REPLY, "Ta det med til et nytt spørsmål"):
        assert words in page(refused)
    talk = page(opened(receipt))
    assert "Spør på nytt" in talk
    assert 'name="text"' not in talk
    assert Item.objects.filter(kind="question").count() == 1


def test_it_is_deleted_after_a_warning_once_and_what_the_desk_has_stays(receipt: str) -> None:
    shown = opened(receipt)
    warned = step(shown, "slett", path=ANSWER)
    assert "Mottaket beholder det de har fått" in page(warned)
    assert opened(receipt).status_code == 200
    for _ in range(2):
        gone = step(warned, "slett-ja", path=ANSWER)
        assert (gone.status_code, gone["Location"]) == (303, "/droft/svar/slettet/")
    assert "Samtalen er slettet" in get("/droft/svar/slettet/")
    assert opened(receipt).status_code == 400
    assert Item.objects.filter(kind="question").count() == 1
    assert Anonymous.objects.get().over == "deleted"


def test_where_too_many_ask_all_that_was_written_goes_on_with_the_page(
    receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened(receipt)

    def busy(*args: object) -> None:
        raise Refused(derivation.BUSY)

    with monkeypatch.context() as patched:
        patched.setattr(derivation, "derive", busy)
        response = replied(shown)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert (hidden(response, "text"), hidden(response, "gjelder")) == (REPLY, "svar")
    assert '<button class="ds-button" type="submit" name="steg" value="svar">' in page(response)
    assert "Ring i stedet" in page(response)
    assert "tel:116111" in page(response)
    # In another language it is the same page, in whichever order its languages' buttons stand, and nothing is sent.
    about = {name: hidden(response, name) for name in ("segl", "text", "wish", "nummer", "gjelder")}
    english = post(f"/en{ANSWER}", {**about, "steg": "vis-igjen"})
    assert (english.status_code, "Try again" in page(english)) == (503, True)
    assert {name: hidden(english, name) for name in about} == about
    assert Item.objects.filter(kind="question").count() == 1
    assert "Det du skrev, er sendt." in page(post(ANSWER, {**about, "steg": "svar"}))


def test_a_text_that_is_given_back_goes_along_into_another_language_and_no_receipt_is_tried(receipt: str) -> None:
    refused = post(ANSWER, {"kvittering": "1" * 16, "steg": "les", "text": REPLY})
    assert AuditCount.objects.get(code="receipt_refused").number == 1
    assert 'name="steg" value="vis-kvittering"' in page(refused)
    nynorsk = post(f"/nn{ANSWER}", {"kvittering": "1" * 16, "text": REPLY, "steg": "vis-kvittering"})
    assert nynorsk.status_code == 200
    assert hidden(nynorsk, "text") == REPLY
    assert 'value="1111111111111111"' in page(nynorsk)
    assert AuditCount.objects.get(code="receipt_refused").number == 1


def test_looking_at_the_page_opens_nothing_and_no_cookie_is_set(receipt: str) -> None:
    client = Client(headers={"host": "localhost"})
    assert client.head(ANSWER).status_code == 200
    shown = page(client.get(f"{ANSWER}?kvittering={receipt}"))
    assert receipt not in shown
    assert "stygge ting" not in shown
    assert not client.cookies
    assert "Les svaret" in shown or "Les svaret" in get("/nn/droft/svar/")
