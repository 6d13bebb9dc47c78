"""One page looked at as it stands: at every width, in light and in dark, with a picture of each kept."""

from __future__ import annotations

from typing import Any

from tests.journeys.browser import SCHEMES, SCREENS, WIDTHS, Visitor
from tests.journeys.windows import WINDOWS


def looked_at(someone: Visitor, name: str) -> list[str]:
    """What is wrong. In the dark nothing can differ but colours."""
    found = []
    for scheme in SCHEMES:
        someone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width, height in WIDTHS.items():
            someone.page.set_viewport_size({"width": width, "height": height})
            faults = someone.overflow() + someone.clipped() + someone.axe(colours_only=scheme == "dark")
            found += [f"{name}, {width} {scheme}: {fault}" for fault in faults]
            kept = SCREENS / f"{name.replace(' ', '-')}-{width}-{scheme}.png"
            someone.page.screenshot(path=kept, full_page=True)
    someone.page.emulate_media(color_scheme="light")
    return found


def looked_at_in(someone: Visitor, name: str, window: dict[str, Any]) -> list[str]:
    """As `looked_at` from one window, which takes on every size; in others, what is wrong with the page as it is."""
    if window is WINDOWS["desk"]:
        return looked_at(someone, name)
    return [f"{name}: {fault}" for fault in someone.overflow() + someone.clipped()]
