"""Somebody who keeps the guide on their telephone, and reads it where there is no network."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from motvekt.guide.schema import Guide
from tests.journeys.browser import Visitor
from tests.journeys.conftest import TUESDAY_MORNING, Site
from tests.journeys.keeping import SAVED, STATUS, eventually, heading, left, offline, requests_for, save, stored

REMOVED = "Kopien er fjernet. Ingenting ligger igjen."


@pytest.fixture
def site(publishing: Site) -> Site:
    publishing.stand_at(TUESDAY_MORNING)
    return publishing


def test_what_was_stored_is_read_in_a_cellar(phone: Visitor, asker_baerum: Guide) -> None:
    save(phone)
    offline(phone)
    phone.open("/lagret/")
    for link, wanted in (
        ("Hvem du kan ringe", "Politiets radikaliseringskontakter"),
        ("Rutinen på én side", asker_baerum.steps[-1].label["nb"]),
        ("Hele veilederen på én side", asker_baerum.definitions[0].label["nb"]),
    ):
        phone.open("/lagret/")
        phone.page.locator("[data-sider] a", has_text=link).click()
        expect(phone.page.locator("main")).to_contain_text(wanted)
        expect(phone.page.locator('.mv-fare a[href="tel:112"]')).to_be_visible()
        assert phone.overflow() == []
        # Its own type and colours have come along.
        assert phone.evaluate("document.fonts.ready.then(() => document.fonts.check('18px Inter'))")
        assert phone.evaluate("getComputedStyle(document.querySelector('.mv-ring')).borderRadius") != "0px"
    assert phone.misdeeds() == []


PLACES = {
    "/kontakter/": "/lagret/kontakter/",
    "/kontakter/#slt-asker": "/lagret/kontakter/#slt-asker",
    "/kontakter/#kan-ikke-snakke": "/lagret/kontakter/#kan-ikke-snakke",
    "/veileder/": "/lagret/veileder/",
    "/veileder/rutine/meld/": "/lagret/rutine/#veileder/rutine/meld",
    "/veileder/begreper/hatkriminalitet/": "/lagret/veileder/#veileder/begreper/hatkriminalitet",
    "/veileder/lov/": "/lagret/veileder/#veileder/lov",
    "/for-deg-det-gjelder/": "/lagret/veileder/#for-deg-det-gjelder",
    "/en/veileder/tiltak/": "/lagret/veileder/#veileder/tiltak",
    "/nn/lagret/rutine/": "/lagret/rutine/",
}
"""An address of the site's, and where the copy has it."""


def test_an_address_of_the_guide_leads_to_its_place_in_the_copy(phone: Visitor) -> None:
    save(phone)
    offline(phone)
    for asked, shown in PLACES.items():
        phone.page.goto(phone.url(asked))
        assert phone.page.url == phone.url(shown)
        if place := shown.partition("#")[2]:
            box = phone.page.locator(f"[id='{place}']").bounding_box()
            assert box
            assert -1 <= box["y"] < 200, asked
    phone.page.goto(phone.url("/veileder/rutine/"))
    assert heading(phone.page) == "Rutinen på én side"
    assert phone.misdeeds() == []


def test_a_link_between_items_stays_on_the_page(phone: Visitor) -> None:
    save(phone)
    offline(phone)
    phone.open("/lagret/veileder/")
    phone.evaluate("window.same = true; 0")
    phone.page.locator("[id='veileder/bekymringstegn'] a[href$='#veileder/faktorer']").first.click()
    assert phone.page.url.endswith("/lagret/veileder/#veileder/faktorer")
    assert phone.evaluate("window.same")


@pytest.mark.parametrize("path", ["/", "/hva-gjor-jeg-na/?hvem=jobb&fare=nei", "/veileder/sok/?q=koran", "/plakat.pdf"])
def test_whatever_else_is_asked_for_gets_112_and_116_111_first_and_then_what_there_is(
    phone: Visitor, path: str
) -> None:
    save(phone)
    offline(phone)
    phone.page.goto(phone.url(path))
    # The address stays, so that the page comes when the network does.
    assert phone.path == path
    assert heading(phone.page) == "Uten nett"
    main = phone.page.locator("main")
    assert main.locator("a:visible").evaluate_all("all => all.map(one => one.getAttribute('href'))")[:3] == [
        "tel:112", "tel:116111", "/lagret/kontakter/",
    ]  # fmt: skip
    for number in ("112", "116111"):
        expect(main.locator(f'a[href="tel:{number}"]').first).to_be_in_viewport()
    assert phone.overflow() + phone.axe() + phone.misdeeds() == []


def test_the_page_comes_when_the_network_is_back(phone: Visitor) -> None:
    save(phone)
    offline(phone)
    phone.open("/hva-gjor-jeg-na/")
    phone.context.set_offline(False)
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Prøv nettet igjen").click()
    expect(phone.page.locator("h1")).to_have_text("Er noen i fare nå?")


def test_nothing_but_the_copy_is_ever_stored(phone: Visitor) -> None:
    save(phone)
    files = json.loads(phone.context.request.get(phone.url("/lagret/innhold.json")).text())["files"]

    def visits() -> None:
        for path in (
            "/",
            "/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=alvorlig",
            "/hva-gjor-jeg-na/ring/?hvem=jobb",
            "/veileder/sok/?q=qwxzord",
            "/veileder/begreper/",
            "/finnes-ikke/",
        ):
            phone.page.goto(phone.url(path))
        phone.page.goto(phone.url("/veileder/sok/"))

    visits()
    phone.page.get_by_role("searchbox").fill("hemmelig")
    phone.page.wait_for_timeout(800)
    offline(phone)
    visits()
    (name,) = stored(phone)
    assert re.fullmatch(r"motvekt [0-9a-f]{24} [0-9]+", name)
    assert sorted(stored(phone)[name]) == sorted([*files, "/lagret/innhold.json"])
    kept = phone.evaluate(
        """(async () => {
          const cache = await caches.open((await caches.keys())[0]);
          return (await Promise.all((await cache.matchAll()).map(one => one.text()))).join();
        })()"""
    )
    assert "qwxzord" not in kept
    assert "sak=alvorlig" not in kept
    assert left(phone).keys() == {"caches", "workers"}


def test_a_visit_without_a_press_leaves_nothing(phone: Visitor) -> None:
    for path in ("/", "/veileder/", "/lagret/", "/lagret/kontakter/", "/lagret/rutine/", "/lagret/veileder/"):
        phone.open(path)
    assert left(phone) == {}
    assert phone.context.service_workers == []
    assert phone.misdeeds() == []


def test_whoever_removes_the_copy_has_nothing_left(phone: Visitor) -> None:
    save(phone)
    assert left(phone).keys() == {"caches", "workers"}
    phone.page.get_by_role("button", name="Fjern").click()
    expect(phone.page.locator(STATUS)).to_have_text(REMOVED)
    assert left(phone) == {}
    # The focus is on what can be pressed now, and pressing it brings the copy back.
    expect(phone.page.get_by_role("button", name="Lagre på denne telefonen")).to_be_focused()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(STATUS)).to_contain_text(SAVED)
    phone.page.get_by_role("button", name="Fjern").click()
    expect(phone.page.locator(STATUS)).to_have_text(REMOVED)
    phone.open("/veileder/")
    assert left(phone) == {}
    assert phone.misdeeds() == []
    offline(phone)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.open("/lagret/")


def test_a_new_edition_takes_the_copys_place_when_there_is_network(phone: Visitor, site: Site) -> None:
    save(phone)
    (before,) = stored(phone)
    offline(phone)
    site.publish_anew("Veileder i ny utgave")
    phone.open("/lagret/veileder/")
    assert heading(phone.page) != "Veileder i ny utgave"
    phone.context.set_offline(False)
    phone.open("/")
    eventually(phone, lambda: before not in stored(phone))
    offline(phone)
    phone.open("/lagret/veileder/")
    assert heading(phone.page) == "Veileder i ny utgave"
    assert len(stored(phone)) == 1
    assert phone.misdeeds() == []


def test_where_the_site_has_no_guide_any_more_the_copy_stays(phone: Visitor, site: Site) -> None:
    save(phone)
    before = stored(phone)
    site.publish_anew("Nok en utgave")
    asked = requests_for(phone, "**/innhold.json", status=404, body='{"stamp": "", "files": []}')
    phone.open("/")
    eventually(phone, lambda: bool(asked))
    phone.page.wait_for_timeout(300)
    assert stored(phone) == before


def test_the_site_is_asked_for_news_once_a_minute_at_most(phone: Visitor) -> None:
    save(phone)
    asked = requests_for(phone, "**/innhold.json")
    # Beside a page where people write anonymously nothing is asked for, that a log could tell of.
    for path in ("/droft/", "/droft/svar/", "/nn/droft/"):
        phone.open(path)
    phone.page.wait_for_timeout(300)
    assert asked == []
    for path in ("/", "/veileder/", "/kontakter/"):
        phone.open(path)
    phone.page.wait_for_timeout(300)
    assert len(asked) == 1


def test_the_copy_is_in_the_language_it_was_stored_in(phone: Visitor) -> None:
    save(phone, "/nn/lagret/")
    offline(phone)
    for asked, shown in (
        ("/lagret/kontakter/", "/nn/lagret/kontakter/"),
        ("/kontakter/", "/nn/lagret/kontakter/"),
        ("/nn/veileder/begreper/hatkriminalitet/", "/nn/lagret/veileder/#veileder/begreper/hatkriminalitet"),
        ("/en/veileder/rutine/meld/", "/nn/lagret/rutine/#veileder/rutine/meld"),
        ("/en/hva-gjor-jeg-na/", "/en/hva-gjor-jeg-na/"),
    ):
        phone.page.goto(phone.url(asked))
        assert phone.page.url == phone.url(shown)
        assert phone.evaluate("document.documentElement.lang") == "nn"
    assert heading(phone.page) == "Utan nett"
    assert phone.misdeeds() == []


AGES = {
    timedelta(seconds=90): "kl. 10.00.",
    timedelta(minutes=50): "kl. 10.00, for 50 minutter siden.",
    timedelta(hours=26): "kl. 10.00, for 26 timer siden.",
    timedelta(days=3, hours=2): "kl. 10.00, for 3 dager siden.",
    # The telephone's clock is wrong.
    timedelta(days=-3): "kl. 10.00.",
}


def test_it_says_how_old_it_is(phone: Visitor) -> None:
    save(phone)
    offline(phone)
    for later, words in AGES.items():
        phone.context.clock.set_fixed_time(TUESDAY_MORNING + later)
        for path in ("/lagret/", "/lagret/kontakter/", "/lagret/rutine/", "/lagret/veileder/"):
            phone.open(path)
            stamp = phone.page.locator("main p", has=phone.page.locator("[data-hentet]"))
            expect(stamp).to_contain_text(f"Hentet 24. november 2026 {words}")
        phone.open("/lagret/")
        expect(phone.page.locator(STATUS)).to_have_text(f"Veilederen er lagret. Hentet 24. november 2026 {words}")


def test_a_second_press_while_it_saves_changes_nothing(phone: Visitor) -> None:
    phone.open("/lagret/")
    phone.evaluate("document.querySelector('[data-lagre]').click(), document.querySelector('[data-lagre]').click(), 0")
    expect(phone.page.locator(STATUS)).to_contain_text(SAVED)
    assert len(stored(phone)) == 1
    phone.page.get_by_role("button", name="Lagre på nytt").click()
    expect(phone.page.locator(STATUS)).to_contain_text(SAVED)
    assert len(stored(phone)) == 1
    assert phone.misdeeds() == []
