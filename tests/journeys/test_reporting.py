"""From a concern to a report that was sent: to SLT on consent, to child welfare by its own way, and a nurse's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import faults, sign_in_as

TEACHER, NURSE = "mona.haugen@lerkeli.example", "birgitte.moen@asker.example"
NAME = "Isak Brenne"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(params=["desk", "phone", "phone without scripts"])
def reporter(request: pytest.FixtureRequest, site: Site, chromium: Browser) -> Iterator[Visitor]:
    options = PHONE if request.param != "desk" else {}
    blocked = request.param.endswith("without scripts")
    with browsing.visitor(chromium, site.base, block_scripts=blocked, **options) as someone:
        yield someone


def begun(site: Site, someone: Visitor, email: str, name: str) -> UUID:
    """A concern of theirs, and they on the first page of a report from it."""
    concern = uuid4()
    site.note(email, "Han sa «de som tenker sånn, burde ikke få bo her».", concern=concern, more=True)
    sign_in_as(someone, f"Logg inn som {name}")
    someone.open(f"/inne/bekymringer/{concern}/meld/")
    return concern


def on(someone: Visitor, button: str = "Videre", status: int = 200) -> None:
    """The page is as it should be, and one goes on from it."""
    assert faults(someone) == [], someone.path
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name=button, exact=True).click()
    if status != 200:
        assert someone.misdeeds(status=status) == []


def with_a_name(someone: Visitor, to: str) -> None:
    """The pages until a basis is asked for."""
    page = someone.page
    page.get_by_label(to, exact=True).check()
    on(someone)
    expect(page.get_by_label("Teksten: Det som er trygt og bra")).to_have_value("Han stoler på treneren.")
    expect(page.get_by_label("Personens egne ord", exact=True)).to_be_checked()
    on(someone)
    page.get_by_label("Ja, med navn").check()
    page.get_by_label("Navn", exact=True).fill(NAME)
    on(someone)


def stood_for(someone: Visitor) -> None:
    """All that the basis asks, and a sentence."""
    for box in someone.page.locator("main").get_by_role("checkbox").all():
        box.check()
    someone.page.locator("main textarea").fill("De skal avklare bekymringen.")
    on(someone)


def test_the_teacher_reports_to_slt_on_consent(site: Site, reporter: Visitor) -> None:
    page = reporter.page
    concern = begun(site, reporter, TEACHER, "Mona Haugen")
    on(reporter, status=400)
    expect(page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert page.title().startswith("Feil: ")
    with_a_name(reporter, "SLT i Asker")
    page.get_by_label("Samtykke", exact=True).check()
    on(reporter)
    page.get_by_label("18 år eller eldre").check()
    page.get_by_label("Personen selv").check()
    page.get_by_label("Hvordan sa de ja?").fill("Muntlig, etter timen.")
    on(reporter, "Lagre samtykket")
    expect(page.get_by_role("status")).to_contain_text("Samtykket er skrevet ned.")
    on(reporter)
    stood_for(reporter)
    page.get_by_label("Nei", exact=True).check()
    on(reporter)
    page.get_by_label("Ja", exact=True).check()
    on(reporter)
    expect(page.locator("main")).to_contain_text(NAME)
    on(reporter, "Send")
    expect(page.get_by_role("heading", name="Sendt", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Levert. Ingen har lest den ennå.")
    assert faults(reporter) == []
    # The way back leads to the same receipt, and nothing is sent twice.
    sent = reporter.path
    page.go_back()
    assert reporter.path == sent
    reporter.open(f"/inne/bekymringer/{concern}/samtykke/")
    assert faults(reporter) == []


def test_child_welfare_is_reached_by_its_own_way_and_the_page_says_so(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    begun(site, visitor, TEACHER, "Mona Haugen")
    with_a_name(visitor, "Barnevernet i Asker")
    expect(page.locator("main")).to_contain_text("Den er din egen, og venter ikke på noen.")
    assert looked_at(visitor, "report-basis") == []
    page.get_by_label("Skolen: plikt til å melde").check()
    on(visitor)
    stood_for(visitor)
    page.get_by_label("Vet ikke").check()
    on(visitor)
    expect(page.get_by_role("heading", name="Snakk med barnevernet først")).to_be_visible()
    on(visitor)
    assert looked_at(visitor, "report-review") == []
    on(visitor, "Send")
    expect(page.get_by_role("heading", name="Klar, men ikke levert")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ikke levert her")
    expect(page.get_by_label("Tekst til å kopiere")).to_have_value(re.compile("Han stoler på treneren"))
    expect(page.get_by_label("Tekst til å kopiere")).not_to_have_value(re.compile(NAME))
    assert looked_at(visitor, "report-receipt") == []
    receipt = visitor.path
    with page.expect_navigation():
        page.get_by_role("link", name="Hent filen til barnevernet").click()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fortsett").click()
    assert NAME in Path(fetched.value.path()).read_text()
    visitor.open(receipt)
    with page.expect_navigation():
        page.get_by_role("button", name="Jeg har levert den til Barnevernet i Asker").click()
    expect(page.get_by_role("status").first).to_contain_text("Vi vet ikke om noen har lest den.")


def test_a_nurse_is_asked_first_how_she_learnt_it(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    begun(site, visitor, NURSE, "Birgitte Moen")
    with_a_name(visitor, "SLT i Asker")
    expect(page.get_by_role("heading", name="Fikk du vite dette som helsepersonell?")).to_be_visible()
    page.get_by_label("Ja", exact=True).check()
    on(visitor)
    expect(page.get_by_label("Helsepersonell: uten kjennetegn")).to_be_visible()
    page.get_by_text("Hvorfor er andre grunnlag stengt?").click()
    expect(page.locator("main")).to_contain_text("Da gjelder helsepersonelloven.")
    assert faults(visitor) == []
