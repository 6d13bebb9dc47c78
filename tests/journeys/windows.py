"""What somebody has in front of them: a phone or a desk's screen, where scripts run and where they never arrive."""

from __future__ import annotations

from typing import Any

import pytest

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

WINDOWS: dict[str, dict[str, Any]] = {
    "desk": {},
    "desk without scripts": {"block_scripts": True},
    "phone": PHONE,
    "phone without scripts": {**PHONE, "block_scripts": True},
}
"""Each window by its name: what `browser.visitor` is asked for. A test with the fixture `window`, or one that has it,
runs in all of them.
"""
CLOSELY = ("desk", "phone without scripts")
"""Where every page of a long story is held against axe: one window of each size, with scripts and without."""


def is_looked_at_closely(window: dict[str, Any]) -> bool:
    """Whether a long story is looked at page by page in this window; in the others it is walked, and must not fail."""
    return any(window is WINDOWS[name] for name in CLOSELY)


def in_windows(*names: str) -> pytest.MarkDecorator:
    """Only in these: for a test to which the others would say nothing more."""
    return pytest.mark.parametrize("window", names, indirect=True)
