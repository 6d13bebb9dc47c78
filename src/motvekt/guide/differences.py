"""Two texts beside each other: which lines differ, and which words in them. Pure, and knows nothing of guides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

ALIKE = 0.3
"""Lines that share less than this are told as two lines, not as one that was changed word by word."""


MOST = 2_000_000
"""Pairs of lines, or of words in two lines, that are compared. Beyond it the time grows too long, and the texts are
told whole: nobody looks for a word in a line of thousands.
"""


@dataclass(frozen=True)
class Piece:
    """A run of a text; `differs` where the other text has something else or nothing."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Pair:
    """A line before and after, in pieces; one of them is empty where the line came or went."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()


def pairs(before: str | None, after: str | None) -> list[Pair]:
    """The lines that differ, in order; lines that are the same on both sides are left out."""
    old, new = (before or "").splitlines(), (after or "").splitlines()
    if len(old) * len(new) > MOST:
        return [Pair(before=(Piece(line, True),)) for line in old] + [Pair(after=(Piece(line, True),)) for line in new]
    found: list[Pair] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(i2 - i1, j2 - j1)
        found += [_words(old[i1 + place], new[j1 + place]) for place in range(both)]
        found += [Pair(before=(Piece(line, True),)) for line in old[i1 + both : i2]]
        found += [Pair(after=(Piece(line, True),)) for line in new[j1 + both : j2]]
    return found


def _words(old: str, new: str) -> Pair:
    left, right = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if len(left) * len(right) > MOST or matcher.ratio() < ALIKE:
        return Pair((Piece(old, True),), (Piece(new, True),))
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = kind != "equal"
        if i2 > i1:
            before.append(Piece("".join(left[i1:i2]), differs))
        if j2 > j1:
            after.append(Piece("".join(right[j1:j2]), differs))
    return Pair(tuple(before), tuple(after))
