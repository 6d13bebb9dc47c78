"""Somebody at a desk reads what came, takes it, answers, sends on, and steps aside: on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from motvekt.kernel.clock import LOCAL
from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import TUESDAY_MORNING, Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import faults, sign_in_as

NUMBERS = count(100)
BEFORE = datetime(2026, 11, 24, 9, 48, tzinfo=LOCAL)


@pytest.fixture(params=["desk", "phone"])
def receiver(request: pytest.FixtureRequest, site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody who receives, with either."""
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browsing.visitor(chromium, site.base, **(phone if request.param == "phone" else {})) as someone:
        yield someone


def lay(site: Site, desk: str = "slt-asker", **more: str) -> str:
    """A report at a desk, and the alias that finds it."""
    alias = f"Rogn {next(NUMBERS)}"
    known = {"unit": "lerkeli-ungdomsskole", "desk": desk, "email": "mona.haugen@lerkeli.example", "alias": alias}
    site.report(**known, **more)
    return alias


def press(someone: Visitor, name: str, role: str = "button") -> None:
    """Press what is called so, and wait for the page that comes."""
    with someone.page.expect_navigation():
        someone.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def open_item(someone: Visitor, alias: str) -> None:
    """Go to the desk's reports and open what is called so."""
    someone.open("/inne/mottak/?vis=report")
    with someone.page.expect_navigation():
        someone.page.locator("ol.mv-ko > li", has_text=re.compile(rf"{alias}\b")).locator("a.ds-button").click()


@pytest.mark.postgres
def test_a_serious_report_is_read_taken_and_answered(receiver: Visitor, site: Site) -> None:
    alias = lay(site, exit="serious", called=BEFORE.isoformat(), name="Ola Testesen")
    sign_in_as(receiver, "Logg inn som Eskil Berg")
    expect(receiver.page.locator("main")).to_contain_text("venter på å bli lest i mottaket")
    receiver.open("/inne/mottak/?vis=report")
    row = receiver.page.locator("ol.mv-ko > li", has_text=re.compile(rf"{alias}\b"))
    expect(row).to_contain_text("Melderen ringte først, kl. 09.48. Fra skole.")
    expect(row).to_contain_text("I dag kl. 10.30")
    assert faults(receiver) == []

    open_item(receiver, alias)
    expect(receiver.page.locator("main")).not_to_contain_text("burde få det de fortjener")
    assert faults(receiver) == []
    press(receiver, "Les")
    expect(receiver.page.locator("main")).to_contain_text("burde få det de fortjener")
    expect(receiver.page.locator("main")).not_to_contain_text("Ola Testesen")
    press(receiver, "Jeg tar denne")
    expect(receiver.page.get_by_role("status")).to_have_text("Du har tatt denne. Kollegene dine ser det.")
    assert faults(receiver) == []

    press(receiver, "Se hvem det gjelder", "link")
    press(receiver, "Fortsett")
    expect(receiver.page.locator("main")).to_contain_text("Ola Testesen")
    assert faults(receiver) == []
    press(receiver, "Tilbake", "link")

    press(receiver, "Svar", "link")
    press(receiver, "Send svaret")
    expect(receiver.page.get_by_role("heading", name="Noe må rettes først")).to_be_focused()
    receiver.page.get_by_label("Svaret").fill("Takk. Snakk med ham i morgen.")
    for box in receiver.page.get_by_role("checkbox").all():
        box.check()
    press(receiver, "Send svaret")
    expect(receiver.page.get_by_role("status")).to_contain_text("Svaret er sendt.")
    expect(receiver.page.locator("main")).to_contain_text("Takk. Snakk med ham i morgen.")


def test_the_way_back_sends_nothing_twice_and_shows_what_was_sent_and_decided(receiver: Visitor, site: Site) -> None:
    alias, page = lay(site), receiver.page
    sign_in_as(receiver, "Logg inn som Eskil Berg")
    open_item(receiver, alias)
    press(receiver, "Les")
    press(receiver, "Svar", "link")
    page.get_by_label("Svaret").fill("Takk. Snakk med ham i morgen.")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(receiver, "Send svaret")
    page.go_back()
    expect(page.locator("main")).to_contain_text("Takk. Snakk med ham i morgen.")
    press(receiver, "Send svaret")
    expect(page.get_by_role("status").or_(page.get_by_role("heading", name="Noe må rettes først"))).to_be_visible()
    assert site.lies(alias)["answer"] == 1
    page.goto(page.url.removesuffix("svar/"))
    press(receiver, "Avslå, med begrunnelse", "link")
    page.get_by_label("Begrunnelse").fill("Handler om nye klær.")
    press(receiver, "Avslå")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("Dette er alt avgjort. Her står det hvem som gjorde det, og når.")
    assert faults(receiver) == []
    assert site.lies(alias) == {"answer": 1, "decision": 1, "desks": 1}


def test_a_report_is_passed_on_in_the_desks_own_words(receiver: Visitor, site: Site) -> None:
    alias = lay(site)
    sign_in_as(receiver, "Logg inn som Eskil Berg")
    open_item(receiver, alias)
    press(receiver, "Les")
    press(receiver, "Send videre", "link")
    assert faults(receiver) == []
    press(receiver, "Radikaliseringskontaktene", "link")
    assert faults(receiver) == []
    press(receiver, "Uten å si hvem det gjelder", "link")
    receiver.page.get_by_label("Det mottakeren trenger å vite").fill("En ungdom har truet noen.")
    receiver.page.get_by_label("Hvorfor trenger mottakeren det?").fill("De kjenner miljøet.")
    receiver.page.get_by_label("Nei", exact=True).first.check()
    for box in receiver.page.get_by_role("checkbox").all():
        box.check()
    assert faults(receiver) == []
    press(receiver, "Send videre")
    expect(receiver.page.get_by_role("status")).to_have_text("Sendt videre. Den som meldte, får vite hvor.")
    receiver.open("/inne/mottak/avgjort/")
    expect(receiver.page.locator("ol.mv-ko > li", has_text=re.compile(rf"{alias}\b"))).to_contain_text("Sendt videre")


def test_everything_at_the_desk_works_without_scripts(without_scripts: Visitor, site: Site) -> None:
    alias = lay(site)
    sign_in_as(without_scripts, "Logg inn som Eskil Berg")
    open_item(without_scripts, alias)
    press(without_scripts, "Les")
    press(without_scripts, "Avslå, med begrunnelse", "link")
    press(without_scripts, "Avslå")
    assert without_scripts.page.title().startswith("Feil: ")
    without_scripts.page.get_by_label("Begrunnelse").fill("Handler om nye klær.")
    press(without_scripts, "Avslå")
    assert "Handler om nye klær." in without_scripts.page.locator("main").inner_text()


def test_whoever_is_too_close_steps_aside(receiver: Visitor, site: Site) -> None:
    alias = lay(site)
    sign_in_as(receiver, "Logg inn som Eskil Berg")
    open_item(receiver, alias)
    press(receiver, "Jeg er inhabil", "link")
    expect(receiver.page.locator("main")).to_contain_text("Ingen andre tar imot hos dere")
    assert faults(receiver) == []
    press(receiver, "Jeg er inhabil")
    expect(receiver.page.get_by_role("status")).to_contain_text("ser ikke denne lenger")
    expect(receiver.page.locator("main")).not_to_contain_text(f"{alias},")
    receiver.page.go_back()
    receiver.page.reload()
    expect(receiver.page.locator("h1")).to_have_text("Siden finnes ikke")


def test_the_desks_pages_are_sound_at_every_width_in_light_and_dark(visitor: Visitor, site: Site) -> None:
    site.stand_at(datetime(2026, 11, 20, 14, 20, tzinfo=LOCAL))
    late = lay(site)
    site.stand_at(TUESDAY_MORNING)
    sign_in_as(visitor, "Logg inn som Eskil Berg")
    visitor.open("/inne/mottak/")
    found = looked_at(visitor, "desk")
    open_item(visitor, late)
    found += looked_at(visitor, "desk-unread")
    press(visitor, "Les")
    found += looked_at(visitor, "desk-item")
    item = visitor.page.url
    for page in ("svar", "sak", "send-videre", "avslaa", "inhabil"):
        visitor.page.goto(f"{item}{page}/")
        found += looked_at(visitor, f"desk-{page}")
    assert found == []
