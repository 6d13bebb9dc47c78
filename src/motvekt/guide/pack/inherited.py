"""What somebody should read again in a pack that is based on another: inherited texts that speak of the other's places.

These are no problems: a text may well say whom the guide comes from. But nobody sees what they did not write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.draft import Draft, Place
from motvekt.guide.pack.nodes import Node, Problem, quoted

PASSED_OVER = frozenset({"works", "short_paths", "words", "municipalities", "contacts", "desks"})
"""Fields whose texts name no place, or that are the pack's own."""


def to_read(base: Draft, merged: Draft) -> list[Problem]:
    """Each inherited text that has a name of the base's, with the name."""
    names = {*_places(base), *_renamed(base, merged)}
    if not names:
        return []
    pattern = re.compile(rf"\b({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})", re.IGNORECASE)
    found: dict[tuple[str, tuple[str, ...]], Problem] = {}
    for place, name in _found(base, merged, pattern):
        # Once for a text, whichever of its languages names it first.
        text = (place.item or place.field, tuple(key for key in place.keys if key not in LANGUAGES))
        found.setdefault(text, place.problem(f"er arvet, og nevner {quoted(name)}. Passer det hos dere?"))
    return sorted(found.values())


def _found(base: Draft, merged: Draft, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    inherited = _nodes(base)
    for place in merged.places():
        if place.field in PASSED_OVER or id(place.node) not in inherited:
            continue
        if place.keys[:1] in (("source",), ("as_printed",)) or not (match := pattern.search(place.node.text)):
            continue
        yield place, match[1]


def _nodes(draft: Draft) -> frozenset[int]:
    """The base's own values: inheritance hands them on as they are, or makes new ones."""
    return frozenset(id(place.node) for place in draft.places() if place.node.text)


def _places(base: Draft) -> Iterator[str]:
    """The names of the base's municipalities, in all its languages."""
    for place in base.items("municipalities"):
        yield from (name.text for name in place.node.get("name").fields.values() if name.text)


def _renamed(base: Draft, merged: Draft) -> Iterator[str]:
    """What the base calls a function that this pack has another name for."""
    own = {place.node.get("id").text: place.node.get("label") for place in merged.items("functions")}
    for place in base.items("functions"):
        label, now = place.node.get("label"), own.get(place.node.get("id").text)
        if now is not None:
            yield from _changed(label, now)


def _changed(before: Node, now: Node) -> Iterator[str]:
    for language, text in before.fields.items():
        said = now.fields.get(language)
        if said is not None and said.text != text.text:
            # «SLT-koordinatoren» is also found as «SLT-koordinator» and «SLT-koordinatorane».
            yield re.sub(r"(en|ne|et|a)$", "", text.text.split(" ")[0] if "-" in text.text else text.text)
