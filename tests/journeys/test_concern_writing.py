"""A worry is written down and written on, with a phone and at a desk, with scripts and without."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at, looked_at_in
from tests.journeys.test_inside import sign_in_as
from tests.journeys.windows import PHONE, in_windows

SEEN = "Etter timen sa han «de som tenker sånn, burde ikke få bo her»."


@pytest.fixture
def teacher(somebody: Visitor) -> Visitor:
    """A teacher who has signed in."""
    sign_in_as(somebody, "Logg inn som Mona Haugen")
    return somebody


def press(someone: Visitor, name: str) -> None:
    """The button that is seen: the first in the form stands there for whoever presses Enter."""
    with someone.page.expect_navigation():
        someone.page.locator("main").get_by_role("button", name=name, exact=True).click()


def noted(someone: Visitor) -> None:
    someone.open("/inne/bekymringer/ny/")
    someone.page.get_by_label("Hva så eller hørte du?").fill(SEEN)
    press(someone, "Lagre")


def test_the_first_note_takes_three_pages_and_six_requests_on_a_phone(site: Site, chromium: Browser) -> None:
    with browsing.visitor(chromium, site.base, **PHONE) as someone:
        someone.open("/inne/logg-inn/")
        known = set(someone.requests)
        pages, asked = [], []

        def note(request: Request) -> None:
            # What the browser has from the page before it doesn't ask for again.
            if request.is_navigation_request() or request.url not in known:
                known.add(request.url)
                asked.append(f"{request.method} {request.url}")

        with someone.page.expect_navigation():
            someone.page.get_by_role("button", name="Logg inn som Mona Haugen").click()
        pages.append(someone.path)
        someone.context.on("request", note)
        with someone.page.expect_navigation():
            someone.page.get_by_role("link", name="Skriv ned en bekymring").click()
        pages.append(someone.path)
        someone.page.get_by_label("Hva så eller hørte du?").fill(SEEN)
        someone.page.get_by_label("Når?").fill("I dag")
        press(someone, "Lagre")
        pages.append(someone.path)
        expect(someone.page.get_by_role("status").first).to_contain_text("Lagret. Ingen andre ser det.")
        assert pages[:2] == ["/inne/min-side/", "/inne/bekymringer/ny/"]
        assert len(pages) <= 3
        # The page one arrives at is the first.
        assert len(asked) + 1 <= 6, asked


@pytest.mark.postgres
def test_a_change_of_clothes_and_faith_is_written_down_and_closed_without_a_name(
    teacher: Visitor, site: Site, window: dict[str, Any]
) -> None:
    teacher.open("/inne/bekymringer/ny/")
    assert teacher.frame("nb") + looked_at_in(teacher, "concern-new", window) + teacher.misdeeds() == []
    press(teacher, "Lagre")
    expect(teacher.page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert teacher.page.title().startswith("Feil: ")
    teacher.page.get_by_label("Hva så eller hørte du?").fill(SEEN)
    press(teacher, "Lagre")
    alias = teacher.page.locator("h1").inner_text()
    here = teacher.path
    teacher.page.get_by_label("Min tolkning").fill("Jeg tror han søker et sted å høre til.")
    teacher.page.locator("details.mv-heng > summary").click()
    teacher.page.get_by_role("group", name="Uttalelser/ytringer").get_by_label("Konspirasjonsteorier").check()
    teacher.page.get_by_label("Hva står igjen uten tro, mening og klær?").fill("Ingenting.")
    teacher.page.get_by_label("Omtrent hvor gammel?").select_option(label="15–17 år")
    press(teacher, "Lagre")
    expect(teacher.page.locator("[data-stikkord]")).to_have_text("Konspirasjonsteorier")
    expect(teacher.page.get_by_label("Min tolkning")).to_have_value("Jeg tror han søker et sted å høre til.")
    teacher.misdeeds(status=400)
    assert teacher.frame("nb") + looked_at_in(teacher, "concern-sheet", window) + teacher.misdeeds() == []
    press(teacher, "Lagre og legg til en ny observasjon")
    teacher.page.get_by_label("Sett eller hørt av meg").last.fill("I dag sa han det igjen.")
    press(teacher, "Lagre")
    expect(teacher.page.get_by_label("Sett eller hørt av meg")).to_have_count(2)
    teacher.open("/inne/bekymringer/")
    assert looked_at_in(teacher, "concern-list", window) == []
    teacher.open(here)
    with teacher.page.expect_navigation():
        teacher.page.get_by_role("link", name="Avslutt bekymringen").click()
    teacher.page.get_by_label("Det var ikke grunn til bekymring").check()
    teacher.page.get_by_label("Skriv det med egne ord").fill("Han hadde hørt det på en film.")
    assert looked_at_in(teacher, "concern-close", window) == []
    press(teacher, "Avslutt")
    expect(teacher.page.locator("h1")).to_have_text(alias)
    expect(teacher.page.locator("main")).to_contain_text("Den er tatt ut av alle navneregistre.")
    assert looked_at_in(teacher, "concern-closed", window) == []
    left = site.left(here.split("/")[-2])
    assert left.pop("items") > 0
    assert set(left.values()) == {0}, left


@in_windows("desk", "phone without scripts")
def test_two_windows_that_write_at_once_are_set_beside_each_other(teacher: Visitor, window: dict[str, Any]) -> None:
    noted(teacher)
    other = teacher.context.new_page()
    if window.get("block_scripts"):
        browsing.keep_scripts_from(other)
    other.goto(teacher.page.url)
    other.get_by_label("Min tolkning").fill("Han er mye alene.")
    other.locator("main").get_by_role("button", name="Lagre", exact=True).click()
    expect(other.get_by_role("status").first).to_contain_text("Lagret.")
    other.close()
    teacher.page.get_by_label("Min tolkning").fill("Han virker sint.")
    press(teacher, "Lagre")
    expect(teacher.page.get_by_role("heading", name="To har skrevet samtidig")).to_be_focused()
    assert looked_at(teacher, "concern-clash") == []
    press(teacher, "Lagre")
    expect(teacher.page.get_by_label("Min tolkning")).to_have_value("Han er mye alene.\n\nHan virker sint.")


def test_the_sheet_saves_itself_and_waits_for_a_network_that_is_gone(site: Site, visitor: Visitor) -> None:
    sign_in_as(visitor, "Logg inn som Mona Haugen")
    noted(visitor)
    visitor.page.clock.install()
    visitor.page.reload()
    line = visitor.page.locator("[data-kladdlinje]")
    field = visitor.page.get_by_label("Min tolkning")
    expect(visitor.page.get_by_role("button", name="Lagre kladd")).to_be_hidden()
    field.fill("Jeg tror han er ensom.")
    visitor.page.clock.fast_forward(16_000)
    expect(line).to_have_text("Lagret kl. 10.00.")
    visitor.context.set_offline(True)
    field.fill("Jeg tror han er ensom. Jeg er ikke sikker.")
    visitor.page.clock.fast_forward(16_000)
    expect(line).to_have_text("Ikke lagret: ingen forbindelse. Teksten står her.")
    visitor.context.set_offline(False)
    visitor.page.clock.fast_forward(16_000)
    expect(line).to_have_text("Lagret kl. 10.00.")
    assert visitor.evaluate("localStorage.length + sessionStorage.length") == 0
    visitor.page.reload()
    expect(field).to_have_value("Jeg tror han er ensom. Jeg er ikke sikker.")


def test_without_scripts_a_button_saves_the_draft(site: Site, chromium: Browser) -> None:
    with browsing.visitor(chromium, site.base, block_scripts=True, **PHONE) as someone:
        sign_in_as(someone, "Logg inn som Mona Haugen")
        noted(someone)
        someone.page.get_by_label("Hva er prøvd?").fill("Vi har snakket.")
        press(someone, "Lagre kladd")
        expect(someone.page.get_by_label("Hva er prøvd?")).to_have_value("Vi har snakket.")
