"""Which characters can be printed: those that every style of the typeface has.

`script/setup` reads them out of the fonts, once, so that nobody has to typeset a guide to know.
"""

from __future__ import annotations

import json
from functools import cache

from motvekt.guide.printing.child import FONTS

FILE = FONTS / "characters.json"
"""First and last code points of unbroken rows, made by `tools/assets.py`."""


@cache
def printable() -> frozenset[str]:
    """Every character that can be printed."""
    rows = json.loads(FILE.read_text())
    return frozenset(chr(code) for first, last in rows for code in range(first, last + 1))


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that can't be printed, each once, in the order in which they stand."""
    missing = set(text) - printable() - {"\n"}
    return tuple(dict.fromkeys(letter for letter in text if letter in missing))
