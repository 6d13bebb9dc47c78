"""Those who keep an area at work: somebody comes in, a role waits and is confirmed, a role ends, the log is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import TUESDAY_MORNING, Site
from tests.journeys.looking import looked_at
from tests.journeys.test_coming_in import authenticator
from tests.journeys.test_inside import sign_in_as

BASE = "/inne/forvaltning/"
PASSWORD = "grønne epler i november"


@pytest.fixture
def others(site: Site, chromium: Browser) -> Iterator[Callable[[], Visitor]]:
    """More people, each at a browser of their own."""
    opened = []

    def another() -> Visitor:
        window = browsing.visitor(chromium, site.base)
        opened.append(window)
        return window.__enter__()

    yield another
    for window in opened:
        window.__exit__(None, None, None)


def faults(someone: Visitor, status: int = 200) -> list[str]:
    """What is wrong with the page as it stands."""
    found = someone.frame("nb") + someone.axe() + someone.overflow() + someone.clipped()
    return found + someone.misdeeds(status=status)


def walked(someone: Visitor, name: str) -> list[str]:
    """What is wrong with the page as it stands, at every width, in light and dark."""
    return someone.frame("nb") + looked_at(someone, f"administration-{name}") + someone.misdeeds()


def press(someone: Visitor, name: str) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name=name).first.click()


def follow(someone: Visitor, name: str) -> None:
    with someone.page.expect_navigation():
        someone.page.locator("main").get_by_role("link", name=name).first.click()


@pytest.mark.postgres
def test_somebody_is_invited_comes_in_waits_is_confirmed_and_is_out_when_the_role_ends(
    site: Site, visitor: Visitor, others: Callable[[], Visitor]
) -> None:
    sign_in_as(visitor, "Logg inn som Terje Nygård")
    visitor.open(f"{BASE}invitasjoner/ny/")
    press(visitor, "Inviter")
    expect(visitor.page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert visitor.page.title().startswith("Feil: ")
    assert faults(visitor, 400) == []
    visitor.page.get_by_label("Navnet på den du inviterer").fill("Vilde Nyansatt")
    visitor.page.get_by_label("E-postadressen på jobben").fill("vilde.nyansatt@asker.no")
    visitor.page.get_by_label("Enhet").select_option(label="Barnevernet i Asker")
    visitor.page.get_by_label("Rolle").select_option(label="Mottak i barnevernet")
    press(visitor, "Inviter")
    expect(visitor.page.get_by_role("status")).to_contain_text("Invitasjonen er laget")
    row = visitor.page.locator("li", has=visitor.page.get_by_role("heading", name="Vilde Nyansatt"))
    link = row.locator("a.mv-kode").get_attribute("href")
    assert link
    assert walked(visitor, "invited") == []

    newcomer = others()
    newcomer.open(link)
    assert newcomer.path == "/inne/invitasjon/"
    expect(newcomer.page.locator("main")).to_contain_text("rolle i Barnevernet i Asker: mottak i barnevernet")
    assert walked(newcomer, "coming-in") == []
    newcomer.page.get_by_label("Nytt passord").fill("kort")
    newcomer.page.get_by_label("Passordet en gang til").fill("kort")
    press(newcomer, "Lag konto og ta imot")
    expect(newcomer.page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert faults(newcomer, 400) == []
    for name in ("Nytt passord", "Passordet en gang til"):
        newcomer.page.get_by_label(name).fill(PASSWORD)
    press(newcomer, "Lag konto og ta imot")
    expect(newcomer.page.locator("main")).to_contain_text("Venter")
    expect(newcomer.page.locator("main")).not_to_contain_text("åpne det enheten mottar")

    colleague = others()
    sign_in_as(colleague, "Logg inn som Nils Anders Eira")
    expect(colleague.page.locator("main")).to_contain_text("Vilde Nyansatt må først legge til en passnøkkel")
    with authenticator(newcomer):
        follow(newcomer, "Legg til passnøkkel")
        newcomer.page.get_by_label("Passordet ditt").fill(PASSWORD)
        press(newcomer, "Fortsett")
        press(newcomer, "Lag passnøkkel")
        expect(newcomer.page.locator("h1")).to_have_text("Reservekodene dine")
        colleague.open("/inne/min-side/")
        press(colleague, "Bekreft Vilde Nyansatt")
        newcomer.open("/inne/logg-ut/")
        press(newcomer, "Logg ut")
        newcomer.open("/inne/logg-inn/")
        press(newcomer, "Logg inn med passnøkkel")
        newcomer.open("/inne/konto/")
        expect(newcomer.page.locator("main")).to_contain_text("åpne det enheten mottar")
    again = others()
    again.open(link)
    expect(again.page.locator("h1")).to_have_text("Invitasjonen kan ikke brukes")
    assert faults(again, 404) == []

    visitor.open(f"{BASE}personer/?navn=vilde")
    follow(visitor, "Vilde Nyansatt")
    expect(visitor.page.locator("main")).to_contain_text("av Nils Anders Eira")
    newcomer.open("/inne/min-side/")
    assert newcomer.path == "/inne/min-side/"
    site.stand_at(TUESDAY_MORNING + timedelta(minutes=5))
    follow(visitor, "Avslutt")
    assert faults(visitor) == []
    press(visitor, "Avslutt rollen")
    expect(visitor.page.get_by_role("status")).to_contain_text("Rollen er avsluttet")
    newcomer.open("/inne/")
    assert newcomer.path == "/inne/logg-inn/"


def test_the_officer_reads_filters_and_verifies(visitor: Visitor) -> None:
    sign_in_as(visitor, "Logg inn som Hanne Fossum")
    visitor.open(BASE)
    follow(visitor, "Loggen")
    expect(visitor.page.locator("tbody").first).to_contain_text("Logget inn")
    visitor.page.get_by_label("Hendelse", exact=True).select_option(label="Logget inn")
    press(visitor, "Vis")
    assert "hendelse=signed_in" in visitor.path
    expect(visitor.page.locator("tbody").first).not_to_contain_text("Ga noen en rolle")
    visitor.page.locator("summary", has_text="Detaljer").first.click()
    expect(visitor.page.locator("details[open] dd").first).to_be_visible()
    assert faults(visitor) == []
    press(visitor, "Kontroller loggen")
    expect(visitor.page.get_by_role("status")).to_contain_text("Ikke bevist")
    assert faults(visitor) == []


def test_somebody_with_the_smallest_phone_and_no_scripts_adds_a_unit(without_scripts: Visitor) -> None:
    sign_in_as(without_scripts, "Logg inn som Terje Nygård")
    without_scripts.open(BASE)
    follow(without_scripts, "Enheter og mottak")
    follow(without_scripts, "Legg til en enhet")
    without_scripts.page.get_by_label("Navn på enheten").fill("Solsiden ungdomsklubb")
    without_scripts.page.get_by_label("Tjeneste").select_option(label="Kultur og fritid")
    press(without_scripts, "Legg til")
    expect(without_scripts.page.get_by_role("status")).to_contain_text("Enheten er lagt til")
    assert without_scripts.overflow() == []


PAGES = {
    "home": ("Terje Nygård", "", ""),
    "people": ("Terje Nygård", "personer/", ""),
    "person": ("Terje Nygård", "personer/?navn=amina", "Amina Warsame"),
    "units": ("Terje Nygård", "enheter/", ""),
    "unit": ("Terje Nygård", "enheter/", "SLT i Bærum"),
    "new-unit": ("Terje Nygård", "enheter/ny/", ""),
    "invite": ("Terje Nygård", "invitasjoner/ny/", ""),
    "invitations": ("Terje Nygård", "invitasjoner/", ""),
    "log": ("Hanne Fossum", "logg/", ""),
    "editions": ("Line Strand", "utgaver/", ""),
    "nothing": ("Mona Haugen", "", ""),
}
"""Name to whose page it is, where it is, and the link to follow from there."""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_sound_at_every_width_in_light_and_dark(name: str, visitor: Visitor) -> None:
    who, path, link = PAGES[name]
    sign_in_as(visitor, f"Logg inn som {who}")
    visitor.open(BASE + path)
    if link:
        follow(visitor, link)
    found = walked(visitor, name)
    assert not found, "\n".join(found)


def test_a_reset_takes_two_and_whoever_it_is_about_comes_in_by_the_link(
    visitor: Visitor, others: Callable[[], Visitor]
) -> None:
    sign_in_as(visitor, "Logg inn som Terje Nygård")
    visitor.open(f"{BASE}personer/?navn=samira")
    follow(visitor, "Samira Khan")
    press(visitor, "Be om nullstilling")
    expect(visitor.page.locator("main")).to_contain_text("Du kan ikke bekrefte den selv")
    assert walked(visitor, "reset-asked") == []

    leader = others()
    sign_in_as(leader, "Logg inn som Trygve Aas")
    leader.open(BASE)
    assert walked(leader, "reset-waits") == []
    press(leader, "Bekreft nullstillingen")
    expect(leader.page.locator("h1")).to_have_text("Vis at det er deg")
    press(leader, "Fortsett")
    expect(leader.page.locator("main")).to_contain_text("Trykk «Fortsett» for å nullstille innloggingen")
    assert faults(leader) == []
    press(leader, "Fortsett")
    expect(leader.page.get_by_role("status")).to_contain_text("Innloggingen er nullstilt")
    link = leader.page.locator("a.mv-kode").get_attribute("href")
    assert link

    samira = others()
    samira.open(link)
    expect(samira.page.locator("h1")).to_have_text("Kom inn igjen")
    assert walked(samira, "coming-back") == []
    for name in ("Nytt passord", "Passordet en gang til"):
        samira.page.get_by_label(name).fill(PASSWORD)
    press(samira, "Bytt passord og logg inn")
    expect(samira.page.locator("h1")).to_have_text("Min side")
    expect(samira.page.locator("main")).to_contain_text("Samira Khan")
