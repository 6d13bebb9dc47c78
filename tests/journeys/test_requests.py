"""A private person asks the SLT desk for a course: on a phone and at a laptop, with scripts and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Visitor
from tests.journeys.conftest import TUESDAY_MORNING, Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import sign_in_as

PATH = "/foresporsel/"


def press(someone: Visitor, name: str) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name=name, exact=True).click()


def faults(someone: Visitor, status: int = 200) -> list[str]:
    found = someone.frame("nb") + someone.axe() + someone.overflow() + someone.clipped()
    return found + someone.misdeeds(status=status)


@pytest.mark.postgres
def test_a_private_person_asks_for_a_course_and_it_lies_at_the_desk(somebody: Visitor) -> None:
    page = somebody.page
    somebody.open("/veileder/ressurser/")
    with page.expect_navigation():
        page.get_by_role("link", name="Spør om kurs og materiell").first.click()
    assert somebody.path == PATH
    assert faults(somebody) == []

    # Nothing is answered yet: every field says what is missing, and the summary has the focus.
    press(somebody, "Se over")
    expect(page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert faults(somebody, 400) == []

    page.get_by_label("Kurs eller foredrag").check()
    page.get_by_label("Asker", exact=True).check()
    page.get_by_label("Hva trenger dere?").fill("Et foredrag for foreldrelaget.\nGjerne i mars.")
    page.get_by_label("E-post eller telefon").fill("kari@foreldrelaget")
    press(somebody, "Se over")
    expect(page.locator("main")).to_contain_text("E-postadressen er skrevet feil")
    expect(page.get_by_label("Hva trenger dere?")).to_have_value("Et foredrag for foreldrelaget.\nGjerne i mars.")
    somebody.misdeeds(status=400)
    page.get_by_label("E-post eller telefon").fill("kari@foreldrelaget.example")
    press(somebody, "Se over")
    expect(page.locator("h1")).to_have_text("Se over før du sender")
    assert faults(somebody) == []

    press(somebody, "Endre")
    page.get_by_label("Hva heter du?").fill("Kari")
    press(somebody, "Se over")
    press(somebody, "Send forespørselen")
    expect(page.locator("h1")).to_have_text("Forespørselen er sendt")
    expect(page.locator("main")).to_contain_text(
        "SLT-koordinator i Asker leser den, og svarer deg senest 8. desember 2026."
    )
    assert faults(somebody) == []
    assert somebody.context.cookies() == []


def test_the_coordinator_reads_what_was_asked_for_and_closes_it(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    # Later than what other journeys send, so that it's the last that waits.
    site.stand_at(TUESDAY_MORNING + timedelta(hours=3))
    visitor.open(f"{PATH}?hva=course&kommune=asker")
    page.get_by_label("Hva trenger dere?").fill("Et kurs for korpset.")
    page.get_by_label("E-post eller telefon").fill("korpset@musikk.example")
    press(visitor, "Se over")
    press(visitor, "Send forespørselen")
    sign_in_as(visitor, "Logg inn som Eskil Berg")
    # Of its kind alone: with all that other journeys sent there, it wouldn't be on the first page.
    visitor.open("/inne/mottak/?vis=request")
    with page.expect_navigation():
        rows = page.locator("ol.mv-ko > li[data-ulest]", has_text="Kurs")
        rows.last.locator("a.ds-button").click()
    press(visitor, "Les")
    expect(page.locator("main")).to_contain_text("Et kurs for korpset.")
    expect(page.locator("main")).to_contain_text("korpset@musikk.example")
    assert looked_at(visitor, "desk-request") == []
    item = visitor.path
    with page.expect_navigation():
        page.get_by_role("link", name="Avslutt", exact=True).click()
    assert faults(visitor) == []
    press(visitor, "Avslutt")
    assert visitor.path == item
    expect(page.get_by_role("link", name="Avslutt", exact=True)).to_have_count(0)
    assert faults(visitor) == []


def test_whoever_goes_back_finds_what_they_typed_under_the_same_id(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"{PATH}?hva=material&kommune=baerum")
    page.get_by_label("Hva trenger dere?").fill("Opplegg for åttende trinn.")
    page.get_by_label("E-post eller telefon").fill("22 33 44 55")
    press(visitor, "Se over")
    number = page.locator('input[name="id"]').get_attribute("value")
    press(visitor, "Send forespørselen")
    assert visitor.path.startswith(f"{PATH}sendt/")
    # Back to the form, past the page that was looked over. A moment later: who asks must have its answer before the
    # page that gives it is gone.
    with page.expect_navigation():
        visitor.evaluate("setTimeout(() => history.go(-2))")
    assert page.locator('input[name="id"]').get_attribute("value") == number
    expect(page.get_by_label("Hva trenger dere?")).to_have_value("Opplegg for åttende trinn.")
    press(visitor, "Se over")
    press(visitor, "Send forespørselen")
    expect(page.locator("h1")).to_have_text("Forespørselen er sendt")


def test_the_pages_of_asking_are_sound_at_every_width_in_light_and_dark(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"{PATH}?hva=course&kommune=asker")
    press(visitor, "Se over")
    found = looked_at(visitor, "asking-wrong") + visitor.misdeeds(status=400)
    page.get_by_label("Hva trenger dere?").fill(
        "Et kurs for tjue ansatte om samtaler, gjerne i mars.\n\nVi er i Asker."
    )
    page.get_by_label("Hvor jobber du?").fill("Lerkeli ungdomsskole")
    page.get_by_label("E-post eller telefon").fill("mona.haugen@lerkeli.example")
    press(visitor, "Se over")
    found += looked_at(visitor, "asking-look-over")
    press(visitor, "Send forespørselen")
    found += looked_at(visitor, "asking-sent") + visitor.misdeeds()
    assert not found, "\n".join(found)
