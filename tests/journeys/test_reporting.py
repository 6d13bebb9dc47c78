"""From a concern to a report that was sent: to SLT on consent, to child welfare by its own way, and a nurse's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import expect

from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at_in
from tests.journeys.test_inside import faults, sign_in_as

TEACHER, NURSE = "mona.haugen@lerkeli.example", "birgitte.moen@asker.example"
NAME = "Isak Brenne"


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


def test_the_teacher_reports_to_slt_on_consent(site: Site, somebody: Visitor) -> None:
    page = somebody.page
    concern = begun(site, somebody, TEACHER, "Mona Haugen")
    on(somebody, status=400)
    expect(page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert page.title().startswith("Feil: ")
    with_a_name(somebody, "SLT i Asker")
    page.get_by_label("Samtykke", exact=True).check()
    on(somebody)
    page.get_by_label("18 år eller eldre").check()
    page.get_by_label("Personen selv").check()
    page.get_by_label("Hvordan sa de ja?").fill("Muntlig, etter timen.")
    on(somebody, "Lagre samtykket")
    expect(page.get_by_role("status")).to_contain_text("Samtykket er skrevet ned.")
    on(somebody)
    stood_for(somebody)
    page.get_by_label("Nei", exact=True).check()
    on(somebody)
    page.get_by_label("Ja", exact=True).check()
    on(somebody)
    expect(page.locator("main")).to_contain_text(NAME)
    on(somebody, "Send")
    expect(page.get_by_role("heading", name="Sendt", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Levert. Ingen har lest den ennå.")
    assert faults(somebody) == []
    # The way back leads to the same receipt, and nothing is sent twice.
    sent = somebody.path
    page.go_back()
    assert somebody.path == sent
    somebody.open(f"/inne/bekymringer/{concern}/samtykke/")
    assert faults(somebody) == []


def test_child_welfare_is_reached_by_its_own_way_and_the_page_says_so(
    site: Site, somebody: Visitor, window: dict[str, Any]
) -> None:
    page = somebody.page
    begun(site, somebody, TEACHER, "Mona Haugen")
    with_a_name(somebody, "Barnevernet i Asker")
    expect(page.locator("main")).to_contain_text("Den er din egen, og venter ikke på noen.")
    assert looked_at_in(somebody, "report-basis", window) == []
    page.get_by_label("Skolen: plikt til å melde").check()
    on(somebody)
    stood_for(somebody)
    page.get_by_label("Vet ikke").check()
    on(somebody)
    expect(page.get_by_role("heading", name="Snakk med barnevernet først")).to_be_visible()
    on(somebody)
    assert looked_at_in(somebody, "report-review", window) == []
    on(somebody, "Send")
    expect(page.get_by_role("heading", name="Klar, men ikke levert")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ikke levert her")
    expect(page.get_by_role("textbox", name="Tekst til å kopiere")).to_have_value(re.compile("Han stoler på treneren"))
    expect(page.get_by_role("textbox", name="Tekst til å kopiere")).not_to_have_value(re.compile(NAME))
    assert looked_at_in(somebody, "report-receipt", window) == []
    receipt = somebody.path
    with page.expect_navigation():
        page.get_by_role("link", name="Hent filen til barnevernet").click()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fortsett").click()
    assert NAME in Path(fetched.value.path()).read_text()
    somebody.open(receipt)
    with page.expect_navigation():
        page.get_by_role("button", name="Jeg har levert den til Barnevernet i Asker").click()
    expect(page.get_by_role("status").first).to_contain_text("Vi vet ikke om noen har lest den.")


def test_a_nurse_is_asked_first_how_she_learnt_it(site: Site, somebody: Visitor) -> None:
    page = somebody.page
    begun(site, somebody, NURSE, "Birgitte Moen")
    with_a_name(somebody, "SLT i Asker")
    expect(page.get_by_role("heading", name="Fikk du vite dette som helsepersonell?")).to_be_visible()
    page.get_by_label("Ja", exact=True).check()
    on(somebody)
    expect(page.get_by_label("Helsepersonell: uten kjennetegn")).to_be_visible()
    page.get_by_text("Hvorfor er andre grunnlag stengt?").click()
    expect(page.locator("main")).to_contain_text("Da gjelder helsepersonelloven.")
    assert faults(somebody) == []
