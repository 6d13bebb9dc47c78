"""What differs between two guides, item by item, in the order in which an editor must look: contacts, desks, law first.

Two guides in, rows out. The command line and the page of an edition's changes show the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from motvekt.guide.kinds import Language
from motvekt.guide.parts import FILES, PARTS, Entry, index
from motvekt.guide.retold import Teller
from motvekt.guide.schema import Guide
from motvekt.guide.shapes import Shape

FIRST = ("contacts", "legal_bases", "routine")
"""Parts where a mistake sends somebody to the wrong place: shown before the others."""

LISTED = ("municipalities", "services", "functions", "works", "short_paths", "words")
"""Fields of the guide that are lists of things with an id, and that no part has pages for."""

ABOUT = ("languages", "title", "area_name", "about", "valid_from", "based_on", "check_after")
"""What is said of the guide as a whole."""

PASSED_OVER = frozenset({"id", "schema_version"})
"""What an edition says of its own form. The areas' slugs differ where two areas' guides are compared."""

Languages = tuple[Language, ...]
Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Difference:
    """A field of an item before and after, in words; None where it wasn't there.

    `language` is set where the field is the same in the language that is shown, and differs in this one.
    """

    field: str
    before: str | None
    after: str | None
    language: Language | None = None


@dataclass(frozen=True)
class Change:
    """What happened to an item. `part` is a part's id, `pages`, or `guide` for what no part has pages for.

    `ref` is the item's reference (`contacts/slt`, `services/skole`), or the part's id where its order changed.
    """

    kind: Kind
    part: str
    ref: str
    label: str
    differences: tuple[Difference, ...] = ()


def compare(old: Guide, new: Guide, language: Language) -> list[Change]:
    """Every change from `old` to `new`; texts are shown in `language`, and in the others where only they differ.

    A language that `new` no longer has is one change of the whole, not one of every text.
    """
    languages = (language, *(other for other in new.languages if other != language))
    comparison = _Comparison(languages, Teller(old), Teller(new))
    before, after = index(old), index(new)
    changes = [
        *comparison.about(old, new),
        *(change for name in LISTED for change in comparison.listed(name, getattr(old, name), getattr(new, name))),
        *comparison.items(before, after),
        *_moved(before, after, language),
    ]
    order = [*FIRST, "guide", *(part.id for part in PARTS if part.id not in FIRST), "pages"]
    return sorted(changes, key=lambda change: order.index(change.part))


@dataclass(frozen=True)
class _Comparison:
    languages: Languages
    old: Teller
    new: Teller

    def items(self, before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[Change]:
        for ref in [*before, *(ref for ref in after if ref not in before)]:
            entry = after.get(ref) or before[ref]
            items = (before[ref].item if ref in before else None, after[ref].item if ref in after else None)
            yield from self._item(entry.part, ref, *items)

    def listed(self, name: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
        old, new = ({str(row.id): row for row in rows} for rows in (before, after))
        for row_id in [*old, *(row_id for row_id in new if row_id not in old)]:
            yield from self._item("guide", f"{name}/{row_id}", old.get(row_id), new.get(row_id))

    def _item(self, part: str, ref: str, old: Shape | None, new: Shape | None) -> Iterator[Change]:
        known = new or old
        label = name_of(known, ref, self.languages[0])
        if old is None or new is None:
            # What came is told in full: somebody must be able to see that it is right.
            kind: Kind = "added" if old is None else "removed"
            yield Change(kind, part, ref, label, tuple(self._fields(old, new)) if kind == "added" else ())
        elif found := tuple(self._fields(old, new)):
            yield Change("changed", part, ref, label, found)

    def about(self, old: Guide, new: Guide) -> Iterator[Change]:
        intros = sorted(field for part in FILES for field in part.fields.values() if field.endswith("_intro"))
        found = [
            difference
            for name in (*ABOUT, *intros)
            for difference in self._difference(name, getattr(old, name), getattr(new, name))
        ]
        if found:
            yield Change("changed", "guide", "guide", "", tuple(found))

    def _fields(self, old: Shape | None, new: Shape | None) -> Iterator[Difference]:
        known = new or old
        for name in type(known).model_fields if known else ():
            if name not in PASSED_OVER:
                yield from self._difference(name, getattr(old, name, None), getattr(new, name, None))

    def _difference(self, name: str, old: Any, new: Any) -> Iterator[Difference]:
        """The field in the first language in which it differs; the others are named where the first is the same."""
        if old == new:
            return
        for language in self.languages:
            before, after = self.old.tell(name, old, language), self.new.tell(name, new, language)
            if before != after:
                yield Difference(name, before, after, None if language == self.languages[0] else language)
                return


def _moved(before: Mapping[str, Entry], after: Mapping[str, Entry], language: Language) -> Iterator[Change]:
    """Items that stand in another order among those that both guides have; the routine's steps above all."""
    for part in PARTS:
        for field in part.fields.values():
            old, new = (
                [ref for ref, entry in entries.items() if entry.field == field and ref in other]
                for entries, other in ((before, after), (after, before))
            )
            if old != new:
                order = Difference("order", _named(old, before, language), _named(new, after, language))
                yield Change("moved", part.id, part.id, "", (order,))


def _named(refs: Sequence[str], entries: Mapping[str, Entry], language: Language) -> str:
    return " – ".join(name_of(entries[ref].item, ref, language) for ref in refs)


def name_of(item: object, ref: str, language: Language) -> str:
    """What an item is called: its label, name or title; its reference where it has none."""
    for field in ("label", "name", "title"):
        text = getattr(item, field, None)
        if isinstance(text, Mapping) and text:
            return str(text.get(language) or next(iter(text.values())))
        if isinstance(text, str):
            return text
    return ref
