"""Holds the texts that are printed against the characters that the printed typeface has.

Without this a pack that seems to be right is refused when it is published, by a typesetter that knows no lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from motvekt.guide.pack.draft import Draft, Place
from motvekt.guide.pack.nodes import Problem, quoted, without_forbidden
from motvekt.guide.parts import WEBSITE_PAGES
from motvekt.guide.printing.characters import unprintable

FREE_FIELDS = frozenset({"services", "short_paths", "words"})
"""Nothing of these is printed: the short path is in scripts of all kinds, and people search with what they have."""
FREE_KEYS = frozenset({"forms", "headline", "done", "task"})
"""Nor is what stands under these."""

_NAMED = 5
"""Characters that are named in one problem."""
_ADDRESS = re.compile(r"\]\([^\s()]*\)")
"""Where a link leads; what is printed are its words."""
_MARK = "\ufffd"
"""What forbidden characters became, after they were reported."""


def check(draft: Draft, besides: Iterable[Problem]) -> list[Problem]:
    """A problem for each line with characters that can't be printed, `besides` those lines that have one already."""
    known = {(problem.file, problem.line) for problem in besides}
    found = (
        problem
        for place in draft.places()
        if place.node.text and is_printed(place.field, place.item, place.keys)
        for problem in _unprintable(place)
    )
    return [problem for problem in found if (problem.file, problem.line) not in known]


def is_printed(field: str, item: str, keys: tuple[str, ...]) -> bool:
    """Whether a text stands in what is printed: by Guide's field, its item's reference, and the keys from there."""
    if field in FREE_FIELDS or not FREE_KEYS.isdisjoint(keys):
        return False
    return field != "pages" or item.removeprefix("pages/") not in WEBSITE_PAGES


def _unprintable(place: Place) -> Iterator[Problem]:
    text = without_forbidden(place.node.text).replace(_MARK, "")
    for number, line in enumerate(text.split("\n")):
        if found := unprintable(_ADDRESS.sub("]", line)):
            named = ", ".join(f"{quoted(letter)} (U+{ord(letter):04X})" for letter in found[:_NAMED])
            more = f" og {len(found) - _NAMED} til" if len(found) > _NAMED else ""
            start = place.node.text_line
            yield place.problem(
                f"{named}{more}: skriften som PDF-ene settes med, har ikke slike tegn",
                start + number if start else 0,
            )
