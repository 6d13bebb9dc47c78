"""Somebody at a desk answers a question of which nobody knows who asks: at a desk, and on a phone without scripts."""

from __future__ import annotations

import random
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import faults, sign_in_as
from tests.journeys.windows import PHONE

ASKED = "Sønnen min på femten sier ting om andre.\n\nHva kan jeg si til ham?"
ANSWER = "Du gjør ikke noe galt ved å spørre. Si at du er glad i ham, og spør hva han tenker."


def press(someone: Visitor, name: str, role: str = "button") -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def laid(site: Site) -> tuple[str, str]:
    """A question at a desk: where it lies, and the receipt."""
    made, receipt = BytesIO(), "".join(random.choices("0123456789", k=16))
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    picture = b64encode(made.getvalue()).decode()
    return site.ask(unit="slt-asker", receipt=receipt, text=ASKED, picture=picture), receipt


@pytest.mark.postgres
def test_an_anonymous_question_is_read_and_answered_and_the_asker_sees_it(
    somebody: Visitor, site: Site, chromium: Browser
) -> None:
    address, receipt = laid(site)
    page = somebody.page
    sign_in_as(somebody, "Logg inn som Eskil Berg")
    somebody.open("/inne/mottak/?vis=anonymous")
    row = page.locator("ol.mv-ko > li", has=page.locator(f"a[href='{address}']"))
    expect(row).to_contain_text("Anonymt spørsmål")
    expect(row).to_contain_text("I dag, før kl. 12")
    assert faults(somebody) == []

    somebody.open(address)
    expect(page.locator("main")).not_to_contain_text("Sønnen min")
    press(somebody, "Les")
    expect(page.locator("main")).to_contain_text("Hva kan jeg si til ham?")
    expect(page.locator("main")).to_contain_text("Vil helst bli ringt. 40 00 00 09")
    assert faults(somebody) == []
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent bilde 1").click()
    assert fetched.value.suggested_filename == "bilde.png"
    assert Path(fetched.value.path()).read_bytes().startswith(b"\x89PNG")

    press(somebody, "Svar", "link")
    page.get_by_label("Svaret", exact=True).fill(ANSWER)
    page.get_by_label("Begynn med en tekst fra veilederen").select_option(label="Drøft uten å si hvem du er")
    press(somebody, "Sett inn teksten")
    expect(page.get_by_role("status")).to_contain_text("Ingenting er sendt.")
    put_in = page.get_by_label("Svaret", exact=True).input_value()
    assert put_in.startswith(f"{ANSWER}\n\nDu kan også la være")
    assert faults(somebody) == []
    page.get_by_label("Svaret", exact=True).fill(ANSWER)
    press(somebody, "Send svaret")
    expect(page.get_by_role("status")).to_contain_text("Svaret ligger klart.")
    expect(page.locator("main")).to_contain_text("Svar, skrevet av Eskil Berg")
    assert faults(somebody) == []

    press(somebody, "Gi videre til en kollega", "link")
    expect(page.locator("main")).to_contain_text("Ingen andre tar imot hos dere nå")
    assert faults(somebody) == []

    with browsing.visitor(chromium, site.base, **PHONE) as asker:
        asker.open("/droft/svar/")
        asker.page.get_by_label("Kvitteringen").fill(receipt)
        press(asker, "Åpne")
        expect(asker.page.locator("main")).to_contain_text(ANSWER)
        expect(asker.page.locator("main")).not_to_contain_text("Eskil")


def test_the_pages_of_an_anonymous_question_are_sound_at_every_width_in_light_and_dark(
    visitor: Visitor, site: Site
) -> None:
    address, _ = laid(site)
    sign_in_as(visitor, "Logg inn som Eskil Berg")
    visitor.open("/inne/mottak/")
    found = looked_at(visitor, "desk-with-anonymous")
    visitor.open(address)
    press(visitor, "Les")
    found += looked_at(visitor, "desk-anonymous")
    visitor.open(f"{address}svar/")
    found += looked_at(visitor, "desk-anonymous-svar")
    assert found == []
