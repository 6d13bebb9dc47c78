"""What a browser keeps of somebody who signed in as an employee and then wrote anonymously: nothing that says what they
wrote, and nothing that another employee's browser wouldn't keep.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.keeping import left
from tests.journeys.test_droft import ANSWER, COORDINATOR, chosen, opened, press
from tests.journeys.test_inside import sign_in_as

WROTE = "Ungdommen sier at skolen skal få svi."
CONTACT = "Bak kiosken ved elva"
REPLIED = "Hun heter det samme som bestemoren sin."
ADVICE = "Snakk med henne på tomannshånd."
SEALED = re.compile(r"(?<=/droft/sendt/)[^/]+")


@dataclass(frozen=True)
class Kept:
    """What a browser has of this site while it runs: cookies with their values, and all else that a page can store."""

    cookies: frozenset[tuple[str, str, str]]
    stores: dict[str, Any]


def kept(someone: Visitor) -> Kept:
    jar = someone.context.cookies()
    return Kept(
        frozenset((one.get("name", ""), one.get("path", ""), one.get("value", "")) for one in jar), left(someone)
    )


@contextmanager
def own_profile(chromium: Browser, site: Site, folder: Path) -> Iterator[Visitor]:
    """A browser that writes its profile to a folder, as people's own do."""
    context = chromium.browser_type.launch_persistent_context(
        folder, executable_path="/usr/bin/chromium", args=list(browsing.ARGUMENTS), reduced_motion="reduce"
    )
    try:
        yield Visitor(context, context.pages[0], site.base)
    finally:
        context.close()


def written(someone: Visitor, site: Site) -> str:
    """The whole way: asked with a picture, answered, written on, asked to be met. The receipt."""
    page, drawn = someone.page, BytesIO()
    Image.effect_noise((60, 40), 60).convert("RGB").save(drawn, "PNG")
    receipt = chosen(someone)
    press(someone, "Jeg har skrevet ned tallet, gå videre")
    page.get_by_label("Hva er du bekymret for?").fill(WROTE)
    page.get_by_label("Møt meg").check()
    page.get_by_label("Hvor og når vi kan nå deg").fill(CONTACT)
    page.get_by_label("Velg bilder").set_input_files(FilePayload(name="a.png", mimeType="", buffer=drawn.getvalue()))
    press(someone, "Se over")
    press(someone, "Send")
    expect(page.locator("h1")).to_have_text("Det er sendt")
    site.reply(COORDINATOR, ADVICE, receipt)
    opened(someone, receipt)
    expect(page.locator("main")).to_contain_text(ADVICE)
    page.get_by_label("Skriv mer").fill(REPLIED)
    press(someone, "Se over")
    press(someone, "Send")
    expect(page.get_by_role("status")).to_contain_text("Det du skrev, er sendt.")
    return receipt


def visited(profile: Path, base: str) -> list[tuple[str, str]]:
    """Addresses and titles that the history has of the site's anonymous pages, in the order of their first visit."""
    with closing(sqlite3.connect(profile / "Default" / "History")) as history:
        rows = history.execute("SELECT url, title FROM urls ORDER BY id").fetchall()
    paths = [(url.removeprefix(base), title) for url, title in rows]
    return [(SEALED.sub("a sealed thing", path), title) for path, title in paths if path.startswith("/droft/")]


def holding(profile: Path, words: list[str]) -> list[str]:
    """Files of the profile that have any of these words, however a browser writes letters."""
    spelt = {form for word in words for form in (word.encode(), word.encode("utf-16-le"))}
    files = (file for file in profile.rglob("*") if file.is_file() and not file.is_symlink())
    return [str(file.relative_to(profile)) for file in files if any(one in file.read_bytes() for one in spelt)]


def test_the_profiles_of_two_employees_gain_the_same_and_nothing_of_what_they_wrote(
    site: Site, chromium: Browser, tmp_path: Path
) -> None:
    gained, histories = [], []
    for name in ("Mona Haugen", "Leyla Demir"):
        profile = tmp_path / name.split()[0]
        with own_profile(chromium, site, profile) as someone:
            sign_in_as(someone, f"Logg inn som {name}")
            before = kept(someone)
            assert before.cookies, "whoever signs in has a cookie"
            receipt = written(someone, site)
            after = kept(someone)
            gained.append((after.cookies - before.cookies, before.cookies - after.cookies, after.stores))
            # The account's own cookie never went along.
            assert someone.page.evaluate("document.cookie") == ""
        histories.append(visited(profile, site.base))
        spoken = " ".join(re.findall("....", receipt))
        assert holding(profile, [WROTE, CONTACT, REPLIED, ADVICE, receipt, spoken]) == []
    assert gained[0] == gained[1] == (frozenset(), frozenset(), gained[0][2])
    assert histories[0] == histories[1]
    assert {path for path, _ in histories[0]} == {"/droft/", "/droft/sendt/a sealed thing/", ANSWER}


def test_the_search_finds_what_a_profile_does_keep(site: Site, chromium: Browser, tmp_path: Path) -> None:
    with own_profile(chromium, site, tmp_path) as someone:
        someone.open("/")
        someone.page.evaluate(f"localStorage.setItem('kladd', {WROTE!r})")
        someone.page.evaluate(f"localStorage.setItem('navn', {'Ærlig ' + WROTE + ' 日本'!r})")
    assert holding(tmp_path, [WROTE])
