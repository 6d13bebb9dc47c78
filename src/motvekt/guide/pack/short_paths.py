"""What must hold of the short path in each of its languages: its numbers, its direction, and who vouches for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from motvekt.guide.constants import CHILD_HELPLINE, EMERGENCY, TEXT_TELEPHONE
from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack import telephones
from motvekt.guide.pack.draft import Draft, Place
from motvekt.guide.pack.nodes import Problem, quoted

OWN_NUMBERS = frozenset({EMERGENCY, CHILD_HELPLINE, TEXT_TELEPHONE})
"""The only numbers that a text may name: who can't read the rest may call whatever stands there."""

_NUMBER = re.compile(r"\d(?:[\d \u00a0.-]*\d)?")
_SHORTEST_NUMBER = 3
_MARKUP = re.compile(r"\]\(|\*\*|__")


def short_paths(draft: Draft) -> Iterator[Problem]:
    """Short paths that are missing for a language of the pack's own, or that could lead somebody astray."""
    place, known = draft.place("short_paths"), draft.ids("short_paths")
    if place is None or not known:
        return
    for language in draft.languages:
        if language not in known:
            yield place.problem(f"språket {quoted(language)} mangler: pakken selv er på det")
    named = draft.ids("functions")
    for path in draft.items("short_paths"):
        yield from _texts(path)
        yield from _emergency(path)
        yield from _direction(path)
        yield from _vouched(path)
        for called in _children(path, "call", "who"):
            function = called.node.get("function").text
            if function and named is not None and function not in named:
                yield called.problem(f"funksjonen {quoted(function)} finnes ikke i pack.yaml")


def _texts(path: Place) -> Iterator[Problem]:
    for place in path.walk():
        text = place.node.text
        if place.keys[:1] in (("id",), ("source",), ("vouched",)) or not text:
            continue
        if _MARKUP.search(text):
            yield place.problem("lenker og utheving er ikke lov her, bare ren tekst")
        for number in _NUMBER.findall(unicodedata.normalize("NFKC", text)):
            digits = telephones.digits(number)
            if len(digits) >= _SHORTEST_NUMBER and digits not in OWN_NUMBERS:
                yield place.problem(
                    f"{quoted(number)}: bare 112, 1412 og 116 111 kan stå her; kontaktene har sine egne"
                )


def _emergency(path: Place) -> Iterator[Problem]:
    """The heading about danger names 112, in digits of any script."""
    for title in _children(path, "emergency", "title"):
        if title.node.text and telephones.digits(title.node.text) != EMERGENCY:
            yield title.problem("overskriften om fare skal ha nummeret 112")


def _direction(path: Place) -> Iterator[Problem]:
    title = path.node.get("title").text
    strong = next((way for letter in title if (way := unicodedata.bidirectional(letter)) in ("L", "R", "AL")), None)
    if strong is None:
        return
    needed = "ltr" if strong == "L" else "rtl"
    if (path.node.get("direction").text or "ltr") != needed:
        yield path.problem(f"direction: skriften går den andre veien; skriv direction: {needed}")


def _vouched(path: Place) -> Iterator[Problem]:
    """A translation says who vouches for it, or says in its own language that nobody does."""
    own = path.node.get("id").text
    vouched, unvouched = path.node.get("vouched").value, path.node.get("unvouched").value
    if own and own not in LANGUAGES and not vouched and not unvouched:
        yield path.problem("skriv vouched (hvem som går god for oversettelsen), eller unvouched (at ingen gjør det)")


def _children(place: Place, *keys: str) -> Iterator[Place]:
    """What stands at the end of these keys: each element of a list, or the one value."""
    found: Place | None = place
    for key in keys:
        found = found.child(key) if found else None
    if found is not None:
        yield from found.children() if found.node.rows else (found,)
