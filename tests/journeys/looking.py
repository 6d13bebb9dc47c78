"""One page looked at as it stands: at every width, in light and in dark, with a picture of each kept."""

from __future__ import annotations

from tests.journeys.browser import SCHEMES, SCREENS, WIDTHS, Visitor


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
