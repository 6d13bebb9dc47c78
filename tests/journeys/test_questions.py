"""A teacher asks about a concern without naming, the adviser answers, and the advice is kept; and a call is noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import faults, sign_in_as

TEACHER = "mona.haugen@lerkeli.example"
ADVICE = "Spør ham hva han er redd for, og ta det opp med rektor i morgen."


@pytest.fixture
def adviser(site: Site, chromium: Browser) -> Iterator[Visitor]:
    with browsing.visitor(chromium, site.base) as someone:
        yield someone


def pressed(someone: Visitor, button: str) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name=button, exact=True).first.click()


def followed(someone: Visitor, link: str | re.Pattern[str]) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("link", name=link).first.click()


def questions(someone: Visitor) -> set[str]:
    """The addresses of the questions that nobody has read at somebody's desks."""
    someone.open("/inne/mottak/?vis=question")
    unread = someone.page.get_by_role("region", name="Ikke lest").locator("li", has_text="Spørsmål")
    return {str(link.get_attribute("href")) for link in unread.locator("a.ds-button").all()}


def test_a_teacher_asks_without_naming_and_keeps_the_advice(site: Site, somebody: Visitor, adviser: Visitor) -> None:
    page, concern = somebody.page, uuid4()
    site.note(TEACHER, "Han sa «de som tenker sånn, burde ikke få bo her».", concern=concern)
    sign_in_as(somebody, "Logg inn som Mona Haugen")
    somebody.open(f"/inne/bekymringer/{concern}/droft/")
    followed(somebody, "Spør uten navn")
    assert faults(somebody) == []
    page.get_by_label("SLT-koordinator i Asker").check()
    page.get_by_label("Hva lurer du på?").fill(
        "Gutt, 16, Fjellvik skole, flyttet hit i mai. Hva sier vi til Ola Nordmann?"
    )
    page.get_by_label("Telefonnummeret ditt").fill("40 00 00 09")
    page.get_by_label("Ikke vis hvor jeg jobber").check()
    pressed(somebody, "Se over")
    expect(page.get_by_role("heading", name="Kan noen kjenne igjen personen?")).to_be_visible()
    main = page.locator("main")
    expect(main).to_contain_text("«Gutt», «16», «Fjellvik skole», «flyttet hit i mai»")
    expect(main).to_contain_text("«Ola Nordmann»")
    assert faults(somebody) == []
    pressed(somebody, "Endre")
    page.get_by_label("Hva lurer du på?").fill("En elev sier at noen bør få det de fortjener. Hva gjør vi?")
    pressed(somebody, "Se over")
    expect(main).to_contain_text("Vi fant verken navn")
    for box in main.get_by_role("checkbox").all():
        box.check()
    sign_in_as(adviser, "Logg inn som Eskil Berg")
    others = questions(adviser)
    pressed(somebody, "Send spørsmålet")
    expect(page.get_by_role("status").first).to_contain_text("Spørsmålet er sendt.")
    expect(main).to_contain_text("Ingen har lest dette. Ring.")
    assert faults(somebody) == []
    sent = somebody.path

    advise = adviser.page
    # Those of other journeys lie at the same desk.
    (came,) = questions(adviser) - others
    adviser.open(came)
    pressed(adviser, "Les")
    expect(advise.locator("main")).to_contain_text("Mona Haugen")
    expect(advise.locator("main")).not_to_contain_text("Lerkeli")
    expect(advise.get_by_role("link", name="Jeg kjenner igjen personen")).to_be_visible()
    followed(adviser, "Svar")
    advise.get_by_label("Svaret", exact=True).fill(ADVICE)
    for box in advise.locator("main").get_by_role("checkbox").all():
        box.check()
    pressed(adviser, "Send svaret")

    somebody.open(sent)
    expect(main).to_contain_text(ADVICE)
    assert faults(somebody) == []
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Ta rådet med i drøftingen")).click()
    expect(page.get_by_role("status").first).to_contain_text("Rådet står i drøftingen nå.")
    expect(main).to_contain_text(ADVICE)
    expect(main).to_contain_text("SLT-koordinator i Asker")


def test_an_adviser_notes_a_call(adviser: Visitor) -> None:
    page = adviser.page
    sign_in_as(adviser, "Logg inn som Marta Kowalska")
    adviser.open("/inne/mottak/")
    followed(adviser, "Logg en telefon")
    assert looked_at(adviser, "calls") == []
    page.get_by_label("Skole", exact=True).check()
    pressed(adviser, "Noter samtalen")
    expect(page.get_by_role("status")).to_contain_text("Samtalen er notert.")
    expect(page.get_by_role("heading", name="1 samtale i november 2026")).to_be_visible()


def test_the_pages_of_a_question_hold_at_every_width(visitor: Visitor) -> None:
    page = visitor.page
    sign_in_as(visitor, "Logg inn som Leyla Demir")
    visitor.open("/inne/droft/")
    assert looked_at(visitor, "questions none") == []
    followed(visitor, "Nytt spørsmål")
    assert looked_at(visitor, "question form") == []
    page.get_by_label("Politiets radikaliseringskontakter").check()
    page.get_by_label("Hva lurer du på?").fill(
        "Gutt, 16, Fjellvik skole, flyttet hit i mai. Nummeret hans er 412 34 567."
    )
    page.get_by_label("Telefonnummeret ditt").fill("40 00 00 09")
    pressed(visitor, "Se over")
    assert looked_at(visitor, "question look over") == []
    for box in page.locator("main").get_by_role("checkbox").all():
        box.check()
    pressed(visitor, "Send likevel")
    assert looked_at(visitor, "question sent") == []
    visitor.open("/inne/droft/")
    assert looked_at(visitor, "questions") == []
