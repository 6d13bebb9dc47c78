"""The public pages over HTTP: what they show, their headers, and what odd requests get."""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

import brotli
import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client, override_settings

from motvekt.guide import actions, current, parts
from motvekt.guide.assistant import Advice, advance
from motvekt.guide.kinds import AgencyKind
from motvekt.guide.schema import Guide
from motvekt.kernel import clock
from tests.conftest import OPERATOR, SUNDAY_NIGHT, TUESDAY_MORNING
from tests.guides import PACKS, guide_of

pytestmark = pytest.mark.usefixtures("published", "tuesday_morning")

HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}
ADVICE = "/hva-gjor-jeg-na/?fare=nei&hvem=jobb&sak=bekymring&tjeneste=skole&trinn=start&trygg=nei"


def get(path: str, pack: str = "asker-baerum", **headers: str) -> HttpResponse:
    response = Client(headers={"host": HOSTS[pack], **headers}, raise_request_exception=False).get(path)
    assert isinstance(response, HttpResponse)
    return response


def text(response: HttpResponse) -> str:
    """The visible words of a page's main part."""
    main = response.text.split("<main", 1)[-1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def links(page: str, base: str) -> set[str]:
    found = {urljoin(base, unescape(href)) for href in re.findall(r'<a [^>]*?href="([^"]*)"', page)}
    return {href.split("#")[0] for href in found if href.startswith("/")}


NOT_THE_GUIDE = ("/nb/", "/nn/", "/en/", "/hva-", "/inne/")


@pytest.mark.once
@pytest.mark.parametrize("pack", PACKS)
def test_every_item_of_the_guide_is_reached_by_links_from_its_front_page(pack: str) -> None:
    waiting, seen, anchors = ["/veileder/"], {"/veileder/"}, set[str]()
    while waiting:
        path = waiting.pop()
        response = get(path, pack)
        assert response.status_code == 200, path
        anchors |= {f"{path}#{anchor}" for anchor in re.findall(r'\bid="([^"]+)"', response.text)}
        new = {link for link in links(response.text, path) if not link.startswith(NOT_THE_GUIDE)}
        waiting += sorted(new - seen)
        seen |= new
    for entry in parts.entries(guide_of(pack)):
        if entry.part == "contacts":
            assert f"/kontakter/#{entry.id}" in anchors, entry.ref
        elif entry.part != "pages":
            assert f"/veileder/{parts.BY_ID[entry.part].slug}/{entry.id}/" in seen, entry.ref
    assert {"/for-deg-det-gjelder/", "/personvern/", "/tilgjengelighet/", "/om/"} <= seen


def test_the_host_decides_whose_guide_is_shown() -> None:
    assert "Asker og Bærum" in get("/").text
    fjellvik = get("/", "fjellvik").text
    assert "Fjellvik" in fjellvik
    assert "Asker" not in fjellvik
    assert '<html lang="nn"' in fjellvik


def test_an_unknown_host_gets_the_default_areas_guide_and_a_broken_one_a_page_that_helps() -> None:
    assert Client(headers={"host": "127.0.0.1:8000"}).get("/").status_code == 200
    for host in ("a b", "<script>", "[::1", "x" * 300, ""):
        response = Client(headers={"host": host}, raise_request_exception=False).get("/")
        assert response.status_code in (400, 404), host
        assert "112" in response.text
        assert "Traceback" not in response.text


def test_without_a_default_area_an_unknown_host_is_told_so() -> None:
    from tests.installation import set_area

    set_area(slug="asker-baerum", hosts=["localhost"], default=False, by=OPERATOR)
    current.forget()
    response = Client(headers={"host": "ukjent.no"}).get("/")
    assert response.status_code == 404
    assert "Ingen veileder her" in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/finnes-ikke/", 404),
        ("/veileder/finnes-ikke/", 404),
        ("/veileder/begreper/finnes-ikke/", 404),
        ("/sider/finnes-ikke/", 404),
        ("/de/", 404),
        ("/hva-gjor-jeg-na/?fare=kanskje", 400),
        ("/hva-gjor-jeg-na/?fare=nei&hvem=jobb&sak=tull", 400),
        ("/hva-gjor-jeg-na/?fare=nei&kommune=andeby", 200),
        ("/hva-gjor-jeg-na/?fare=nei&x=" + "y" * 8000, 200),
        ("/hva-gjor-jeg-na/?" + "fare=nei&" * 500, 200),
        ("/hva-gjor-jeg-na/?%00=%00&fare=%FF", 400),
        ("/hva-gjor-jeg-na/ring/?hvem=tull", 200),
        ("/kontakter/?kommune=andeby", 200),
        ("/?kommune=%3Cscript%3E", 200),
        ("/veileder/?<script>alert(1)</script>", 200),
        ("/en/finnes-ikke/", 404),
    ],
)
def test_odd_addresses_get_a_helpful_page_with_the_right_status(path: str, status: int) -> None:
    response = get(path)
    assert response.status_code == status
    assert 'href="tel:112"' in response.text
    assert "Traceback" not in response.text
    assert "<script>alert" not in response.text
    assert response.headers["Content-Security-Policy"]


def test_danger_is_found_among_thousands_of_parameters() -> None:
    response = get("/hva-gjor-jeg-na/?fare=ja&" + "&".join(f"a{number}=1" for number in range(2000)))
    assert response.status_code == 200
    assert "Ring 112 nå" in response.text


def test_a_broken_page_says_that_the_mistake_is_ours_and_shows_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("en hemmelighet")

    monkeypatch.setattr("motvekt.guide.pages.part_page", broken)
    response = get("/veileder/begreper/")
    assert response.status_code == 500
    assert "Feilen er vår" in response.text
    assert "hemmelighet" not in response.text


def test_where_nothing_can_be_read_the_page_still_has_112_and_all_its_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise DatabaseError("hemmelig vert")

    monkeypatch.setattr("motvekt.organisations.queries.hosts", gone)
    response = get("/")
    assert response.status_code == 500
    assert 'href="tel:112"' in response.text
    assert "hemmelig" not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_danger_leads_to_112_even_when_the_rest_of_the_address_is_nonsense() -> None:
    response = get("/hva-gjor-jeg-na/?sak=tull&fare=ja&hvem=%FF")
    assert response.status_code == 200
    assert "Ring 112 nå" in response.text


def test_the_advice_names_step_responsible_contacts_law_writing_and_talking() -> None:
    shown = text(get(ADVICE))
    guide = guide_of("asker-baerum")
    assert guide.steps[0].headline["nb"] in shown
    for wanted in (
        "Ansvarlig:",
        "Hvem du kan ringe",
        "Dette kan du si",
        "Som trykt",
        "Gjelder nå",
        "Skriv det ned",
        "Spør åpent",
    ):
        assert wanted in shown
    assert "forvaltningsloven § 13 b" in shown
    assert "Spør juristen" in shown


@pytest.mark.once
@pytest.mark.parametrize("pack", PACKS)
def test_112_stands_in_every_advice_that_the_assistant_can_give(pack: str) -> None:
    guide = guide_of(pack)
    for answers in ends(guide):
        page = get(f"/hva-gjor-jeg-na/?{urlencode(answers)}", pack)
        assert page.status_code == 200
        assert 'href="tel:112"' in page.text.split("<main", 1)[1], answers


def ends(guide: Guide) -> Iterator[dict[str, str]]:
    """Answers that end in advice: every way, but with one school and one other service for all of them."""
    services = {service.kind: service.id for service in guide.services}
    kept = {services[AgencyKind.EDUCATION], services[AgencyKind.HEALTH_CARE]}
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        answers = waiting.pop()
        step = advance(guide, answers)
        if isinstance(step, Advice):
            yield answers
            continue
        options = [option for option in step.options if step.id != "tjeneste" or option in kept]
        waiting += [{**answers, step.id: option} for option in options]


def test_whoever_chose_a_municipality_on_the_front_page_keeps_it() -> None:
    assert "?hvem=jobb&amp;kommune=baerum" in get("/?kommune=baerum").text
    assert "Spørsmål 1 av 5" in get("/hva-gjor-jeg-na/?hvem=jobb&kommune=baerum").text


def test_child_welfare_is_first_on_the_list_to_call_where_it_may_be_unsafe_at_home() -> None:
    advice = get(ADVICE.replace("trygg=nei", "trygg=vet-ikke")).text
    assert "/hva-gjor-jeg-na/ring/?hvem=jobb&amp;trygg=hjemme" in advice
    shown = get("/hva-gjor-jeg-na/ring/?hvem=jobb&trygg=hjemme").text
    assert shown.index("Barnevernet i Asker") < shown.index("SLT-koordinator i Asker")


def test_contacts_that_are_open_now_come_first_and_closed_ones_say_when_they_open() -> None:
    with clock.frozen(SUNDAY_NIGHT):
        shown = get("/kontakter/", "fjellvik").text
    states = re.findall(r'data-apen="(ja|nei)"', shown)
    assert states == sorted(states)
    assert "Opnar i morgon kl. 08.00" in shown
    with clock.frozen(TUESDAY_MORNING):
        assert "Open no, til kl." in get("/kontakter/", "fjellvik").text


def test_hours_that_nobody_knows_are_never_shown_as_open() -> None:
    shown = get("/kontakter/").text
    assert shown.count('data-apen="ja"') == 2
    assert "Åpningstiden er ikke kjent" in shown


def test_a_municipality_can_be_chosen_and_the_choice_stays_with_the_answers() -> None:
    shown = get(f"{ADVICE}&kommune=baerum")
    assert "SLT-koordinator i Bærum" in shown.text
    assert "SLT-koordinator i Asker" not in shown.text
    assert "kommune=baerum" in shown.text


def test_a_checked_number_shows_its_date() -> None:
    actions.note_checks(area="asker-baerum", contacts=["slt-asker"], checked_on=date(2026, 11, 16), by=OPERATOR)
    current.forget()
    assert "Sist sjekket 16. november 2026" in get("/kontakter/").text


@pytest.mark.parametrize(("prefix", "language"), [("", "nb"), ("/nn", "nn"), ("/en", "en")])
def test_the_language_stands_in_the_address_and_every_link_keeps_it(prefix: str, language: str) -> None:
    response = get(f"{prefix}/veileder/")
    assert f'<html lang="{language}"' in response.text
    main = response.text.split("<main", 1)[1].split("</main>")[0]
    assert all(link.startswith(f"{prefix}/") for link in re.findall(r'href="(/[^"]*)"', main))


def test_the_default_language_has_no_prefix() -> None:
    response = get("/nb/veileder/?a=1")
    assert response.status_code == 301
    assert response.headers["Location"] == "/veileder/?a=1"
    assert get("/nn/", "fjellvik").status_code == 301


@pytest.mark.parametrize(("path", "leads_to"), [("/en", "/en/"), ("/nb", "/"), ("/nb/nb/nb/veileder/", "/veileder/")])
def test_a_language_alone_or_twice_finds_its_way_in_one_step(path: str, leads_to: str) -> None:
    response = get(path)
    assert response.status_code == 301
    assert response.headers["Location"] == leads_to


def test_where_https_is_demanded_only_a_host_that_an_area_names_is_led_there() -> None:
    with override_settings(HTTPS_ONLY=True):
        led = get("/veileder/?a=1")
        assert (led.status_code, led.headers["Location"]) == (301, "https://localhost/veileder/?a=1")
        assert led.headers["Content-Security-Policy"]
        for host in ("evil.example", "a_b", "127.0.0.1"):
            refused = Client(headers={"host": host}).get("/")
            assert refused.status_code == 404, host
            assert "Location" not in refused.headers
        assert Client(headers={"host": "localhost"}).get("/", secure=True).status_code == 200


def test_when_even_the_page_for_errors_is_broken_112_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ImportError("en hemmelighet")

    monkeypatch.setattr("motvekt.web.errors.render", broken)
    monkeypatch.setattr("motvekt.guide.views.render", broken)
    response = get("/veileder/begreper/")
    assert response.status_code == 500
    assert 'href="tel:112"' in response.text
    assert "hemmelighet" not in response.text


def test_an_error_below_a_language_speaks_that_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("motvekt.organisations.queries.hosts", gone)
    current.forget()
    assert '<html lang="en"' in get("/en/").text


@pytest.mark.parametrize("path", ["/nb//evil.example/", "/nb//evil.example/%2e%2e"])
def test_a_redirect_never_leads_to_another_host(path: str) -> None:
    response = get(path)
    location = response.headers.get("Location", "/")
    assert urlsplit(location).netloc in ("", "localhost"), location
    assert not location.startswith("//")


def test_a_guide_that_lacks_a_language_shows_its_own_and_marks_it() -> None:
    shown = get("/en/veileder/begreper/", "fjellvik").text
    assert '<html lang="en"' in shown
    assert 'lang="nn"' in shown.split("<main")[1]


def test_changing_language_keeps_the_answers() -> None:
    assert 'href="/en/hva-gjor-jeg-na/?hvem=jobb&amp;fare=nei"' in get("/hva-gjor-jeg-na/?hvem=jobb&fare=nei").text


def test_a_visitors_own_query_never_stands_in_a_page_that_others_get() -> None:
    for path in ("/", "/veileder/", "/kontakter/", "/hva-gjor-jeg-na/"):
        get(f"{path}?hemmelig=kjennetegn")
        assert "kjennetegn" not in get(f"{path}?hemmelig=kjennetegn").text
        assert "kjennetegn" not in get(path).text


@pytest.mark.parametrize("path", ["/", "/veileder/", "/kontakter/", ADVICE, "/finnes-ikke/"])
def test_every_answer_carries_the_strict_headers(path: str) -> None:
    for _ in range(2):
        headers = get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in headers


def test_answers_are_never_left_in_the_browsers_store() -> None:
    assert get(ADVICE).headers["Cache-Control"] == "no-store"
    assert get("/hva-gjor-jeg-na/ring/?hvem=jobb").headers["Cache-Control"] == "no-store"


def test_a_page_without_news_is_answered_with_304() -> None:
    first = get("/veileder/")
    again = get("/veileder/", **{"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_pages_are_compressed_where_the_browser_can_read_it() -> None:
    plain = get("/veileder/").content
    packed = get("/veileder/", **{"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", [f"{ADVICE}&ukjent=1", "/finnes-ikke/", "/hva-gjor-jeg-na/?fare=tull"])
def test_pages_that_are_not_kept_are_compressed_too_and_keep_their_status(path: str) -> None:
    plain, packed = get(path), get(path, **{"accept-encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert packed.status_code == plain.status_code
    assert brotli.decompress(packed.content) == plain.content


def test_only_reading_is_possible() -> None:
    for path in ("/", "/hva-gjor-jeg-na/", "/veileder/", "/veileder/sok/", "/plakat.pdf"):
        response = Client(headers={"host": "localhost"}).post(path, {"fare": "ja"})
        assert response.status_code == 405, path
        assert response.headers["Allow"] == "GET, HEAD"
        assert 'href="tel:112"' in response.text


def test_no_query_string_and_no_address_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in ("/finnes-ikke/?hemmelig=kjennetegn", "/hva-gjor-jeg-na/?fare=kjennetegn", ADVICE):
            get(path, **{"user-agent": "agenten"})
    assert "kjennetegn" not in caplog.text
    assert "trygg" not in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert "agenten" not in caplog.text


def test_a_page_is_made_once_per_edition(django_assert_num_queries: object) -> None:
    first = get("/veileder/begreper/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert get("/veileder/begreper/?noe=annet").content == first.content


def test_a_page_that_tells_the_hour_is_made_anew_each_minute() -> None:
    with clock.frozen(TUESDAY_MORNING):
        morning = get("/kontakter/", "fjellvik").text
    with clock.frozen(SUNDAY_NIGHT):
        assert get("/kontakter/", "fjellvik").text != morning
