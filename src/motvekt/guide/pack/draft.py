"""A pack as nodes: what its files say under `Guide`'s field names, before anybody knows whether it is right.

Checks work on this rather than on a `Guide`, so that a wrong field in one item hides nothing in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.nodes import Node, Problem, shown
from motvekt.guide.parts import BY_ID, FILES, Part
from motvekt.guide.schema import Guide

_FIELDS = {info.alias or name for name, info in Guide.model_fields.items()}
_IN_PARTS = {field for part in FILES for field in part.fields.values()}

PACK = Part("pack", "", {name: name for name in sorted(_FIELDS - _IN_PARTS - {"pages"})}, inherited=False)
"""`pack.yaml` seen as a part; its fields are all those that no other file has."""

HOME: Mapping[str, tuple[str, str]] = {
    "pages": ("pages", "pages"),
    **{field: (part.id, key) for part in (PACK, *FILES) for key, field in part.fields.items()},
}
"""Guide's field to the part that holds it, and to the key that it has there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node and the way to it: Guide's field, the item that it is part of, and the keys from there."""

    node: Node
    field: str
    item: str = ""
    keys: tuple[str, ...] = ()

    def child(self, key: str | int) -> Place | None:
        """What stands under a field's name or at an index, if anything does."""
        if isinstance(key, str):
            node = self.node.fields.get(key)
        else:
            node = self.node.rows[key] if key < len(self.node.rows) else None
        if node is None:
            return None
        if isinstance(key, int) and not self.item and node.fields:
            part, name = HOME[self.field]
            own = node.get("id").text
            return Place(node, self.field, f"{part}/{shown(own)}" if own else f"{name} nr. {key + 1}")
        return replace(self, node=node, keys=(*self.keys, shown(key + 1 if isinstance(key, int) else key)))

    def children(self) -> Iterator[Place]:
        """Everything directly below."""
        for key in (*self.node.fields, *range(len(self.node.rows))):
            if (place := self.child(key)) is not None:
                yield place

    def walk(self) -> Iterator[Place]:
        """This and everything below."""
        yield self
        for place in self.children():
            yield from place.walk()

    def problem(self, message: str, line: int = 0) -> Problem:
        """A problem here, or at another line of the same file."""
        words = f"{'.'.join(self.keys)}: {message}" if self.keys else message
        return Problem(self.node.file, line or self.node.line, self.item, words)


@dataclass(frozen=True)
class Draft:
    """The pack's values by Guide's field. `unread` fields exist, but nobody could read them: they are asked nothing of.

    `prefix` stands before the names of the pack's own files in problems.
    """

    prefix: str
    fields: Mapping[str, Node]
    unread: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """The pack's languages, as far as they are languages."""
        named = self.fields["languages"].rows if "languages" in self.fields else ()
        return tuple(node.text for node in named if node.text in LANGUAGES)

    def place(self, field: str) -> Place | None:
        """Where a field of Guide stands, if it does."""
        node = self.fields.get(field)
        if node is None:
            return None
        part, key = HOME[field]
        if part in BY_ID and (name := node.get("id").text):
            return Place(node, field, f"{part}/{shown(name)}")
        return Place(node, field, "", (key,))

    def places(self) -> Iterator[Place]:
        """Everything in the pack."""
        for field in self.fields:
            if (place := self.place(field)) is not None:
                yield from place.walk()

    def items(self, *fields: str) -> Iterator[Place]:
        """The items of these fields: the elements of lists, or the one item that a field is."""
        for field in fields:
            place = self.place(field)
            if place is not None and place.item:
                yield place
            elif place is not None:
                yield from (child for child in place.children() if child.item)

    def ids(self, field: str) -> frozenset[str] | None:
        """The ids in a list; None where there is no list to ask."""
        if field in self.unread or field not in self.fields or not isinstance(self.fields[field].value, tuple):
            return None
        return frozenset(place.node.get("id").text for place in self.items(field))

    def nearest(self, location: tuple[str | int, ...]) -> Place:
        """The last place on the way that exists; steps that aren't in the pack (pydantic's own) are passed over."""
        field = str(location[0])
        place = self.place(field)
        if place is None:
            part, key = HOME[field]
            return Place(Node(None, f"{self.prefix}{part}.yaml", 0), field, "", (key,))
        for step in location[1:]:
            place = place.child(step) or place
        return place
