"""Telephone numbers as a reader sees them, whatever characters they are written with and whatever stands between."""

from __future__ import annotations

import re
import unicodedata

from motvekt.guide.constants import RESERVED

_LETTERS = re.compile(r"[^\W\d_]+")
_GROUP = re.compile(r"\d+")


def digits(text: str) -> str:
    """The digits in a text as 0–9, also those that other scripts and other shapes («①») have for them."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(letter)) for letter in folded if letter.isdecimal())


_RESERVED = frozenset(digits(number) for number in RESERVED) | {f"47{digits(number)}" for number in RESERVED}
_LONGEST = max(map(len, _RESERVED))


def is_reserved(number: str) -> bool:
    """Whether it is one of the system's own numbers, with or without the country's."""
    return digits(number) in _RESERVED


def is_whole(number: str) -> bool:
    """Whether a Norwegian number has as many digits as such numbers have; of other countries' nobody here knows."""
    return not number.startswith("+47") or is_reserved(number) or len(number.removeprefix("+47")) in (5, 8)


def reserved_in(text: str) -> str:
    """The first of the system's own numbers that can be read in the text, or "".

    Anything but letters may stand between its digits; a longer row of digits without a gap is another number.
    """
    for run in _LETTERS.split(unicodedata.normalize("NFKC", text)):
        groups = _GROUP.findall(run)
        for start in range(len(groups)):
            if found := _reserved_first(groups[start:]):
                return found
    return ""


def reserved_at_start(printed: str) -> str:
    """The system's own number that a printed one begins with («112 0» reads as 112), or ""."""
    return _reserved_first(_GROUP.findall(printed.removeprefix("+47")))


def may_stand_for(words: str, number: str) -> bool:
    """Whether a link with these words may call the number: any digits in them are the number's.

    They may leave out the country (+47), but not so that one of the system's own numbers is what is read.
    """
    read, called = digits(words), digits(number)
    abroad = number.startswith("+47") and not is_reserved(read)
    return not read or read == called or (abroad and read == called.removeprefix("47"))


def _reserved_first(groups: list[str]) -> str:
    read = ""
    for group in groups:
        read += digits(group)
        if read in _RESERVED or len(read) > _LONGEST:
            break
    return read if read in _RESERVED else ""
