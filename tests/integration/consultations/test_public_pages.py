"""The pages of asking anonymously: every step of it, every fault, and nothing left behind."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from motvekt.audit.models import AuditCount, AuditEvent
from motvekt.consultations import asking_views, derivation, receipts, who_reads
from motvekt.consultations.asking_forms import LONGEST
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.models import Dossier, Item
from motvekt.guide.editions import read, write
from motvekt.guide.queries import of_edition
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Membership, Unit
from motvekt.organisations.sessions import SessionStore
from motvekt.reports.models import Arrival
from motvekt.vault.models import DeskPair
from tests.conftest import SUNDAY_NIGHT
from tests.integration.consultations.asking import (
    DESK,
    PATH,
    TEXT,
    asked,
    at_look_over,
    at_receipt,
    get,
    hidden,
    opened,
    page,
    post,
    receipt_in,
    step,
)
from tests.people import unit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]

STRANGERS = (None, "null", "https://ond.example", "http://localhost.ond.example", "http://localhost:81")


def asker() -> Unit:
    return unit_of("asker-baerum", "slt-asker")


def test_the_first_page_says_who_reads_how_many_by_when_and_what_it_is_not() -> None:
    text = get()
    for words in (
        "SLT-koordinator i Asker",
        "SLT-koordinator i Bærum",
        "Politiets radikaliseringskontakter".replace("ringsk", "rings\xadk"),
        "Én person leser det som kommer dit. Svar senest torsdag 26. november 2026.",
        "Kjenner du noen her? Velg en annen.",
        "Dette oppfyller ikke meldeplikten din",
        "Nettverket du bruker, kan se at du har vært her.",
        "tel:112",
        "tel:116111",
    ):
        assert words in text
    assert "Ingen leser dette" not in text


def test_late_on_a_sunday_it_says_that_nobody_reads_and_whom_to_call() -> None:
    with clock.frozen(SUNDAY_NIGHT):
        text = get()
        shown = page(at_receipt())
    assert "Ingen leser dette i natt. Noen er på jobb igjen mandag 23. november 2026." in re.sub(r"<[^>]+> ?", "", text)
    assert "tel:116111" in text
    assert "Senest tirsdag 24. november 2026" in shown


def test_a_desk_is_offered_where_the_edition_says_so_somebody_reads_and_it_has_keys() -> None:
    def found() -> list[str]:
        who_reads.forget()
        return re.findall(r'name="mottak" id="[^"]*" value="([^"]*)"', get())

    assert found() == [DESK, "mottak-slt-baerum", "mottak-radikaliseringskontakter"]
    DeskPair.objects.filter(unit=asker().id).delete()
    assert found() == ["mottak-slt-baerum", "mottak-radikaliseringskontakter"]
    Membership.objects.filter(unit__desk="mottak-slt-baerum").update(ended_at=clock.now())
    assert found() == ["mottak-radikaliseringskontakter"]
    Unit.objects.filter(desk="mottak-radikaliseringskontakter").update(desk="")
    who_reads.forget()
    text = get()
    assert "Her tar ingen imot anonyme spørsmål nå." in text
    assert "<form" not in text.partition("<main")[2].partition("</main")[0]
    assert "tel:116111" in text


def test_the_edition_says_who_takes_them_and_for_how_long_and_earlier_ones_say_no_and_ninety_days() -> None:
    guide = of_edition("asker-baerum", Anonymous.objects.get(dossier=_row().pk).dossier.edition_id)
    assert next(desk.id for desk in guide.desks if desk.anonymous) == DESK
    earlier = re.sub(r'"anonymous":(true|false),|"silence":\d+,', "", write(guide))
    assert 'anonymous":' not in earlier
    assert {(desk.anonymous, desk.silence) for desk in read(earlier).desks} == {(False, 90)}


def _row() -> Anonymous:
    asked()
    return Anonymous.objects.get()


def test_a_question_goes_from_the_receipt_to_the_desk_and_opens_with_the_number() -> None:
    shown = at_receipt()
    receipt = receipt_in(shown)
    assert receipts.typed(receipt) == receipt
    over = step(step(shown, "skriv"), "se-over", text=TEXT, wish="call", contact="22 33 44 55, etter 20")
    text = page(over)
    assert "Sønnen min sier stygge ting om andre. Hva gjør jeg?" in text
    assert "22 33 44 55, etter 20" in text
    sent = step(over, "send", text=TEXT, wish="call", contact="22 33 44 55, etter 20")
    assert sent.status_code == 303
    row = Anonymous.objects.get()
    assert (row.unit, row.wish, row.language) == (asker(), "call", "nb")
    talk = page(opened(receipt))
    assert "Sønnen min sier stygge ting om andre." in talk
    assert "Ingen har lest det siste du skrev ennå." in talk


def test_the_page_afterwards_says_what_happens_next_and_its_address_says_nothing() -> None:
    shown = at_receipt()
    receipt = receipt_in(shown)
    address = step(shown, "send", text=TEXT, wish="write")["Location"]
    assert receipt not in address
    after = Client(headers={"host": "localhost"}).get(address)
    text = page(after)
    assert after["Cache-Control"] == "no-store"
    assert "SLT-koordinator i Asker svarer deg senest torsdag 26. november 2026." in re.sub(r"<[^>]+>", "", text)
    assert receipt not in re.sub(r"\D", "", text)
    assert not any(said in text for said in ("stygge ting", str(Anonymous.objects.get().pk)))
    other = Client(headers={"host": "fjellvik.localhost"})
    assert other.get(address).status_code == 404
    # What stands in an address is no receipt, and what a form carries is no address.
    assert post(PATH, {"segl": address.split("/")[-2], "steg": "skriv", "mottak": DESK}).status_code == 400
    assert Client(headers={"host": "localhost"}).get(f"{PATH}sendt/{hidden(shown, 'segl')}/").status_code == 404
    with clock.frozen(clock.now() + timedelta(days=2)):
        again = page(Client(headers={"host": "localhost"}).get(address))
    assert "senest torsdag 26. november 2026." in again


def test_no_page_sets_a_cookie_or_begins_a_session_and_nothing_is_stored_before_it_is_sent() -> None:
    client = Client(headers={"host": "localhost"})
    first = client.get(PATH)
    over = at_look_over()
    pages = [first, at_receipt(), over, at_look_over(text="")]
    assert not Dossier.objects.filter(kind="anonymous_consultation").exists()
    sent = step(over, "send", text=TEXT, wish="write")
    pages += [sent, opened("1234123412341234")]
    assert [one.status_code for one in pages] == [200, 200, 200, 400, 303, 400]
    assert not any("Set-Cookie" in one.headers or one.cookies for one in pages)
    assert not SessionStore.get_model_class().objects.exists()
    assert {one["Cache-Control"] for one in pages if one.status_code != 303} == {"no-store"}
    assert {one["Referrer-Policy"] for one in pages} == {"same-origin"}
    text = page(at_receipt()) + page(step(at_receipt(), "skriv"))
    assert 'autocomplete="off"' in text
    assert 'spellcheck="false"' in text


def test_a_form_of_another_site_does_nothing() -> None:
    about = {"segl": hidden(at_receipt(), "segl"), "text": TEXT, "wish": "write", "steg": "send"}
    for path in (PATH, "/droft/svar/"):
        assert {post(path, about, origin=origin).status_code for origin in STRANGERS} == {403}
    assert not Anonymous.objects.exists()


def test_looking_at_it_changes_nothing_and_the_address_chooses_nothing() -> None:
    client = Client(headers={"host": "localhost"})
    assert client.head(PATH).status_code == 200
    odd = page(client.get(f"{PATH}?mottak={DESK}&text=Hemmelig&steg=send"))
    assert "Hemmelig" not in odd
    assert " checked" not in odd
    assert not Anonymous.objects.exists()


def test_sent_twice_it_is_one_also_after_going_back_and_the_first_words_stand() -> None:
    over = at_look_over()
    first, again = (step(over, "send", text=text, wish="write") for text in (TEXT, "Noe annet."))
    assert (first.status_code, again.status_code) == (303, 303)
    assert Arrival.objects.filter(kind="anonymous").count() == Anonymous.objects.count() == 1
    assert Item.objects.filter(kind="question").count() == 1


def test_a_line_that_is_cut_between_the_commit_and_the_page_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = at_receipt()
    with monkeypatch.context() as cut:

        def gone(*args: object, **kwargs: object) -> None:
            raise BrokenPipeError

        cut.setattr(asking_views, "HttpResponseRedirect", gone)
        with pytest.raises(BrokenPipeError):
            step(shown, "send", text=TEXT, wish="write")
    assert "Sønnen min sier" in page(opened(receipt_in(shown)))


def test_the_receipt_stays_the_same_through_every_change() -> None:
    shown = at_receipt()
    receipt = receipt_in(shown)
    written = step(shown, "skriv")
    back = step(step(step(written, "se-over", text=TEXT, wish="write"), "velg", text=TEXT, wish="write"), "kvittering")
    assert receipt_in(back) == receipt
    other = step(back, "se-over", text=TEXT, wish="write", mottak="mottak-slt-baerum")
    assert "SLT-koordinator i Bærum" in page(other)
    step(other, "send", text=TEXT, wish="write")
    assert Anonymous.objects.get().unit.desk == "mottak-slt-baerum"
    assert "Sønnen min" in page(opened(receipt))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing to read": ({"text": " \n "}, "Skriv med noen få ord"),
    "no choice of how to go on": ({"wish": ""}, "Velg hvordan du vil ha svaret."),
    "another choice": ({"wish": "fax"}, "Velg en av dem som står der."),
    "a call without a number": ({"wish": "call"}, "Skriv hvor og når"),
    "a meeting without a place": ({"wish": "meeting"}, "Skriv hvor og når"),
    "too long": ({"text": "å" * (LONGEST + 1)}, f"på {LONGEST} tegn. Nå er den på {LONGEST + 1}"),
    "two hundred pages": ({"text": "Side på side. " * 40_000}, "tegn. Nå er den på 559"),
    "a line too long": ({"wish": "call", "contact": "5" * 301}, "plass til 300 tegn"),
    "a sign that is none": ({"text": "Noe\x00annet"}, "tegn som ikke kan lagres"),
}


def test_what_is_wrong_is_said_and_what_was_typed_is_kept() -> None:
    shown = at_receipt()
    for what, (changes, words) in WRONG.items():
        said = {"text": TEXT, "wish": "write", "contact": "", **changes}
        for steg in ("se-over", "send"):
            response = step(shown, steg, **said)
            text = response.content.decode()
            assert response.status_code == 400, what
            assert words in page(response), what
            assert "<title>Feil:" in text
            for value in (said["text"], said["contact"]):
                assert value.strip().replace("\x00", "") in text.replace("\x00", ""), what
    assert not Anonymous.objects.exists()


def test_a_new_line_counts_for_one_however_the_browser_sends_it() -> None:
    text = "a\r\n" * (LONGEST // 2)
    assert at_look_over(text=text[:-2]).status_code == 200


def test_more_than_can_be_taken_is_said_in_words() -> None:
    response = step(at_receipt(), "se-over", text="ord " * 700_000, wish="write")
    assert response.status_code == 413
    assert "mer tekst enn det går an å sende" in page(response)


def test_a_national_id_is_pointed_out_before_it_is_sent_and_blocks_nothing() -> None:
    assert "Står det et fødselsnummer her?" not in page(at_look_over())
    over = at_look_over(text="Han er født 140310 12345.")
    assert "Står det et fødselsnummer her?" in page(over)
    assert step(over, "send", text="Han er født 140310 12345.", wish="write").status_code == 303


def test_signs_that_turn_the_text_stay_in_the_text() -> None:
    text = "\u202eSnudd\u202c og شكرا"
    over = at_look_over(text=text)
    assert f'<dd class="mv-skrevet" dir="auto">{text}</dd>' in page(over)
    receipt = asked(text=text)
    assert f'<p class="mv-skrevet" dir="auto">{text}</p>' in page(opened(receipt))


def test_a_desk_that_closes_meanwhile_is_told_the_text_kept_and_another_chosen() -> None:
    over = at_look_over()
    Unit.objects.filter(desk=DESK).update(desk="")
    who_reads.forget()
    for steg in ("se-over", "send"):
        response = step(over, steg, text=TEXT, wish="write")
        assert response.status_code == 409
        assert "tar ikke imot lenger" in page(response)
        assert hidden(response, "text").split() == TEXT.split()
    assert not Anonymous.objects.exists()
    over = step(
        step(over, "send", text=TEXT, wish="write"), "se-over", text=TEXT, wish="write", mottak="mottak-slt-baerum"
    )
    assert step(over, "send", text=TEXT, wish="write").status_code == 303


def test_a_desk_that_loses_its_keys_at_the_last_moment_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who_reads, "FRESH_SECONDS", 60.0)
    over = at_look_over()
    DeskPair.objects.filter(unit=asker().id).delete()
    response = step(over, "send", text=TEXT, wish="write")
    assert response.status_code == 409
    assert hidden(response, "text").split() == TEXT.split()


def test_a_page_that_is_too_old_or_changed_gives_a_new_receipt_and_keeps_the_text() -> None:
    over = at_look_over()
    token = hidden(over, "segl")
    for steg, segl in (("send", token[:-8] + "AAAAAAA="), ("send", "x"), ("skriv", "")):
        response = post(PATH, {"segl": segl, "steg": steg, "text": TEXT, "wish": "write"})
        assert response.status_code == 400
        assert "Siden har ligget for lenge" in page(response)
        assert hidden(response, "text").split() == TEXT.split()
    with clock.frozen(clock.now() + receipts.FORM_LASTS + timedelta(days=1)):
        assert step(over, "send", text=TEXT, wish="write").status_code == 400
    assert not Anonymous.objects.exists()
    assert (
        post(
            PATH,
            {"segl": token, "steg": "send", "text": TEXT},
            host="fjellvik.localhost",
            origin="http://fjellvik.localhost",
        ).status_code
        == 400
    )


def test_where_too_many_ask_the_page_says_so_and_the_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    over = at_look_over()

    def busy(*args: object) -> None:
        raise Refused(derivation.BUSY)

    monkeypatch.setattr(derivation, "derive", busy)
    response = step(over, "send", text=TEXT, wish="write")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Vent et minutt" in page(response)
    assert hidden(response, "text").split() == TEXT.split()


def test_it_is_in_every_language_and_the_language_is_kept() -> None:
    for path, words in (("/nn/droft/", "Drøft det anonymt"), ("/en/droft/", "anonymously")):
        text = get(path)
        assert words in text
        shown = post(path, {"segl": hidden(text, "segl"), "mottak": DESK, "steg": "kvittering"})
        about = {"segl": hidden(shown, "segl"), "text": TEXT, "wish": "write", "steg": "send"}
        assert post(path, about)["Location"].startswith(path)
    assert set(Anonymous.objects.values_list("language", flat=True)) == {"nn", "en"}
    sealed = hidden(get(), "segl")
    DeskPair.objects.all().delete()
    who_reads.forget()
    # Its guide is in nynorsk, and no desk has keys any more.
    far = get(host="fjellvik.localhost")
    assert "Her tek ingen imot anonyme spørsmål no." in far
    # The page has no form then, and its languages are links.
    closed = post(f"/en{PATH}", {"segl": sealed, "steg": "velg"}).content.decode()
    assert 'form="skjema"' not in closed
    assert 'href="/droft/" lang="nb"' in closed


def test_nothing_of_it_stands_in_the_tables_in_the_log_or_by_the_moment(capfd: pytest.CaptureFixture[str]) -> None:
    events = AuditEvent.objects.count()
    receipt = asked(text="Sønnen min heter Kasimir.", wish="call", contact="Kafé Kastanje")
    opened(receipt)
    assert AuditEvent.objects.count() == events
    assert {row.code: row.number for row in AuditCount.objects.filter(code__startswith="anonymous")} == {
        "anonymous_asked": 1
    }
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the tables' own names
            rows = repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor])
            assert not [said for said in ("Kasimir", "Kastanje", "127.0.0.1", receipt) if said in rows], table
    said = "".join(capfd.readouterr())
    assert not [word for word in ("Kasimir", receipt, "127.0.0.1") if word in said]


def test_the_public_part_needs_no_master_key(tmp_path: Path, settings: Settings) -> None:
    settings.MASTER_KEY = tmp_path / "there-is-none"
    receipt = asked()
    assert "Sønnen min" in page(opened(receipt))


def test_the_guide_leads_there_where_the_edition_says_so() -> None:
    for path in ("/", "/kontakter/", "/veileder/rad/drofte-anonymt/"):
        assert f'href="{PATH}"' in get(path), path
    assert f'href="{PATH}svar/"' in get()
