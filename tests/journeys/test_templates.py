"""Every template in a real browser: axe, widths, colours, languages, policy, requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from motvekt.guide.schema import Guide
from tests.guides import guide_of
from tests.journeys import browser as browsing
from tests.journeys.browser import WIDTHS, Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.places import NAMES, Place, is_inside, place


@pytest.fixture(scope="package")
def everyone(running: Site, chromium: Browser) -> Iterator[Visitor]:
    """One window for all pages: each is opened anew, and what it did is asked for before the next."""
    with browsing.visitor(chromium, running.base) as someone:
        yield someone


@pytest.fixture(scope="package")
def scriptless(running: Site, chromium: Browser) -> Iterator[Visitor]:
    """The same with the site's scripts kept from it, on a phone."""
    size = {"width": 390, "height": 844}
    with browsing.visitor(chromium, running.base, block_scripts=True, viewport=size) as someone:
        yield someone


def opened(someone: Visitor, where: Place, language: str, host: str = "localhost") -> list[str]:
    """Open a page, and say what is wrong with it whatever the window's size."""
    response = someone.open(where.path, where.host or host)
    assert response.status == where.status
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    return browsing.inline(response.text()) + someone.frame(language) + someone.misdeeds(status=where.status)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_sound_at_every_width_in_light_and_dark(
    name: str, site: Site, everyone: Visitor, asker_baerum: Guide
) -> None:
    found = opened(everyone, place(name, asker_baerum), "nb")
    found += looked_at(everyone, name) + everyone.misdeeds()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_sound_with_its_scripts_blocked(
    name: str, site: Site, scriptless: Visitor, asker_baerum: Guide
) -> None:
    found = opened(scriptless, place(name, asker_baerum), "nb")
    found += scriptless.overflow() + scriptless.axe() + scriptless.misdeeds()
    assert not found, "\n".join(found)


AXED = (
    "front",
    "question of the service",
    "danger",
    "advice: a parent",
    "call",
    "contacts",
    "part rutine",
    "item of bases",
)
"""Names whose pages axe reads in every language too."""


@pytest.mark.parametrize(
    ("pack", "host", "language"),
    [
        ("asker-baerum", "localhost", "nn"),
        ("asker-baerum", "localhost", "en"),
        ("fjellvik", "fjellvik.localhost", "nn"),
        ("fjellvik", "fjellvik.localhost", "en"),
    ],
)
def test_the_pages_are_sound_in_every_language_and_say_which_it_is(
    pack: str, host: str, language: str, site: Site, scriptless: Visitor
) -> None:
    guide = guide_of(pack)
    content = language if language in guide.languages else guide.default_language
    prefix = "" if language == guide.default_language else f"/{language}"
    found = []
    for name in NAMES:
        if prefix and is_inside(name):
            continue
        where = place(name, guide)
        # A host that no area has knows the language by the address alone.
        said = "nb" if where.host and not prefix else language
        faults = opened(scriptless, Place(prefix + where.path, where.status, where.host), said, host)
        faults += scriptless.overflow()
        if content != language:
            faults += unmarked(scriptless, guide, content)
        if name in AXED:
            faults += scriptless.axe()
        found += [f"{name}: {fault}" for fault in faults]
    assert not found, "\n".join(found)


def texts(value: Any, language: str) -> Iterator[str]:
    """Every text of a guide's in a language."""
    if isinstance(value, dict):
        if language in value and isinstance(value[language], str):
            yield " ".join(value[language].split())
        else:
            for inner in value.values():
                yield from texts(inner, language)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, language)


def unmarked(someone: Visitor, guide: Guide, language: str) -> list[str]:
    """The guide's own texts on the page that don't say that their language is another than the page's."""
    # One-line texts; the name of a site is in no language.
    own = sorted({text for text in texts(guide.model_dump(), language) if len(text) > 3 and "." not in text})
    return [
        f"not marked as {language}: {text}"
        for text in someone.evaluate(f"({_UNMARKED})({json.dumps(own)}, {language!r})")
    ]


_UNMARKED = """(own, language) => {
  const known = new Set(own), found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const within = walker.currentNode.parentElement, said = walker.currentNode.textContent.trim().replace(/\\s+/g, " ");
    const own_words = known.has(said) || (within.matches(".mv-skjult") && own.some(text => said.includes(text)));
    if (own_words && within.closest("[lang]").lang !== language) found.add(said);
  }
  return [...found];
}"""

NARROW = ("front", "question of the service", "advice: unsafe, a leader, one municipality", "contacts", "item of bases")


@pytest.mark.parametrize("name", NARROW)
def test_nothing_is_lost_at_400_per_cent(name: str, site: Site, chromium: Browser, asker_baerum: Guide) -> None:
    # A window of 1280 × 1024 enlarged four times is one of 320 × 256 with four times the pixels.
    size = {"width": 320, "height": 256}
    with browsing.visitor(chromium, site.base, viewport=size, device_scale_factor=4) as someone:
        someone.open(place(name, asker_baerum).path)
        assert someone.overflow() + someone.clipped() == []
        stuck = """[...document.querySelectorAll("*")]
          .filter(one => ["fixed", "sticky"].includes(getComputedStyle(one).position)).map(one => one.className)"""
        assert someone.evaluate(stuck) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NARROW)
def test_nothing_is_lost_with_wider_text(
    name: str, width: int, site: Site, visitor: Visitor, asker_baerum: Guide
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    visitor.open(place(name, asker_baerum).path)
    visitor.evaluate(_SPACED)
    assert visitor.overflow() + visitor.clipped() == []


# WCAG 1.4.12, by a sheet of the reader's own, which the page's policy doesn't bind.
_SPACED = """(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
  return getComputedStyle(document.querySelector("main p")).letterSpacing;
})()"""
