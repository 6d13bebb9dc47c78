"""The most important on one page, in languages that the guide itself is not in."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from motvekt.guide import actions, current, kept
from motvekt.guide.short_paths import Vouched
from tests.conftest import OPERATOR
from tests.guides import guide_of

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("tuesday_morning", "published")]

ASKER_BAERUM = Client(headers={"host": "localhost"})
FJELLVIK = Client(headers={"host": "fjellvik.localhost"})
CODES = [path.id for path in guide_of("asker-baerum").short_paths]


def page(path: str, client: Client = ASKER_BAERUM) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("client", [ASKER_BAERUM, FJELLVIK], ids=["asker-baerum", "fjellvik"])
def test_every_language_has_danger_first_somebody_to_call_and_the_interpreter(client: Client, code: str) -> None:
    shown = page(f"/kort/{code}/", client)
    path = next(path for path in guide_of("asker-baerum").short_paths if path.id == code)
    article = shown[shown.index("<article") : shown.index("</article>")]
    assert article.startswith(f'<article class="mv-stabel-m" lang="{code}" dir="{path.direction}">')
    assert article.index("tel:112") < article.index("mv-kontakter")
    assert 'href="tel:116111"' in article
    assert path.interpreter.title in article
    assert path.after.points[-1] in article


@pytest.mark.parametrize(
    ("client", "path", "code"),
    [
        (ASKER_BAERUM, "/kort/", "nb"),
        (ASKER_BAERUM, "/nn/kort/", "nn"),
        (ASKER_BAERUM, "/en/kort/", "en"),
        (FJELLVIK, "/kort/", "nn"),
        (FJELLVIK, "/en/kort/", "nn"),
    ],
)
def test_without_a_language_it_is_in_the_pages_own(client: Client, path: str, code: str) -> None:
    assert f'<article class="mv-stabel-m" lang="{code}"' in page(path, client)


@pytest.mark.parametrize("path", ["/kort/xx/", "/kort/tull/", "/kort/AR/", "/kort/ar/mer/"])
def test_a_language_that_is_not_there_is_not_found(path: str) -> None:
    assert ASKER_BAERUM.get(path).status_code == 404


def test_who_is_open_is_told_in_the_language_and_stands_first() -> None:
    shown = page("/kort/uk/", FJELLVIK)
    path = next(path for path in guide_of("fjellvik").short_paths if path.id == "uk")
    assert path.opening.open in shown
    assert path.opening.closed in shown
    states = [shown.index(f">{path.opening.open}<"), shown.index(f">{path.opening.closed}<")]
    assert states == sorted(states)


def test_a_language_that_nobody_has_vouched_for_says_so_in_itself_and_in_the_pages_own() -> None:
    shown = page("/kort/pl/")
    assert "Nikt jeszcze nie sprawdził" in shown
    assert "Ingen har gått god for denne oversettelsen ennå." in shown
    # The guide's own languages are vouched for by whoever confirms the edition.
    assert "Ingen har gått god" not in page("/kort/en/")


def test_a_language_that_somebody_has_vouched_for_names_them_and_is_not_marked() -> None:
    guide = guide_of("asker-baerum")
    by = Vouched(by="Kari Nordmann, translatør", on=date(2026, 11, 20))
    paths = [path.model_copy(update={"vouched": by}) if path.id == "pl" else path for path in guide.short_paths]
    actions.publish(guide=guide.model_copy(update={"short_paths": paths}), area=guide.id, by=OPERATOR, press=None)
    current.forget()
    kept.forget()
    shown = page("/kort/pl/")
    assert "Kari Nordmann, translatør gikk gjennom teksten på polsk 20. november 2026, og går god for den." in shown
    assert "Nikt jeszcze nie sprawdził" not in shown


def test_an_edition_without_it_has_no_page_and_no_link() -> None:
    guide = guide_of("asker-baerum").model_copy(update={"short_paths": []})
    actions.publish(guide=guide, area=guide.id, by=OPERATOR, press=None)
    current.forget()
    kept.forget()
    assert ASKER_BAERUM.get("/kort/").status_code == 404
    assert "/kort/" not in page("/")


def test_the_front_page_leads_there_by_the_languages_own_names() -> None:
    front = page("/")
    for path in guide_of("asker-baerum").short_paths:
        if path.id not in guide_of("asker-baerum").languages:
            assert f'lang="{path.id}" dir="{path.direction}" hreflang="{path.id}">{path.name}</a>' in front


@pytest.mark.parametrize("query", ["tolk", "arabisk", "العربية", "فارسی", "polski"])
def test_whoever_searches_for_a_language_or_an_interpreter_is_led_there(query: str) -> None:
    shown = page(f"/veileder/sok/?q={query}")
    first = shown[shown.index('class="mv-treff"') :]
    assert 'href="/kort/"' in first.split("</li>")[0]
