"""One page looked at as it stands: at every width, in light and in dark, with some pictures of it kept."""

from __future__ import annotations

from typing import Any

from tests.journeys.browser import COLOUR_RULES, PLACE_RULES, SCHEMES, SCREENS, WIDTHS, Visitor
from tests.journeys.windows import WINDOWS

are_pictures_kept = True
"""Not with `--without-pictures`: they cost more than all that is asked about a page."""
PICTURES = {(390, "light"), (390, "dark"), (1280, "light")}
"""Widths and schemes of which a picture is kept for somebody to look at; no test does."""
TALLEST_PICTURE = 12_000
"""Pixels of a page that are kept as a picture: the whole guide on one page has ten times as many."""


def looked_at(someone: Visitor, name: str) -> list[str]:
    """What is wrong. In the dark nothing can differ but colours, and between two widths for which the style sheets say
    the same nothing but what lies where.
    """
    found = []
    known: set[str] = set()
    for width, height in WIDTHS.items():
        someone.page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            someone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults = someone.overflow() + someone.clipped()
            said = someone.media()
            if scheme == "light":
                faults += someone.axe(PLACE_RULES if said in known else ())
            elif said not in known:
                faults += someone.axe(COLOUR_RULES)
            known.add(said)
            found += [f"{name}, {width} {scheme}: {fault}" for fault in faults]
            if (width, scheme) in PICTURES:
                keep(someone, f"{name.replace(': ', ' ').replace(' ', '-')}-{width}-{scheme}")
    someone.page.emulate_media(color_scheme="light")
    return found


def looked_at_in(someone: Visitor, name: str, window: dict[str, Any]) -> list[str]:
    """As `looked_at` from one window, which takes on every size; in others, what is wrong with the page as it is."""
    if window is WINDOWS["desk"]:
        return looked_at(someone, name)
    return [f"{name}: {fault}" for fault in someone.overflow() + someone.clipped()]


def keep(someone: Visitor, name: str) -> None:
    """Keep a picture of the whole page for somebody to look at."""
    if not are_pictures_kept:
        return
    width, height = someone.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(TALLEST_PICTURE, height)}
    # Half the work of a PNG.
    someone.page.screenshot(
        path=SCREENS / f"{name}.jpg",
        type="jpeg",
        quality=80,
        full_page=True,
        clip=clip,  # type: ignore[arg-type]
    )
