"""What somebody should read again in a pack that is based on another: texts that speak of the other's places, or call a
function by the name that the other has for it.

These are no problems: a text may well say whom the guide comes from. But nobody sees what they did not write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.draft import HOME, Draft, Place
from motvekt.guide.pack.nodes import Node, Problem, quoted

PASSED_OVER = frozenset({"works", "short_paths", "words", "municipalities", "functions", "languages", "id", "based_on"})
"""Fields whose texts name no place, or that say what things are called."""
QUOTED = frozenset({"source", "as_printed", "printed", "printed_url", "id"})
"""Keys whose texts are somebody else's words."""


def to_read(base: Draft, merged: Draft) -> list[Problem]:
    """Each text that has a name of the base's, with the name: a place in what is inherited, a function anywhere."""
    places, functions = frozenset(_places(base)), frozenset(_renamed(base, merged))
    inherited = _nodes(base)
    found: dict[tuple[str, tuple[str, ...]], Problem] = {}
    for place in merged.places():
        if place.field in PASSED_OVER or QUOTED.intersection(place.keys) or not _is_text(place):
            continue
        is_inherited = id(place.node) in inherited
        if name := _named(place.node.text, functions | places if is_inherited else functions):
            # Once for a text, whichever of its languages names it first.
            text = (place.item or place.field, tuple(key for key in place.keys if key not in LANGUAGES))
            found.setdefault(text, _note(place, name, is_inherited=is_inherited))
    return sorted(found.values())


def _is_text(place: Place) -> bool:
    """Whether it is read by people: codes and ids are not."""
    return place.keys[-1:] == ("url",) or bool(place.keys and place.keys[-1] in LANGUAGES)


def _named(text: str, names: frozenset[str]) -> str:
    """The first of the names in a text, longest first; empty where it has none."""
    if not text or not names:
        return ""
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    match = re.search(rf"\b({pattern})", text, re.IGNORECASE)
    return match[1] if match else ""


def _note(place: Place, name: str, *, is_inherited: bool) -> Problem:
    if not is_inherited:
        return place.problem(f"nevner {quoted(name)}. Heter det det hos dere?")
    part, key = HOME[place.field]
    field = next((step for step in place.keys if not step.isdigit() and step not in LANGUAGES), key)
    how = (
        f"lag {place.node.file.partition('/')[2]} i deres egen mappe"
        if part == "pages"
        else f"skriv hele feltet «{field}» på nytt i {part}.yaml hos dere"
        + ("" if part == "pack" or field == key else f", under «{key}:» og samme id")
    )
    return place.problem(f"er arvet, og nevner {quoted(name)}. Passer det ikke hos dere, {how}")


def _nodes(draft: Draft) -> frozenset[int]:
    """The base's own values: inheritance hands them on as they are, or makes new ones."""
    return frozenset(id(place.node) for place in draft.places() if place.node.text)


def _places(base: Draft) -> Iterator[str]:
    """The names of the base's municipalities in all its languages, and as they stand in web addresses."""
    for place in base.items("municipalities"):
        yield from (name.text for name in place.node.get("name").fields.values() if name.text)
        yield from filter(None, [place.node.get("id").text])


def _renamed(base: Draft, merged: Draft) -> Iterator[str]:
    """What the base calls a function that this pack has another name for."""
    own = {place.node.get("id").text: place.node.get("label") for place in merged.items("functions")}
    for place in base.items("functions"):
        label, now = place.node.get("label"), own.get(place.node.get("id").text)
        if now is not None:
            yield from _changed(label, now)


def _changed(before: Node, now: Node) -> Iterator[str]:
    """«SLT-koordinatoren» is found as «SLT-koordinator» and «SLT-koordinatorane», and by its letters alone: «SLT»."""
    for language, text in before.fields.items():
        said = now.fields.get(language)
        if said is not None and said.text != text.text:
            first = text.text.split(" ")[0] if "-" in text.text else text.text
            letters = first.partition("-")[0]
            yield letters if letters.isupper() and letters != first else re.sub(r"(en|ne|et|a)$", "", first)
