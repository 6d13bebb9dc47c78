"""The network goes while somebody sends what they wrote: the text stays in the page, and sent again it is one thing."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.test_desk import lay, open_item
from tests.journeys.test_desk import press as at_desk
from tests.journeys.test_inside import sign_in_as
from tests.journeys.test_notices import ground, write
from tests.journeys.test_reporting import TEACHER

WORDS = "Han sa at ingen hadde spurt ham før."
LOST = "Ingen forbindelse. Ingenting er sendt, og det du skrev, står her fortsatt."


def press(someone: Visitor, name: str) -> None:
    someone.page.locator("main").get_by_role("button", name=name, exact=True).click()


def onwards(someone: Visitor) -> None:
    with someone.page.expect_navigation():
        press(someone, "Videre")


def pressed_without_a_network(someone: Visitor, button: str) -> None:
    """Nothing is sent, and the page says so where one is: once, however often it is pressed."""
    here = someone.page.url
    someone.context.set_offline(True)
    for _ in range(2):
        press(someone, button)
        expect(someone.page.get_by_role("alert").filter(has_text=LOST)).to_have_count(1)
    assert someone.page.url == here
    someone.context.set_offline(False)


def pressed_with_a_network_that_only_seems_to_be_there(someone: Visitor, button: str) -> None:
    """The browser believes in it. Where nothing has been heard for a while, the page asks before it leaves."""
    someone.page.clock.fast_forward(25_000)
    someone.context.route("**/inne/bli/", lambda route: route.abort("addressunreachable"))
    press(someone, button)
    expect(someone.page.get_by_role("alert").filter(has_text=LOST)).to_have_count(1)
    someone.context.unroute("**/inne/bli/")


def lost_on_the_way_back(someone: Visitor, button: str) -> None:
    """It arrives, and the answer doesn't: the browser says so on its own page. Loaded anew, the form is sent again."""

    arrived: list[int] = []

    def lose(route: Route) -> None:
        if arrived or route.request.method != "POST":
            route.continue_()
            return
        arrived.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    someone.context.route("**/*", lose)
    press(someone, button)
    expect(someone.page).to_have_url(re.compile("^chrome-error://"))
    assert arrived == [302]
    someone.page.reload()
    someone.context.unroute("**/*")


FORMS = {"ny/": "seen", "droft/": "agreed", "samtale/": "words"}
"""Each form of a concern, and a field in which somebody writes."""


@pytest.mark.parametrize("form", FORMS)
def test_a_text_outlives_the_network_and_is_saved_once(site: Site, visitor: Visitor, form: str) -> None:
    to = "/inne/bekymringer/ny/" if form == "ny/" else site.note(TEACHER, "Han var stille.") + form
    sign_in_as(visitor, "Logg inn som Mona Haugen")
    visitor.page.clock.install()
    visitor.open(to)
    field = visitor.page.locator(f"[name={FORMS[form]}]")
    field.fill(WORDS)
    pressed_without_a_network(visitor, "Lagre")
    pressed_with_a_network_that_only_seems_to_be_there(visitor, "Lagre")
    expect(field).to_have_value(WORDS)
    lost_on_the_way_back(visitor, "Lagre")
    concern = visitor.path.split("/")[3]
    assert site.left(concern)["items"] == (1 if form == "ny/" else 2)
    expect(visitor.page.locator("main")).to_contain_text(WORDS)


def test_a_report_outlives_the_network_and_is_sent_once(site: Site, visitor: Visitor) -> None:
    concern, page = uuid4(), visitor.page
    site.note(TEACHER, "Han var stille.", concern=concern)
    sign_in_as(visitor, "Logg inn som Mona Haugen")
    visitor.open(f"/inne/bekymringer/{concern}/meld/")
    page.get_by_label("SLT i Asker", exact=True).check()
    onwards(visitor)
    more = page.get_by_label("Noe mer mottaket trenger å vite?")
    more.fill(WORDS)
    pressed_without_a_network(visitor, "Videre")
    expect(more).to_have_value(WORDS)
    onwards(visitor)
    page.get_by_label("Nei, send den uten navn").check()
    onwards(visitor)
    onwards(visitor)
    for box in page.locator("main").get_by_role("checkbox").all():
        box.check()
    page.locator("main textarea").fill("De skal avklare bekymringen.")
    onwards(visitor)
    expect(page.locator("main")).to_contain_text(WORDS)
    pressed_without_a_network(visitor, "Send")
    assert site.left(str(concern))["reports"] == 0
    lost_on_the_way_back(visitor, "Send")
    expect(page.locator("main")).to_contain_text("Levert. Ingen har lest den ennå.")
    left = site.left(str(concern))
    assert (left["reports"], left["arrivals"]) == (1, 1)


def test_a_closing_outlives_the_network_and_is_one(site: Site, visitor: Visitor) -> None:
    concern = site.note(TEACHER, "Han var stille.")
    sign_in_as(visitor, "Logg inn som Mona Haugen")
    visitor.page.clock.install()
    visitor.open(f"{concern}avslutt/")
    visitor.page.get_by_label("Det var ikke grunn til bekymring").check()
    words = visitor.page.get_by_label("Skriv det med egne ord")
    words.fill(WORDS)
    pressed_without_a_network(visitor, "Avslutt")
    pressed_with_a_network_that_only_seems_to_be_there(visitor, "Avslutt")
    expect(words).to_have_value(WORDS)
    lost_on_the_way_back(visitor, "Avslutt")
    expect(visitor.page.locator("main")).to_contain_text("Bekymringen er avsluttet. Du kan fortsatt lese den.")
    assert site.left(concern.split("/")[3])["items"] == 2


AT_A_DESK = {
    "Svar": ("Send svaret", {"answer": 1, "decision": 0, "desks": 1}),
    "Avslå, med begrunnelse": ("Avslå", {"answer": 0, "decision": 1, "desks": 1}),
    "Send videre": ("Send videre", {"answer": 0, "decision": 0, "desks": 2}),
}
"""Each form of a desk with a text: the link to it, its button, and what there is when it is sent once."""


@pytest.mark.parametrize("act", AT_A_DESK)
def test_a_text_at_a_desk_outlives_the_network_and_is_sent_once(site: Site, visitor: Visitor, act: str) -> None:
    button, once = AT_A_DESK[act]
    alias, page = lay(site), visitor.page
    sign_in_as(visitor, "Logg inn som Eskil Berg")
    open_item(visitor, alias)
    at_desk(visitor, "Les")
    page.clock.install()
    for link in (act, *(("Radikaliseringskontaktene", "Uten å si hvem det gjelder") if act == "Send videre" else ())):
        at_desk(visitor, link, "link")
    text = page.locator("main [name=text]")
    text.fill(WORDS)
    for other in page.locator("main [name=necessity]").all():
        other.fill("De kjenner miljøet.")
        page.get_by_label("Nei", exact=True).first.check()
    for box in page.locator("main").get_by_role("checkbox").all():
        box.check()
    pressed_without_a_network(visitor, button)
    pressed_with_a_network_that_only_seems_to_be_there(visitor, button)
    expect(text).to_have_value(WORDS)
    lost_on_the_way_back(visitor, button)
    expect(page.locator("main")).to_contain_text(WORDS)
    assert site.lies(alias) == once


def test_a_question_that_is_looked_over_outlives_the_network_and_is_sent_once(site: Site, visitor: Visitor) -> None:
    concern, page = site.note(TEACHER, "Han var stille."), visitor.page
    sign_in_as(visitor, "Logg inn som Mona Haugen")
    page.clock.install()
    visitor.open(f"{concern}spor/")
    page.get_by_label("SLT-koordinator i Asker").check()
    page.get_by_label("Hva lurer du på?").fill(WORDS)
    page.get_by_label("Telefonnummeret ditt").fill("40 00 00 09")
    pressed_without_a_network(visitor, "Se over")
    at_desk(visitor, "Se over")
    for box in page.locator("main").get_by_role("checkbox").all():
        box.check()
    pressed_without_a_network(visitor, "Send spørsmålet")
    lost_on_the_way_back(visitor, "Send spørsmålet")
    expect(page.locator("main")).to_contain_text("Ingen har lest dette. Ring.")
    assert site.left(concern.split("/")[3])["reports"] == 1


def test_a_notice_that_is_looked_over_is_not_lost_without_a_network(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    sign_in_as(visitor, "Logg inn som Henrik Dahl")
    visitor.open("/inne/mottak/varsel/ny/")
    write(visitor)
    pressed_without_a_network(visitor, "Neste")
    at_desk(visitor, "Neste")
    ground(visitor)
    pressed_without_a_network(visitor, "Neste")
    at_desk(visitor, "Neste")
    for box in page.get_by_role("group", name="Kan du stå for dette?").get_by_role("checkbox").all():
        box.check()
    pressed_without_a_network(visitor, "Send varselet")
    expect(page.locator("main")).to_contain_text("Amina Ødegård")
    lost_on_the_way_back(visitor, "Send varselet")
    expect(page.locator("main")).to_contain_text("Varselet er sendt.")
