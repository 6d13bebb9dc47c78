"""The search page over HTTP: what it shows, its headers, and that what is typed stays nowhere."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from motvekt.guide import kept
from tests.guides import guide_of

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("published", "tuesday_morning")]

HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}


def search(query: str | None, pack: str = "asker-baerum", prefix: str = "", **more: str) -> HttpResponse:
    client = Client(headers={"host": HOSTS[pack]}, raise_request_exception=False)
    given = ({} if query is None else {"q": query}) | more
    response = client.get(f"{prefix}/veileder/sok/?{urlencode(given, errors='replace')}")
    assert isinstance(response, HttpResponse)
    return response


def main(response: HttpResponse) -> str:
    return response.text.split("<main", 1)[-1].split("</main>")[0]


def test_hits_lead_to_the_items_and_mark_the_words() -> None:
    response = search("kjernegruppa")
    assert response.status_code == 200
    assert 'href="/veileder/samarbeid/kjernegruppe/"' in response.text
    assert "<mark>" in response.text
    assert 'value="kjernegruppa"' in response.text


def test_an_empty_query_gets_a_page_that_helps() -> None:
    for response in (search(None), search(""), search("   ")):
        assert response.status_code == 200
        assert "Skriv det med dine egne ord" in response.text
        assert "data-antall" not in response.text


def test_no_hits_says_so_and_whom_to_ask() -> None:
    response = search("qwxz")
    assert "Ingen treff" in response.text
    assert "SLT-koordinator i Asker" in main(response)
    assert 'href="/veileder/"' in main(response)


def test_danger_stands_above_the_hits() -> None:
    text = main(search("terror"))
    assert text.index('href="tel:112"') < text.index("mv-treff")
    assert text.index('href="tel:116111"') < text.index("mv-treff")
    assert 'href="tel:112"' not in main(search("kjernegruppe"))


def test_where_the_guide_has_nothing_it_says_so_and_names_who_may_help() -> None:
    text = main(search("tvangsgifte"))
    assert "Veilederen har ikke noe eget om tvangsekteskap" in text
    assert "Barnevernet i Bærum" in text


def test_an_unknown_word_is_shown_with_what_it_was_read_as() -> None:
    assert "Veilederen har ikke «radikalisiering»" in search("radikalisiering").text


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 }}", "{% url 'x' %}", "</title><b>"]
)
@pytest.mark.parametrize("more", [{}, {"vis": "treff"}])
def test_what_was_typed_is_shown_as_text(query: str, more: dict[str, str]) -> None:
    response = search(f"qwxz {query}", **more)
    assert response.status_code == 200
    assert query not in response.text or "<" not in query


@pytest.mark.parametrize(
    "query", ["a" * 10_000, "ord " * 2_000, "\0", "الطقس", "天气", "🌦" * 300, "\udcff", "%", "§" * 200, "ﷺ" * 200]
)
def test_a_query_of_any_length_and_script_is_answered(query: str) -> None:
    response = search(query)
    assert response.status_code == 200
    assert len(response.content) < 60_000


@pytest.mark.parametrize("more", [{}, {"vis": "treff"}])
def test_the_answer_is_stored_by_nobody_and_found_by_no_search_engine(more: dict[str, str]) -> None:
    response = search("bekymret mamma", **more)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers
    assert not response.cookies
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]


def test_nothing_that_is_typed_is_logged_or_kept(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        search("hemmeligheten")
        search("hemmeligheten", vis="treff")
    assert "hemmeligheten" not in caplog.text
    assert not any("hemmeligheten" in str(key) for shelf in kept.shelves.values() for key in shelf._pages)


def test_a_broken_search_logs_nothing_of_what_was_typed(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("motvekt.guide.search.find", fail)
    response = search("hemmeligheten")
    assert response.status_code == 500
    assert "hemmeligheten" not in caplog.text
    assert "hemmeligheten" not in response.text


def test_results_alone_are_a_fragment_without_the_page() -> None:
    response = search("kjernegruppa", vis="treff")
    assert "<html" not in response.text
    assert "mv-treff" in response.text


def test_the_page_is_in_the_address_language_and_keeps_the_words_in_the_others() -> None:
    response = search("teieplikt", prefix="/nn")
    assert '<html lang="nn"' in response.text
    assert "treff" in response.text
    assert 'href="/en/veileder/sok/?q=teieplikt"' in response.text


def test_where_the_guide_lacks_the_language_its_own_is_marked() -> None:
    text = main(search("teieplikt", "fjellvik", "/en"))
    assert 'lang="nn"' in text
    assert "results" in text


@pytest.mark.parametrize("path", ["/", "/veileder/", "/nn/", "/en/veileder/"])
def test_the_field_stands_on_the_front_pages(path: str) -> None:
    text = Client(headers={"host": "localhost"}).get(path).text
    prefix = path.removesuffix("veileder/").removesuffix("/")
    assert f'action="{prefix}/veileder/sok/"' in text
    assert 'role="search"' in text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_search_only_reads(method: str) -> None:
    assert getattr(Client(headers={"host": "localhost"}), method)("/veileder/sok/?q=x").status_code == 405


@pytest.mark.parametrize("pack", sorted(HOSTS))
def test_every_everyday_word_leads_to_pages_that_are_there(pack: str) -> None:
    guide = guide_of(pack)
    client = Client(headers={"host": HOSTS[pack]})
    leads = {ref for entry in guide.words for ref in entry.leads_to}
    assert leads
    found = {line for entry in guide.words for line in entry.words[guide.default_language][:1]}
    for word in sorted(found):
        response = search(word, pack)
        assert response.status_code == 200, word
        for address in {
            part.split('"')[0] for part in main(response).split('<li>\n        <a class="ds-link" href="')[1:]
        }:
            assert client.get(address.split("#")[0]).status_code == 200, (word, address)
