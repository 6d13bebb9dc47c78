"""The police write a notice to the SLT desk and see that nobody has read it: on a phone and at a desk, with scripts and
without.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import sign_in_as, sign_out
from tests.journeys.test_requests import faults, press

LIST, NEW = "/inne/mottak/varsel/", "/inne/mottak/varsel/ny/"


@pytest.fixture
def contact(somebody: Visitor) -> Visitor:
    """A radicalisation contact."""
    sign_in_as(somebody, "Logg inn som Henrik Dahl")
    return somebody


def choose(someone: Visitor, question: str, answer: str) -> None:
    someone.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def write(someone: Visitor) -> None:
    page = someone.page
    choose(someone, "Hvem skal få varselet?", "SLT i Asker")
    choose(someone, "Haster det?", "Nei, det kan følge rutinen")
    page.get_by_label("Hva trenger de å vite?").fill(
        "To ganger i oktober delte han lenker til en gruppe som hyller vold."
    )
    page.get_by_label("Navn").fill("Amina Ødegård")
    page.get_by_label("Fødselsdato").fill("3.2.2010")
    choose(someone, "Er opplysningene bekreftet?", "Nei")
    choose(someone, "Pålegger dere mottakeren taushetsplikt?", "Ja")


def ground(someone: Visitor) -> None:
    page = someone.page
    page.get_by_label("Politiet: for å forebygge lovbrudd").check()
    page.get_by_label("Hva trenger mottakeren det til?").fill("SLT skal avklare hvem som kan snakke med henne.")
    choose(someone, "Har personen fått vite at dere deler dette?", "Nei")
    page.get_by_label("Hvorfor ikke?").fill("Det kan bli utrygt hjemme.")
    page.get_by_label("Når ser dere på det igjen?").fill("15.1.2027")


@pytest.mark.postgres
def test_a_notice_is_written_looked_over_sent_and_followed(contact: Visitor) -> None:
    page = contact.page
    contact.open("/inne/mottak/")
    with page.expect_navigation():
        page.get_by_role("link", name="Nytt varsel til SLT").click()
    assert contact.path == NEW
    assert faults(contact) == []
    press(contact, "Neste")
    expect(page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert faults(contact, 400) == []
    write(contact)
    press(contact, "Neste")
    expect(page.locator("h1")).to_have_text("Hva lar loven deg dele?")
    assert faults(contact) == []

    # Back and forth: nothing is lost.
    press(contact, "Tilbake")
    expect(page.get_by_label("Navn")).to_have_value("Amina Ødegård")
    press(contact, "Neste")
    press(contact, "Neste")
    expect(page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    contact.misdeeds(status=400)
    ground(contact)
    press(contact, "Neste")
    expect(page.locator("h1")).to_have_text("Se over før du sender")
    expect(page.locator("main")).to_contain_text("Ikke del videre før politiet har svart.")
    assert faults(contact) == []
    press(contact, "Send varselet")
    expect(page.locator("main")).to_contain_text("Kryss av for alt du kan stå for")
    contact.misdeeds(status=400)
    for box in page.get_by_role("group", name="Kan du stå for dette?").get_by_role("checkbox").all():
        box.check()
    press(contact, "Send varselet")
    assert contact.path == LIST
    expect(page.get_by_role("status").first).to_have_text(
        "Varselet er sendt. Her ser du når det er lest, og om de svarer."
    )
    expect(page.locator("main")).to_contain_text("Ikke alt er lest ennå")
    expect(page.locator("main")).not_to_contain_text("Amina")
    assert faults(contact) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Åpne varselet til SLT i Asker").first.click()
    expect(page.locator("h1")).to_have_text("Varsel til SLT i Asker")
    expect(page.locator("main")).to_contain_text("Ingen har lest dette ennå")
    expect(page.locator("main")).not_to_contain_text("Amina")
    assert faults(contact) == []
    sign_out(contact)


def test_the_desk_reads_it_under_its_marks_and_asks_the_police_before_it_goes_on(site: Site, chromium: Browser) -> None:
    with browsing.visitor(chromium, site.base) as contact, browsing.visitor(chromium, site.base) as receiver:
        sign_in_as(contact, "Logg inn som Henrik Dahl")
        contact.open(NEW)
        write(contact)
        press(contact, "Neste")
        ground(contact)
        press(contact, "Neste")
        for box in contact.page.get_by_role("group", name="Kan du stå for dette?").get_by_role("checkbox").all():
            box.check()
        press(contact, "Send varselet")

        sign_in_as(receiver, "Logg inn som Eskil Berg")
        receiver.open("/inne/mottak/?vis=notice")
        with receiver.page.expect_navigation():
            rows = receiver.page.locator("ol.mv-ko > li[data-ulest]", has_text="Varsel")
            rows.last.locator("a.ds-button").click()
        press(receiver, "Les")
        marks = receiver.page.get_by_role("note", name="Slik skal varselet behandles")
        for mark in ("Ikke bekreftet.", "Pålagt taushet.", "Ikke del videre før politiet har svart."):
            expect(marks).to_contain_text(mark)
        expect(receiver.page.locator("main")).not_to_contain_text("Amina")
        assert looked_at(receiver, "desk-notice") == []
        with receiver.page.expect_navigation():
            receiver.page.get_by_role("link", name="Send videre", exact=True).click()
        expect(marks).to_be_visible()
        for link in ("SLT i Bærum", "Uten å si hvem det gjelder"):
            with receiver.page.expect_navigation():
                receiver.page.get_by_role("link", name=link, exact=True).click()
        receiver.page.get_by_label("Det mottakeren trenger å vite").fill("Noen deler lenker til en voldelig gruppe.")
        receiver.page.get_by_label("Hvorfor trenger mottakeren det?").fill("Det kan være noen hos dem.")
        choose(receiver, "Kan noen forstå hvem det gjelder?", "Nei")
        for box in receiver.page.get_by_role("group", name="Dette kan jeg stå for").get_by_role("checkbox").all():
            box.check()
        press(receiver, "Send videre")
        expect(receiver.page.locator("main")).to_contain_text("Politiet har bedt om å bli spurt først.")
        assert looked_at(receiver, "desk-notice-ask-first") + receiver.misdeeds(status=400) == []
        receiver.page.get_by_label("Politiet har svart at dere kan dele det videre.").check()
        press(receiver, "Send videre")
        expect(receiver.page.get_by_role("status")).to_contain_text("Sendt videre.")

        # The clock stands still, so several may have gone in the same moment.
        contact.open(LIST)
        sent = contact.page.get_by_role("link", name="Åpne varselet til SLT i Asker")
        addresses = [link.get_attribute("href") for link in sent.all()]
        for address in addresses:
            contact.open(address or "")
            if "videre til SLT i Bærum" in contact.page.locator("main").inner_text():
                break
        expect(contact.page.locator("main")).not_to_contain_text("Ingen har lest dette ennå")
        expect(contact.page.locator("main")).to_contain_text("videre til SLT i Bærum")
        assert faults(contact) == []


def test_for_the_slt_coordinator_there_is_no_such_page(site: Site, visitor: Visitor) -> None:
    sign_in_as(visitor, "Logg inn som Eskil Berg")
    visitor.open("/inne/mottak/")
    expect(visitor.page.get_by_role("link", name="Nytt varsel til SLT")).to_have_count(0)
    assert visitor.open(NEW).status == 404


def test_the_pages_of_a_notice_are_sound_at_every_width_in_light_and_dark(site: Site, visitor: Visitor) -> None:
    sign_in_as(visitor, "Logg inn som Henrik Dahl")
    visitor.open(NEW)
    found = looked_at(visitor, "notice-write")
    write(visitor)
    press(visitor, "Neste")
    found += looked_at(visitor, "notice-law")
    ground(visitor)
    press(visitor, "Neste")
    found += looked_at(visitor, "notice-look-over")
    for box in visitor.page.get_by_role("group", name="Kan du stå for dette?").get_by_role("checkbox").all():
        box.check()
    press(visitor, "Send varselet")
    found += looked_at(visitor, "notices")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Åpne varselet til SLT i Asker").first.click()
    found += looked_at(visitor, "notice-sent") + visitor.misdeeds()
    assert not found, "\n".join(found)
