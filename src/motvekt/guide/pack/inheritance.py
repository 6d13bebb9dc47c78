"""What becomes of a pack that is based on another: see the last section of `docs/PACKS.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.draft import PACK, Draft
from motvekt.guide.pack.nodes import Node, Problem, quoted
from motvekt.guide.pack.texts import known_items
from motvekt.guide.parts import FILES, Part

OWN_FIELDS = frozenset({"id", "schema", "based_on", "municipalities", "contacts", "desks"})
"""What each pack says for itself."""
INSTRUCTIONS = ("remove", "order")
"""What a file of a based pack may say beside its fields."""


@dataclass(frozen=True)
class Instructions:
    """What one file leaves out, and what it puts first: nodes of ids."""

    remove: tuple[Node, ...] = ()
    order: tuple[Node, ...] = ()


def inherit(base: Draft, own: Draft, instructions: Mapping[str, Instructions]) -> tuple[Draft, list[Problem]]:
    """The pack with what it inherits. `instructions` are by part; each id that they name must be there."""
    problems: list[Problem] = []
    merged = {name: node for name, node in base.fields.items() if name not in OWN_FIELDS}
    for name, node in own.fields.items():
        merged[name] = _merged(name, merged[name], node) if name in merged else node
    for part in (PACK, *FILES):
        if told := instructions.get(part.id):
            problems += _disobeyable(part, told, base, own)
            for name in merged.keys() & set(part.fields.values()) - OWN_FIELDS:
                if merged[name].rows:
                    merged[name] = replace(merged[name], value=_arranged(merged[name].rows, told))
    problems += _misspelt(base, own)
    unread = own.unread | (base.unread - OWN_FIELDS)
    return _without_dead_ends(Draft(own.prefix, merged, unread), base), problems


def _without_dead_ends(merged: Draft, base: Draft) -> Draft:
    """Inherited everyday words lead to nothing that this pack has removed; a word that led nowhere else goes."""
    words = merged.fields.get("words")
    if words is None:
        return merged
    before, after = known_items(base), known_items(merged)
    gone = {f"{part}/{name}" for part, names in before.items() for name in names - after.get(part, names)}
    inherited = {id(row) for row in base.fields["words"].rows} if "words" in base.fields else set()
    rows = (_leading(row, gone) if id(row) in inherited else row for row in words.rows)
    return replace(merged, fields={**merged.fields, "words": replace(words, value=tuple(filter(None, rows)))})


def _leading(word: Node, gone: set[str]) -> Node | None:
    places = word.get("leads_to").rows
    left = tuple(place for place in places if place.text not in gone)
    if len(left) == len(places):
        return word
    if not left and not any(word.get(key).value for key in ("says", "functions")):
        return None
    return replace(word, value={**word.fields, "leads_to": replace(word.get("leads_to"), value=left)})


def _misspelt(base: Draft, own: Draft) -> Iterator[Problem]:
    """Items that are new, and look as if they were meant to change one that is there: nothing but an id and a text."""
    for part in FILES:
        for field in part.fields.values() if part.inherited else ():
            known = sorted(_names(base, [field]))
            for row in own.fields[field].rows if field in own.fields else ():
                name = row.get("id").text
                is_new = name and name not in known and "source" not in row.fields
                if is_new and (meant := get_close_matches(name, known, n=1)):
                    words = f"{quoted(name)} finnes ikke fra før. Mente du {quoted(meant[0])}?"
                    yield Problem(row.file, row.line, "", words)


def pruned(draft: Draft) -> Draft:
    """Without the texts in languages that the pack doesn't name. Unknown languages stay, to be reported."""
    dropped = frozenset(LANGUAGES) - frozenset(draft.languages) if draft.languages else frozenset()
    return replace(draft, fields={name: _without(node, dropped) for name, node in draft.fields.items()})


def _merged(name: str, base: Node, own: Node) -> Node:
    if name == "pages":
        return replace(base, value=tuple(_added(base.rows, own.rows, whole=True)))
    if any(row.get("id").text for row in base.rows) and isinstance(own.value, tuple):
        return replace(own, value=tuple(_added(base.rows, own.rows, whole=False)))
    if base.get("id").text and own.fields and own.get("id").text in ("", base.get("id").text):
        return _over(base, own)
    return own


def _added(base: tuple[Node, ...], own: tuple[Node, ...], *, whole: bool) -> Iterator[Node]:
    """The base's items with own fields (or own items, where they are replaced `whole`) over them, then the new ones."""
    names = {row.get("id").text for row in base} - {""}
    changed = {row.get("id").text: row for row in own if row.get("id").text in names}
    for row in base:
        over = changed.get(row.get("id").text)
        yield row if over is None else over if whole else _over(row, over)
    yield from (row for row in own if row.get("id").text not in names)


def _over(base: Node, own: Node) -> Node:
    return replace(own, value={**base.fields, **own.fields})


def _disobeyable(part: Part, told: Instructions, base: Draft, own: Draft) -> Iterator[Problem]:
    """Ids that an instruction names and that are not there to be removed or put in order."""
    inherited = _names(base, [name for name in part.fields.values() if name not in OWN_FIELDS])
    written = _names(own, list(part.fields.values()))
    removed = {node.text for node in told.remove}
    for node in told.remove:
        if node.text not in inherited:
            yield Problem(node.file, node.line, "", f"remove: {quoted(node.data())} finnes ikke i pakken som arves")
        elif node.text in written:
            yield Problem(node.file, node.line, "", f"remove: {quoted(node.text)} er både tatt bort og skrevet her")
    for node in told.order:
        if node.text not in (inherited | written) - removed:
            yield Problem(node.file, node.line, "", f"order: {quoted(node.data())} finnes ikke")


def _arranged(rows: tuple[Node, ...], told: Instructions) -> tuple[Node, ...]:
    """Without those removed, and with those put in order first; the others keep their order after them."""
    removed = {node.text for node in told.remove} - {""}
    rank = {node.text: place for place, node in reversed(list(enumerate(told.order)))}
    kept = [row for row in rows if row.get("id").text not in removed]
    return tuple(sorted(kept, key=lambda row: rank.get(row.get("id").text, len(rank))))


def _names(draft: Draft, fields: list[str]) -> set[str]:
    rows = (row for name in fields if name in draft.fields for row in draft.fields[name].rows)
    return {row.get("id").text for row in rows} - {""}


def _without(node: Node, dropped: frozenset[str]) -> Node:
    if node.fields:
        fields = {key: _without(child, dropped) for key, child in node.fields.items() if key not in dropped}
        return replace(node, value=fields)
    if node.rows:
        return replace(node, value=tuple(_without(row, dropped) for row in node.rows))
    return node
