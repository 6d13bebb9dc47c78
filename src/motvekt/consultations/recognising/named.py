"""Names as they are written: two words with a capital in a row that are neither a place, a unit nor a role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motvekt.consultations.recognising.words import (
    ABBREVIATIONS,
    INSTITUTIONS,
    NOT_NAMES,
    OF_SOMEBODY,
    OPENERS,
    PARTICLES,
    SERVICES,
)

_WORD = re.compile(r"[^\W\d_]+(?:[\-'’][^\W\d_]+)*")
_QUOTES = '«"\u201c\u201e\u2018'
_OPENING = '«»"\u201c\u201d\u201e\u2018(–—-•*'
_BEFORE = 60
"""So many signs before a word say whether a sentence begins with it."""
_OUT = "\x00"
"""Stands where a name that is known was."""


@dataclass(frozen=True)
class _Word:
    """A word where it stands. `begins`: a sentence begins with it."""

    text: str
    begin: int
    end: int
    begins: bool


def names(text: str, places: Sequence[str], names: Sequence[str], whole: Sequence[str]) -> Iterator[str]:
    """What may be the name of somebody, as it stands there."""
    said = without(text, [name for name in (*names, *places, *whole) if " " in name.strip()])
    known = _known(places, names)
    words = [
        _Word(found.group(), found.start(), found.end(), _begins(said, found.start())) for found in _WORD.finditer(said)
    ]
    ordinary = {word.text for word in words if word.text.islower()}
    for run, after in _runs(said, words):
        if after in INSTITUTIONS:
            continue
        for first, last in _pairs([(word, _counts(word, known, ordinary)) for word in run]):
            yield said[first.begin : last.end]


def standing(text: str, names: Sequence[str]) -> Iterator[str]:
    """Which of these names stand in a text, in the genitive too."""
    for name in names:
        if name.strip() and (found := re.search(rf"\b{re.escape(name.strip())}s?\b", text, re.IGNORECASE)):
            yield found.group()


def without(text: str, names: Sequence[str]) -> str:
    """The text with these names taken out, each as long as it was."""
    for name in sorted(names, key=len, reverse=True):
        pattern = rf"\b{re.escape(name.strip())}s?\b"
        text = re.sub(pattern, lambda found: _OUT * len(found.group()), text, flags=re.IGNORECASE)
    return text


def _known(places: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    """Words of known names, each by itself: «på Solhaug» is the school."""
    return frozenset(word.casefold() for name in (*places, *names) for word in _WORD.findall(name) if word[0].isupper())


def _begins(text: str, place: int) -> bool:
    """Whether a sentence, a line or what somebody said begins here."""
    before = text[max(place - _BEFORE, 0) : place].rstrip(" \t\u00a0")
    opened = before.rstrip(_OPENING + " \t\u00a0")
    if opened != before:
        # What was said begins with a capital, whatever is before it.
        return before[-1] in _QUOTES or not opened or opened[-1] in "\n\r.!?…"
    if not before or before[-1] in "\n\r!?…":
        return True
    if before[-1] != ".":
        return False
    last = _last(before[:-1])
    return last.casefold() not in ABBREVIATIONS and not (len(last) == 1 and last.isupper())


def _last(text: str) -> str:
    found = re.search(r"[^\W\d_]+$", text)
    return found.group() if found else ""


def _runs(text: str, words: Sequence[_Word]) -> Iterator[tuple[list[_Word], str]]:
    """Words with a capital that stand in a row, and the word that follows, in small letters."""
    run: list[_Word] = []
    for place, word in enumerate(words):
        if run and not _goes_on(text[run[-1].end : word.begin], run[-1]):
            yield run, ""
            run = []
        if word.text[0].isupper() or (run and word.text in PARTICLES and _is_inside(text, words, place)):
            run.append(word)
        elif run:
            yield run, word.text
            run = []
    if run:
        yield run, ""


def _goes_on(between: str, before: _Word) -> bool:
    """Whether nothing but a space is between: or the full stop of an initial."""
    initial = len(before.text) == 1 and between.startswith(".")
    return bool(re.fullmatch(r"[ \t\u00a0]+", between[1:] if initial else between))


def _is_inside(text: str, words: Sequence[_Word], place: int) -> bool:
    """Whether a small word stands between two of a name: Maria de la Cruz."""
    for before, word in zip(words[place:], words[place + 1 : place + 3], strict=False):
        if not _goes_on(text[before.end : word.begin], before):
            return False
        if word.text[0].isupper():
            return True
        if word.text not in PARTICLES:
            return False
    return False


def _counts(word: _Word, known: frozenset[str], ordinary: set[str]) -> bool:
    """Whether a word may be a part of a name."""
    first, small = re.split(r"[\-'’]", word.text)[0], word.text.casefold()
    if word.text[0].islower():
        return False
    if len(word.text) > 1 and (word.text.isupper() or (len(first) > 1 and first.isupper())):
        # NAV, VG1, SLT-koordinator.
        return False
    stems = {small, small.removesuffix("s"), first.casefold()}
    if stems & known or stems & SERVICES or stems & NOT_NAMES:
        return False
    return not (word.begins and (stems & OPENERS or small in ordinary or small.endswith(OF_SOMEBODY)))


def _pairs(run: Sequence[tuple[_Word, bool]]) -> Iterator[tuple[_Word, _Word]]:
    """The first and the last of those that count and stand beside one another, small words inside apart."""
    beside: list[_Word] = []
    for word, counts in run:
        if counts:
            beside.append(word)
        elif word.text[0].isupper():
            yield from _ends(beside)
            beside = []
    yield from _ends(beside)


def _ends(beside: Sequence[_Word]) -> Iterator[tuple[_Word, _Word]]:
    if len(beside) > 1 and any(len(one.text) > 1 for one in beside):
        yield beside[0], beside[-1]
