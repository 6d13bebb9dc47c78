"""A parent asks without saying who they are, reads the answer and goes on: on a phone and at a laptop, with scripts and
without, and late on a Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at

PATH, ANSWER = "/droft/", "/droft/svar/"
COORDINATOR = "eskil.berg@asker.example"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DEVICES: dict[str, dict[str, Any]] = {
    "desk": {},
    "phone without scripts": {**PHONE, "block_scripts": True},
}
TEXT = "Sønnen min på femten har begynt å si stygge ting om andre.\n\nHva kan jeg si til ham?"


@pytest.fixture(params=DEVICES)
def somebody(request: pytest.FixtureRequest, site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody at home, with either."""
    with browsing.visitor(chromium, site.base, **DEVICES[request.param]) as someone:
        yield someone


def press(someone: Visitor, name: str) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name=name, exact=True).click()


def picture() -> dict[str, Any]:
    """A picture of a screen, as it lies on a telephone."""
    made = BytesIO()
    Image.effect_noise((600, 400), 60).convert("RGB").save(made, "JPEG")
    return {"name": "IMG_4711 Solvang skole.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


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


def test_the_pages_are_sound_at_every_width_in_light_and_dark(site: Site, visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(PATH)
    found = looked_at(visitor, "droft-choose")
    press(visitor, "Gå videre")
    expect(page.locator("main")).to_contain_text("Velg hvem du vil spørre.")
    found += looked_at(visitor, "droft-none-chosen") + visitor.misdeeds(status=400)
    receipt = chosen(visitor)
    found += looked_at(visitor, "droft-receipt")
    press(visitor, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Hva er du bekymret for?").fill("")
    page.get_by_label("Ring meg").check()
    press(visitor, "Se over")
    found += looked_at(visitor, "droft-wrong") + visitor.misdeeds(status=400)
    page.get_by_label("Hva er du bekymret for?").fill(f"{TEXT}\n\nHan er født 140310 12345.")
    page.get_by_label("Hvor og når vi kan nå deg").fill("22 33 44 55, etter klokka 20")
    page.get_by_label("Velg bilder").set_input_files([picture()])
    press(visitor, "Se over")
    found += looked_at(visitor, "droft-look-over")
    press(visitor, "Endre")
    found += looked_at(visitor, "droft-write")
    press(visitor, "Se over")
    press(visitor, "Send")
    found += looked_at(visitor, "droft-sent")
    visitor.open(ANSWER)
    page.get_by_label("Kvitteringen").fill("1234 5678 9012 3456")
    press(visitor, "Åpne")
    found += looked_at(visitor, "droft-no-receipt") + visitor.misdeeds(status=400)
    opened(visitor, receipt)
    found += looked_at(visitor, "droft-talk-waiting")
    site.reply(
        COORDINATOR, "Takk for at du spør. Spør ham hva han selv mener med det han sier.\n\nVil du snakke med meg?"
    )
    opened(visitor, receipt)
    found += looked_at(visitor, "droft-talk")
    press(visitor, "Gjør om til bekymringsmelding")
    found += looked_at(visitor, "droft-tell")
    page.get_by_label("Hva vil du melde fra om?").fill("Jeg vil at noen snakker med ham.")
    page.get_by_label("Navn").fill("Ola Testesen")
    press(visitor, "Se over")
    found += looked_at(visitor, "droft-tell-over")
    press(visitor, "Endre")
    press(visitor, "Tilbake til samtalen")
    press(visitor, "Slett samtalen")
    found += looked_at(visitor, "droft-end")
    press(visitor, "Slett samtalen")
    found += looked_at(visitor, "droft-ended")
    assert not found, "\n".join(found)
