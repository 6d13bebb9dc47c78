"""Every template in a real browser: axe, widths, colours, languages, policy, requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from motvekt.guide.schema import Guide
from tests.journeys import browser as browsing
from tests.journeys.browser import SCHEMES, SCREENS, WIDTHS, Visitor
from tests.journeys.conftest import Site
from tests.journeys.places import NAMES, Place, place


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
    for scheme in SCHEMES:
        everyone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width, height in WIDTHS.items():
            everyone.page.set_viewport_size({"width": width, "height": height})
            faults = everyone.overflow() + everyone.axe(colours_only=scheme == "dark")
            found += [f"{width} {scheme}: {fault}" for fault in faults]
            if width != 320:
                kept = SCREENS / f"{name.replace(': ', ' ').replace(' ', '-')}-{width}-{scheme}.png"
                everyone.page.screenshot(path=kept, full_page=True)
    found += everyone.misdeeds()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_sound_with_its_scripts_blocked(
    name: str, site: Site, scriptless: Visitor, asker_baerum: Guide
) -> None:
    found = opened(scriptless, place(name, asker_baerum), "nb")
    found += scriptless.overflow() + scriptless.axe() + scriptless.misdeeds()
    assert not found, "\n".join(found)
