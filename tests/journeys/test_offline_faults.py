"""The offline copy where the network hangs, the store is full or forbidden, or no script arrives."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import TUESDAY_MORNING, Site
from tests.journeys.keeping import SAVED, STATUS, heading, left, offline, requests_for, save, stored


@pytest.fixture
def site(publishing: Site) -> Site:
    publishing.stand_at(TUESDAY_MORNING)
    return publishing


def swallow(someone: Visitor) -> None:
    """Whatever the worker asks for from now on is never answered. A route would mark every request as a reload."""
    (worker,) = someone.context.service_workers
    worker.evaluate("() => { self.fetch = () => new Promise(() => {}) }")


def seconds(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_on_a_network_that_hangs_one_waits_four_seconds_and_only_once(phone: Visitor) -> None:
    save(phone)
    swallow(phone)
    item = phone.url("/veileder/begreper/hatkriminalitet/")
    assert 3.9 < seconds(lambda: phone.page.goto(item)) < 6
    assert phone.page.url.endswith("/lagret/veileder/#veileder/begreper/hatkriminalitet")
    assert seconds(lambda: phone.open("/lagret/kontakter/")) < 2
    assert seconds(lambda: phone.page.go_back()) < 2


def test_a_slow_network_gets_its_chance_when_the_page_is_asked_for_again(phone: Visitor) -> None:
    save(phone)
    (worker,) = phone.context.service_workers
    slow = """() => { const real = self.fetch;
      self.fetch = (...what) => new Promise((done) => setTimeout(done, 6000)).then(() => real(...what)) }"""
    worker.evaluate(slow)
    phone.open("/hva-gjor-jeg-na/")
    assert heading(phone.page) == "Uten nett"
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Prøv nettet igjen").click()
    assert heading(phone.page) == "Er noen i fare nå?"


def test_a_gateway_without_a_site_behind_it_is_no_answer(phone: Visitor) -> None:
    save(phone)
    for status in (502, 503, 504):
        requests_for(phone, "**/kontakter/", status=status)
        phone.page.goto(phone.url("/kontakter/"))
        assert phone.page.url.endswith("/lagret/kontakter/")


def test_an_error_of_the_site_itself_is_shown(phone: Visitor) -> None:
    save(phone)
    assert phone.open("/gaar-i-stykker/").status == 500
    assert phone.open("/finnes-ikke/").status == 404
    assert heading(phone.page) == "Siden finnes ikke"


def test_a_copy_that_cannot_be_made_anew_stays_and_says_so(phone: Visitor) -> None:
    save(phone)
    before = stored(phone)
    offline(phone)
    phone.page.get_by_role("button", name="Lagre på nytt").click()
    expect(phone.page.locator(STATUS)).to_contain_text("nettet falt ut")
    expect(phone.page.locator(STATUS)).to_contain_text("Veilederen er lagret. Hentet 24. november 2026 kl. 10.00")
    assert stored(phone) == before
    phone.open("/lagret/rutine/")


def test_half_a_copy_is_never_left(phone: Visitor) -> None:
    phone.open("/lagret/")
    phone.context.route("**/lagret/veileder/", lambda route: route.abort())
    phone.page.locator("[data-lagre]").click()
    expect(phone.page.locator(STATUS)).to_have_text("Det gikk ikke: nettet falt ut. Prøv igjen når du har nett.")
    assert left(phone) == {}


def test_pages_of_two_editions_are_never_mixed(phone: Visitor) -> None:
    save(phone)
    before = stored(phone)
    requests_for(phone, "**/lagret/rutine/", status=200)
    phone.page.get_by_role("button", name="Lagre på nytt").click()
    expect(phone.page.locator(STATUS)).to_contain_text("Det gikk ikke")
    assert stored(phone) == before


def test_without_room_it_says_so_kindly_and_leaves_nothing(phone: Visitor) -> None:
    phone.open("/lagret/")
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": phone.base, "quotaSize": 20_000})
    phone.page.locator("[data-lagre]").click()
    expect(phone.page.locator(STATUS)).to_contain_text("det er ikke plass på telefonen")
    # These editions have no PDF.
    expect(phone.page.locator(STATUS).get_by_role("link", name="Skriv heller ut rutinen")).to_be_visible()
    assert left(phone) == {}
    assert phone.axe() == []
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": phone.base})
    phone.page.locator("[data-lagre]").click()
    expect(phone.page.locator(STATUS)).to_contain_text(SAVED)
    assert phone.misdeeds() == []


FORBIDDEN = {
    "no secure context": "delete Navigator.prototype.serviceWorker; delete globalThis.caches;",
    "workers refused": """ServiceWorkerContainer.prototype.register =
      () => Promise.reject(new DOMException("denied", "SecurityError"));""",
    "caches refused": """CacheStorage.prototype.keys =
      () => Promise.reject(new DOMException("denied", "SecurityError"));""",
}


@pytest.mark.parametrize("how", FORBIDDEN)
def test_where_storing_is_forbidden_it_says_so_kindly(phone: Visitor, how: str) -> None:
    phone.context.add_init_script(FORBIDDEN[how])
    phone.open("/lagret/")
    if how == "workers refused":
        phone.page.locator("[data-lagre]").click()
    expect(phone.page.locator(STATUS)).to_contain_text("Nettleseren lar oss ikke lagre her.")
    expect(phone.page.locator(STATUS).get_by_role("link", name="Skriv heller ut rutinen")).to_be_visible()
    assert phone.page.get_by_role("button", name="Fjern").is_hidden()
    assert phone.context.service_workers == []
    assert phone.axe() + phone.misdeeds() == []


def test_a_copy_that_is_there_outlives_a_browser_that_now_refuses(phone: Visitor) -> None:
    save(phone)
    before = stored(phone)
    phone.context.add_init_script(FORBIDDEN["workers refused"])
    phone.open("/lagret/")
    phone.page.get_by_role("button", name="Lagre på nytt").click()
    expect(phone.page.locator(STATUS)).to_contain_text("Nettleseren lar oss ikke lagre her.")
    expect(phone.page.locator(STATUS)).to_contain_text("Veilederen er lagret.")
    assert stored(phone) == before
    offline(phone)
    phone.open("/lagret/kontakter/")


def test_where_no_script_arrives_it_says_what_one_can_do_instead(site: Site, chromium: Browser) -> None:
    size = {"width": 320, "height": 568}
    with browsing.visitor(chromium, site.base, block_scripts=True, viewport=size) as someone:
        someone.open("/lagret/")
        expect(someone.page.locator(STATUS)).to_contain_text("For å lagre trengs JavaScript.")
        assert someone.page.locator("[data-kopi] button:visible").count() == 0
        assert someone.page.locator("[data-uten-nett]").is_hidden()
        assert someone.overflow() + someone.axe() + someone.misdeeds() == []
