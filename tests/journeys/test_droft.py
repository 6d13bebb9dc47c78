"""A parent asks without saying who they are, reads the answer and goes on: on a phone and at a laptop, with scripts and
without, and late on a Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Route, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import sign_in_as
from tests.journeys.windows import in_windows

PATH, ANSWER = "/droft/", "/droft/svar/"
COORDINATOR = "eskil.berg@asker.example"
TEXT = "Sønnen min på femten har begynt å si stygge ting om andre.\n\nHva kan jeg si til ham?"


def press(someone: Visitor, name: str) -> None:
    with turning(someone):
        someone.page.get_by_role("button", name=name, exact=True).click()


@contextmanager
def turning(someone: Visitor) -> Iterator[None]:
    """Another page comes, and stands there afterwards. Where a script takes it into this one's place, it first notes in
    the history where somebody was, which looks like a navigation already: whoever goes back from there skips a page.
    All of it is one task, so what is asked of the page after that is answered when it is done.
    """
    with someone.page.expect_navigation():
        yield
    someone.evaluate("0")


def picture() -> FilePayload:
    """A picture of a screen, as it lies on a telephone."""
    made = BytesIO()
    Image.effect_noise((600, 400), 60).convert("RGB").save(made, "JPEG")
    return FilePayload(name="IMG_4711 Solvang skole.jpg", mimeType="image/jpeg", buffer=made.getvalue())


def chosen(someone: Visitor, desk: str = "SLT-koordinator i Asker") -> str:
    """Somebody has chosen a desk: the receipt that they are shown."""
    someone.open(PATH)
    someone.page.get_by_label(desk, exact=True).check()
    press(someone, "Gå videre")
    expect(someone.page.locator("h1")).to_have_text("Ta vare på kvitteringen")
    return "".join(re.findall(r"\d", someone.page.locator("output").inner_text()))


def asked(someone: Visitor) -> str:
    """Somebody has asked: their receipt."""
    receipt = chosen(someone)
    press(someone, "Jeg har skrevet ned tallet, gå videre")
    someone.page.get_by_label("Hva er du bekymret for?").fill(TEXT)
    press(someone, "Se over")
    press(someone, "Send")
    expect(someone.page.locator("h1")).to_have_text("Det er sendt")
    return receipt


def opened(someone: Visitor, receipt: str) -> None:
    someone.open(ANSWER)
    someone.page.get_by_label("Kvitteringen").fill(" ".join(re.findall("....", receipt)))
    press(someone, "Åpne")
    expect(someone.page.locator("h1")).to_have_text("Samtalen")


def faults(someone: Visitor, status: int = 200) -> list[str]:
    found = someone.frame("nb") + someone.axe() + someone.overflow() + someone.clipped()
    return found + someone.misdeeds(status=status)


def test_the_page_is_had_in_another_language_midway_and_what_was_typed_goes_along(
    somebody: Visitor, site: Site
) -> None:
    page = somebody.page
    receipt = chosen(somebody)
    press(somebody, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Hva er du bekymret for?").fill(TEXT)
    in_english(somebody)
    expect(page.locator("h1")).to_have_text("Write what you wonder about")
    assert page.locator("textarea").first.input_value() == TEXT
    assert somebody.path == f"/en{PATH}"
    assert somebody.frame("en") + somebody.axe() + somebody.overflow() + somebody.clipped() + somebody.misdeeds() == []
    press(somebody, "Look it over")
    assert TEXT.partition("\n")[0] in page.locator("main").inner_text()
    press(somebody, "Send")
    opened(somebody, receipt)
    page.get_by_label("Skriv mer").fill("Han er femten.")
    in_english(somebody)
    expect(page.locator("main")).to_contain_text("stygge ting")
    assert page.locator("textarea").first.input_value() == "Han er femten."
    assert somebody.path == f"/en{ANSWER}"


@in_windows("desk", "phone")
def test_on_the_way_back_a_page_is_in_the_language_it_was_in_with_what_was_typed(somebody: Visitor, site: Site) -> None:
    page = somebody.page
    chosen(somebody)
    press(somebody, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Hva er du bekymret for?").fill(TEXT)
    in_english(somebody)
    page.locator("textarea").first.fill("In English.")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    assert somebody.path == PATH
    expect(page.get_by_label("Hva er du bekymret for?")).to_have_value(TEXT)
    page.go_forward()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("textarea").first.input_value() == "In English."
    # Leaving works on a page that came later too.
    leave = page.locator("[data-forlat]")
    away = str(leave.get_attribute("href"))
    page.route(f"{away}**", lambda route: route.fulfill(body="borte"))
    leave.click()
    expect(page.locator("body")).to_have_text("borte")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("In English.")


def in_english(someone: Visitor) -> None:
    with turning(someone):
        someone.page.locator("footer").get_by_role("button", name="English").click()


@pytest.mark.postgres
def test_a_parent_asks_reads_the_answer_and_asks_for_a_meeting(somebody: Visitor, site: Site) -> None:
    page = somebody.page
    somebody.open("/")
    with page.expect_navigation():
        page.get_by_role("link", name="Drøft det anonymt").click()
    assert somebody.path == PATH
    receipt = chosen(somebody)
    assert faults(somebody) == []
    press(somebody, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Hva er du bekymret for?").fill(TEXT)
    page.get_by_label("Velg bilder").set_input_files(picture())
    press(somebody, "Se over")
    expect(page.locator("main")).to_contain_text("Hva kan jeg si til ham?")
    expect(page.get_by_alt_text("Bilde 1, slik det blir sendt")).to_be_visible()
    press(somebody, "Endre")
    assert faults(somebody) == []
    page.get_by_label("Hva er du bekymret for?").fill(f"{TEXT} Han er femten.")
    press(somebody, "Se over")
    press(somebody, "Send")
    expect(page.locator("main")).to_contain_text("SLT-koordinator i Asker svarer deg senest torsdag 26. november 2026.")
    assert receipt not in page.url

    opened(somebody, receipt)
    expect(page.locator("main")).to_contain_text("Ingen har lest det siste du skrev ennå.")
    expect(page.locator("main")).to_contain_text("Den lukkes ikke mens du venter på svar.")
    assert faults(somebody) == []
    site.reply(COORDINATOR, "Spør ham hva han selv mener.", receipt)
    opened(somebody, receipt)
    expect(page.locator("main")).to_contain_text("Spør ham hva han selv mener.")
    expect(page.locator("main")).to_contain_text("Samtalen lukkes 22. februar 2027 hvis ingen skriver.")
    page.get_by_label("Skriv mer").fill("Takk. Kan vi møtes?")
    page.get_by_label("Møt meg").check()
    press(somebody, "Se over")
    expect(page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    assert faults(somebody, 400) == []
    page.get_by_label("Hvor og når vi kan nå deg").fill("Biblioteket, fredag klokka 12")
    press(somebody, "Se over")
    assert faults(somebody) == []
    press(somebody, "Send")
    expect(page.get_by_role("status")).to_contain_text("Det du skrev, er sendt.")
    expect(page.locator("ol.mv-samtale > li")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("Biblioteket, fredag klokka 12")

    press(somebody, "Slett samtalen")
    assert faults(somebody) == []
    press(somebody, "Slett samtalen")
    expect(page.locator("h1")).to_have_text("Samtalen er slettet")
    assert somebody.context.cookies() == []
    assert somebody.evaluate("localStorage.length + sessionStorage.length") == 0


def test_late_on_a_sunday_somebody_is_told_that_nobody_reads_and_whom_to_call(
    somebody: Visitor, sunday_night: Site
) -> None:
    main = somebody.page.locator("main")
    somebody.open(PATH)
    expect(main).to_contain_text("Ingen leser dette i natt.")
    expect(main.locator('a[href="tel:116111"]').first).to_be_visible()
    assert faults(somebody) == []
    receipt = asked(somebody)
    expect(main).to_contain_text("Ingen leser dette i natt.")
    expect(main).to_contain_text("senest tirsdag 24. november 2026.")
    assert faults(somebody) == []
    opened(somebody, receipt)
    expect(main).to_contain_text("Ingen har lest det siste du skrev ennå.")
    expect(main.locator('a[href="tel:116111"]').first).to_be_visible()


def test_a_question_becomes_a_report_that_says_whom_it_is_about(
    somebody: Visitor, site: Site, chromium: Browser
) -> None:
    page, main = somebody.page, somebody.page.locator("main")
    receipt = asked(somebody)
    opened(somebody, receipt)
    press(somebody, "Gjør om til bekymringsmelding")
    page.get_by_label("Hva vil du melde fra om?").fill("Jeg vil at noen snakker med ham.")
    page.get_by_label("Fødselsdato").fill("14.03.2011")
    press(somebody, "Se over")
    expect(main).to_contain_text("Skriv hvem det gjelder")
    assert faults(somebody, 400) == []
    page.get_by_label("Navn").fill("Ola Testesen")
    press(somebody, "Se over")
    expect(main).to_contain_text("Ola Testesen, født 14. mars 2011")
    assert faults(somebody) == []
    press(somebody, "Send bekymringsmeldingen")
    expect(page.get_by_role("status")).to_contain_text("Bekymringsmeldingen er sendt.")
    expect(page.get_by_role("button", name="Gjør om til bekymringsmelding")).to_have_count(0)
    assert faults(somebody) == []

    with browsing.visitor(chromium, site.base) as receiver:
        sign_in_as(receiver, "Logg inn som Eskil Berg")
        receiver.open("/inne/mottak/?vis=anonymous_report")
        # What is unread comes first; another journey's says the same.
        unread = receiver.page.locator("ol.mv-ko > li", has_text="Anonym melding").first
        with receiver.page.expect_navigation():
            unread.get_by_role("link").first.click()
        press(receiver, "Les")
        expect(receiver.page.locator("main")).to_contain_text("Jeg vil at noen snakker med ham.")
        expect(receiver.page.locator("main")).not_to_contain_text("Ola Testesen")


def test_a_button_that_is_pressed_twice_sends_it_once(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    receipt = chosen(visitor)
    press(visitor, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Hva er du bekymret for?").fill(TEXT)
    press(visitor, "Se over")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.locator("h1")).to_have_text("Det er sendt")
    opened(visitor, receipt)
    expect(page.locator("ol.mv-samtale > li")).to_have_count(1)


def test_a_text_outlives_a_network_that_goes_and_the_way_back(site: Site, visitor: Visitor) -> None:
    page, field = visitor.page, visitor.page.get_by_label("Hva er du bekymret for?")
    lost = page.get_by_role("alert").filter(has_text="Vi får ikke kontakt. Det du skrev, står her fortsatt.")
    receipt = chosen(visitor)
    press(visitor, "Jeg har skrevet ned tallet, gå videre")
    field.fill(TEXT)
    visitor.context.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name="Se over", exact=True).click()
        expect(lost).to_have_count(1)
    visitor.context.set_offline(False)
    expect(field).to_have_value(TEXT)
    press(visitor, "Se over")
    expect(page.locator("h1")).to_be_focused()
    page.go_back()
    expect(field).to_have_value(TEXT)
    field.fill(f"{TEXT} Han er femten.")
    press(visitor, "Se over")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Skriv det du lurer på")
    page.go_forward()
    expect(page.locator("main")).to_contain_text("Han er femten.")

    arrived: list[int] = []

    def lose(route: Route) -> None:
        arrived.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    visitor.context.route("**/droft/", lose)
    # A busy machine may take longer to send than anybody waits for words on a page.
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Send", exact=True).click()
    expect(lost).to_have_count(1)
    assert arrived == [303]
    visitor.context.unroute("**/droft/")
    press(visitor, "Send")
    expect(page.locator("h1")).to_have_text("Det er sendt")
    opened(visitor, receipt)
    expect(page.locator("ol.mv-samtale > li")).to_have_count(1)


def test_the_pages_are_sound_at_every_width_in_light_and_dark(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    receipt = chosen(visitor)
    found = looked_at(visitor, "droft-receipt")
    press(visitor, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Ring meg").check()
    page.get_by_label("Velg bilder").set_input_files(picture())
    press(visitor, "Se over")
    found += looked_at(visitor, "droft-wrong") + visitor.misdeeds(status=400)
    page.get_by_label("Hva er du bekymret for?").fill(f"{TEXT}\n\nHan er født 140310 12345.")
    page.get_by_label("Hvor og når vi kan nå deg").fill("22 33 44 55, etter klokka 20")
    press(visitor, "Se over")
    found += looked_at(visitor, "droft-look-over")
    press(visitor, "Send")
    found += looked_at(visitor, "droft-sent")
    visitor.open(ANSWER)
    page.get_by_label("Kvitteringen").fill("1234 5678 9012 3456")
    press(visitor, "Åpne")
    found += visitor.axe() + visitor.misdeeds(status=400)
    site.reply(COORDINATOR, "Takk for at du spør. Spør ham hva han selv mener.\n\nVil du snakke med meg?", receipt)
    opened(visitor, receipt)
    found += looked_at(visitor, "droft-talk")
    press(visitor, "Gjør om til bekymringsmelding")
    page.get_by_label("Hva vil du melde fra om?").fill("Jeg vil at noen snakker med ham.")
    page.get_by_label("Navn").fill("Ola Testesen")
    found += looked_at(visitor, "droft-tell")
    press(visitor, "Se over")
    found += visitor.axe()
    press(visitor, "Send bekymringsmeldingen")
    expect(page.get_by_role("status")).to_contain_text("Bekymringsmeldingen er sendt.")
    found += visitor.axe() + visitor.misdeeds()
    assert not found, "\n".join(found)
