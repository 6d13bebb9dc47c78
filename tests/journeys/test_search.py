"""Somebody who looks something up: as they type, by Enter, and where no script arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site


def test_results_come_as_one_types_and_focus_stays(visitor: Visitor) -> None:
    visitor.open("/")
    before = visitor.evaluate("history.length")
    field = visitor.page.get_by_role("searchbox")
    field.click()
    visitor.page.keyboard.type("bekymret mamma", delay=20)
    expect(visitor.page.locator(".mv-treff a").first).to_have_text("For deg som er forelder")
    expect(visitor.page.locator(".mv-sok [role=status]")).to_have_text("12 treff")
    assert visitor.evaluate("document.activeElement.id") == "sok"
    # What is typed stands neither in the address nor in the history until Enter is pressed.
    assert visitor.path == "/"
    assert visitor.evaluate("history.length") == before
    assert visitor.axe() == []
    assert visitor.misdeeds() == []


def test_the_page_around_the_results_comes_back_when_the_field_is_emptied(visitor: Visitor) -> None:
    visitor.open("/veileder/")
    field = visitor.page.get_by_role("searchbox")
    field.fill("koran")
    expect(visitor.page.locator(".mv-treff a").first).to_be_visible()
    field.fill("")
    expect(visitor.page.locator(".mv-treff")).to_have_count(0)
    expect(visitor.page.locator(".mv-sok [role=status]")).to_have_text("")
    assert visitor.misdeeds() == []


def test_enter_goes_to_the_page_of_results_and_a_hit_to_the_item(visitor: Visitor) -> None:
    visitor.open("/veileder/")
    visitor.page.get_by_role("searchbox").fill("taushetsplikt brutt")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/veileder/sok/?q=taushetsplikt+brutt")
    assert visitor.axe() == []
    visitor.page.locator(".mv-treff a").first.click()
    visitor.page.wait_for_url("**/veileder/lov/juridisk-hjelp/")
    assert visitor.misdeeds() == []


def test_danger_is_told_above_the_results_as_one_types(phone: Visitor) -> None:
    phone.open("/veileder/sok/")
    phone.page.get_by_role("searchbox").fill("selvmord")
    danger = phone.page.locator("main .ds-alert")
    expect(danger.locator('a[href="tel:112"]')).to_be_visible()
    expect(danger.locator('a[href="tel:116111"]')).to_be_visible()
    assert phone.overflow() == []
    assert phone.axe() == []


def test_without_a_network_what_is_shown_stays(visitor: Visitor) -> None:
    visitor.open("/veileder/sok/?q=koran")
    visitor.context.set_offline(True)
    visitor.page.get_by_role("searchbox").fill("hijab")
    visitor.page.wait_for_timeout(600)
    expect(visitor.page.locator(".mv-treff a").first).to_be_visible()


@pytest.mark.parametrize("width", sorted(browsing.WIDTHS))
@pytest.mark.parametrize("query", ["koran", "våpen", "qwxz", "", "w" * 200])
def test_it_works_where_scripts_are_blocked(site: Site, chromium: Browser, width: int, query: str) -> None:
    size = {"width": width, "height": browsing.WIDTHS[width]}
    with browsing.visitor(chromium, site.base, block_scripts=True, viewport=size) as someone:
        someone.open("/veileder/sok/")
        someone.page.get_by_role("searchbox").fill(query)
        with someone.page.expect_navigation():
            someone.page.get_by_role("button", name="Søk", exact=True).click()
        assert someone.page.get_by_role("searchbox").input_value() == query
        assert someone.frame("nb") == []
        assert someone.axe() == []
        assert someone.overflow() == []
        assert someone.clipped() == []
        assert someone.misdeeds() == []
