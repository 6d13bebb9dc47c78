"""Whether a text says a name: for what goes to a desk that isn't to know whom it is about. Pure.

It finds what somebody left there by mistake. Whether a text lets somebody be guessed, no rule can see.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_GENITIVE = ("", "s")
_SHORT = 3
"""So short a name may be a word as well (Bo, Liv, Per): it counts where it is written as a name."""


def stands(name: str, text: str) -> bool:
    """Whether a word of the name stands in the text, in the genitive too, whatever stands round it."""
    said = _WORD.findall(plain(text))
    return any(_is(part, word) for part in _WORD.findall(plain(name)) if len(part) > 1 for word in said)


def _is(part: str, word: str) -> bool:
    if word.casefold() not in {part.casefold() + ending for ending in _GENITIVE}:
        return False
    return len(part) > _SHORT or word[0].isupper()


def plain(text: str) -> str:
    """A text composed, and without signs that nobody sees: as one looks for names and numbers in it."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
