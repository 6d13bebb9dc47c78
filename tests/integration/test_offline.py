"""The pages of the offline copy over HTTP, and what the browser is told about the copy. Journeys store it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from motvekt.guide import actions, addresses, current, listing, offline, parts
from motvekt.guide.kinds import LANGUAGES
from motvekt.kernel import clock
from tests.conftest import OPERATOR, TUESDAY_MORNING
from tests.guides import PACKS, ROOT, guide_of

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("published", "tuesday_morning")]

HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}
HOME, CONTACTS, ROUTINE, GUIDE = PAGES = ("/lagret/", "/lagret/kontakter/", "/lagret/rutine/", "/lagret/veileder/")
PREFIXES = [("asker-baerum", prefix) for prefix in ("", "/nn", "/en")] + [("fjellvik", ""), ("fjellvik", "/en")]


# In a style sheet; what is drawn in place is fetched from nowhere.
URL = re.compile(r"""url\(["']?(?!["']?data:)([^"')]+)""")


def get(path: str, pack: str = "asker-baerum", **headers: str) -> HttpResponse:
    response = Client(headers={"host": HOSTS[pack], **headers}, raise_request_exception=False).get(path)
    assert isinstance(response, HttpResponse)
    return response


def index(prefix: str = "", pack: str = "asker-baerum") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(f"{prefix}/lagret/innhold.json", pack).content)
    return found


def ids(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', page)


@pytest.mark.parametrize(("pack", "prefix"), PREFIXES)
def test_every_item_has_one_place_and_every_link_within_the_copy_leads_to_one(pack: str, prefix: str) -> None:
    pages = {f"{prefix}{path}": get(f"{prefix}{path}", pack).text for path in PAGES}
    for path, page in pages.items():
        assert [found for found, count in Counter(ids(page)).items() if count > 1] == [], path
    guide = guide_of(pack)
    for entry in parts.entries(guide):
        where = CONTACTS if entry.part == "contacts" else GUIDE
        place = entry.id if entry.part == "contacts" else addresses.place(entry.ref)
        assert place in ids(pages[f"{prefix}{where}"]), entry.ref
    for way in (*guide.steps, guide.private, guide.serious, guide.afterwards):
        assert addresses.place(f"routine/{way.id}") in ids(pages[f"{prefix}{ROUTINE}"])
    for path, page in pages.items():
        for href in re.findall(r'href="([^"]*#[^"]+)"', page):
            target, _, place = unescape(href).partition("#")
            if target.endswith("/kontakter/") and "/lagret/" not in target:
                # The frame's own link; the worker leads it to the copy.
                target = f"{prefix}{CONTACTS}"
            assert place in ids(pages[target or path]), href


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_is_the_address_without_its_language(language: Any) -> None:
    page = get(f"/{language}/veileder/begreper/" if language != "nb" else "/veileder/begreper/")
    assert page.status_code == 200
    with override(language):
        assert addresses.place("definitions/hatkriminalitet") == "veileder/begreper/hatkriminalitet"
        assert addresses.place("definitions") == "veileder/begreper"
        assert addresses.place("pages/om") == "om"
        assert addresses.place("pages/annet") == "sider/annet"


def test_the_main_part_links_within_the_copy_alone() -> None:
    for path in (CONTACTS, ROUTINE, GUIDE):
        main = get(path).text.split("<main", 1)[1].split("</main>")[0]
        local = {href.split("#")[0] for href in re.findall(r'href="(/[^"]*)"', main)}
        assert local <= {CONTACTS, ROUTINE, GUIDE}


@pytest.mark.parametrize(("pack", "prefix"), PREFIXES)
def test_the_index_lists_the_pages_and_what_they_need_and_nothing_else(pack: str, prefix: str) -> None:
    needed = set[str]()
    for path in PAGES:
        page = get(f"{prefix}{path}", pack).text
        needed |= set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    for sheet in [file for file in needed if file.endswith(".css")]:
        source = (Path(settings.STATIC_ROOT) / sheet.removeprefix("/static/")).read_text("utf-8")
        needed |= {f"/static/{url.removeprefix('../')}" for url in URL.findall(source)}
    files = index(prefix, pack)["files"]
    assert files[:4] == [f"{prefix}{path}" for path in PAGES]
    assert sorted(files[4:]) == sorted(needed)
    assert all(re.search(r"\.[0-9a-f]{12}\.", file) for file in files[4:])


def test_every_page_bears_the_stamp_of_the_index_the_edition_and_the_time() -> None:
    for prefix in ("", "/nn"):
        stamp = index(prefix)["stamp"]
        for path in PAGES:
            assert f'data-stempel="{stamp}"' in get(f"{prefix}{path}").text
    for path in PAGES:
        page = get(path).text
        assert "Utgave 1, gjelder fra 1. november 2026." in page
        assert 'datetime="2026-11-24T10:00:00+01:00"' in page
        assert ">24. november 2026 kl. 10.00</time>" in page


def test_the_stamp_changes_with_edition_check_static_file_language_and_week(monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = [index()["stamp"], index("/nn")["stamp"]]
    actions.note_checks(area="asker-baerum", contacts=["slt-asker"], checked_on=date(2026, 11, 16), by=OPERATOR)
    current.forget()
    stamps.append(index()["stamp"])
    changed = guide_of("asker-baerum").model_copy(update={"title": {"nb": "Ny", "nn": "Ny", "en": "New"}})
    actions.publish(guide=changed, area="asker-baerum", by=OPERATOR, press=None)
    current.forget()
    stamps.append(index()["stamp"])
    at(TUESDAY_MORNING + timedelta(days=7), stamps)
    monkeypatch.setattr(offline, "static", lambda name: f"/static/{name}.ny")
    at(TUESDAY_MORNING + timedelta(minutes=2), stamps)
    assert len(set(stamps)) == len(stamps) == 6


def at(moment: datetime, stamps: list[str]) -> None:
    with clock.frozen(moment):
        stamps.append(index()["stamp"])


def test_the_stamp_stays_through_the_week() -> None:
    before = index()["stamp"]
    with clock.frozen(TUESDAY_MORNING + timedelta(days=5)):
        assert index()["stamp"] == before


def test_no_page_of_the_copy_says_who_is_open_now() -> None:
    for pack in PACKS:
        for path in PAGES:
            page = get(path, pack).text
            assert "data-apen" not in page
            assert not re.search(r"Åpen nå|Open no|Stengt|Åpner", page)


def test_contacts_say_when_they_are_open_and_all_of_them_are_there() -> None:
    page = get(CONTACTS, "fjellvik").text
    assert "Ope heile døgnet" in page
    assert "Ope man–fre 08.00–15.30" in page
    for pack in PACKS:
        main = get(CONTACTS, pack).text.split("<main", 1)[1]
        order = [main.index(f'id="{contact.id}"') for contact in listing.ordered(guide_of(pack)) if contact.phones]
        assert main.index('href="tel:112"') < main.index('href="tel:116111"') < min(order)
        for contact in guide_of(pack).contacts:
            for phone in contact.phones:
                assert f'href="tel:{phone.number}"' in main
        assert "1412" in main
        assert "nød-SMS" in main or "naud-SMS" in main


def test_contacts_say_when_they_were_checked() -> None:
    assert "Ingen har sjekket dem ennå." in get(CONTACTS).text
    actions.note_checks(area="asker-baerum", contacts=["slt-asker"], checked_on=date(2026, 11, 16), by=OPERATOR)
    current.forget()
    page = get(CONTACTS).text
    assert "Sist sjekket 16. november 2026." in page
    assert "Ikke alle numrene er sjekket ennå." in page


@pytest.mark.parametrize("pack", PACKS)
def test_the_routine_has_danger_first_then_the_serious_exit_and_the_numbers_of_each_step(pack: str) -> None:
    main = get(ROUTINE, pack).text.split("<main", 1)[1].split("</main>")[0]
    guide = guide_of(pack)
    language = guide.default_language
    paths = [guide.serious, *guide.steps, guide.private, guide.afterwards]
    sections = main.split("<section")[1:]
    assert 'href="tel:112"' in main.split("<section")[0]
    assert [found.split('id="')[1].split('"')[0] for found in sections] == [
        f"veileder/rutine/{path.id}" for path in paths
    ]
    for path, section in zip(paths, sections, strict=True):
        assert section.count("<li>") >= len(path.do)
        for contact in guide.contacts:
            for phone in contact.phones if contact.function in path.contacts else ():
                assert f'href="tel:{phone.number}"' in section
    for step in guide.steps:
        for entry in step.responsible:
            assert entry.label[language].split()[0] in main


def test_the_worker_is_a_script_at_the_root_that_the_browser_asks_for_anew() -> None:
    answer = get("/lagret.js", **{"accept-encoding": "br"})
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert brotli.decompress(answer.content).decode() == offline.WORKER
    assert get("/lagret.js", **{"if-none-match": answer.headers["ETag"]}).status_code == 304
    assert index("/nn")["files"][0] == "/nn/lagret/"


def test_the_worker_the_page_and_the_server_agree_on_names() -> None:
    page = (ROOT / "src/motvekt/web/static/web/offline.js").read_text("utf-8")
    for line in ('const COPY = "motvekt ";', 'const INDEX = "/lagret/innhold.json";'):
        assert line in page
        assert line in offline.WORKER
    assert f"/^\\/({'|'.join(LANGUAGES)})(?=\\/)/" in offline.WORKER
    assert settings.STATIC_URL == "/static/"
    assert get("/lagret/innhold.json").status_code == 200


def test_whatever_the_query_is_a_page_of_the_copy_is_made_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    first = get(GUIDE)

    def broken(*args: object, **more: object) -> HttpResponse:
        raise AssertionError("made once more")

    monkeypatch.setattr(offline, "render", broken)
    for query in ("?a=1", "?a=2", "?kjennetegn"):
        assert get(f"{GUIDE}{query}").content == first.content
    with clock.frozen(TUESDAY_MORNING + timedelta(minutes=1)):
        assert get(GUIDE).status_code == 500


@pytest.mark.parametrize("path", [*PAGES, "/lagret/innhold.json", "/lagret.js"])
def test_only_reading_is_possible(path: str) -> None:
    assert Client(headers={"host": "localhost"}).post(path).status_code == 405


def test_the_copy_is_offered_in_the_footer_and_in_the_guides_contents() -> None:
    assert 'href="/lagret/">Uten nett</a>' in get("/").text
    assert 'href="/nn/lagret/"' in get("/nn/veileder/").text.split("<main", 1)[1].split("</main>")[0]


def test_a_guide_that_lacks_the_language_is_marked_in_the_copy_too() -> None:
    assert 'lang="nn"' in get("/en/lagret/veileder/", "fjellvik").text.split("<main")[1]
