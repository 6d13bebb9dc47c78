"""What differs between two guides, item by item, in the order in which an editor must look: contacts, desks, law first.

Pure: two guides in, rows out. The command line and the page of an edition's changes show the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from motvekt.guide.kinds import LANGUAGES, Language
from motvekt.guide.parts import PARTS, Entry, index
from motvekt.guide.schema import Guide

FIRST = ("contacts", "legal_bases", "routine")
"""Parts where a mistake sends somebody to the wrong place: shown before the others."""

ABOUT = ("title", "area_name", "about", "valid_from", "municipalities", "services", "functions", "works")
"""Fields of the guide that belong to no part."""

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Difference:
    """A field of an item before and after, as text of one language or as data; None where it wasn't there."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """What happened to an item. `part` is a part's id, `pages`, or `guide` for what is said of the whole."""

    kind: Kind
    part: str
    ref: str
    label: str
    differences: tuple[Difference, ...] = ()


def compare(old: Guide, new: Guide, language: Language) -> list[Change]:
    """Every change from `old` to `new`; texts are shown in `language`, and in the others where only they differ."""
    before, after = index(old), index(new)
    changes = [*_about(old, new, language), *_items(before, after, language), *_moved(before, after, language)]
    order = [*FIRST, "guide", *(part.id for part in PARTS if part.id not in FIRST), "pages"]
    return sorted(changes, key=lambda change: order.index(change.part))


def _items(before: Mapping[str, Entry], after: Mapping[str, Entry], language: Language) -> Iterator[Change]:
    for ref in [*before, *(ref for ref in after if ref not in before)]:
        entry = after.get(ref) or before[ref]
        label = name_of(entry, language)
        if ref not in after:
            yield Change("removed", entry.part, ref, label)
        elif ref not in before:
            yield Change("added", entry.part, ref, label)
        elif found := tuple(_fields(before[ref].item, after[ref].item, language)):
            yield Change("changed", entry.part, ref, label, found)


def _moved(before: Mapping[str, Entry], after: Mapping[str, Entry], language: Language) -> Iterator[Change]:
    """Items that stand in another order among those that both guides have; the routine's steps above all."""
    for part in PARTS:
        for field in part.fields.values():
            old, new = (
                [ref for ref, entry in entries.items() if entry.field == field and ref in other]
                for entries, other in ((before, after), (after, before))
            )
            if old == new:
                continue
            places = (Difference("order", _listed(old, before, language), _listed(new, after, language)),)
            yield Change("moved", part.id, part.id, "", places)


def _listed(refs: Sequence[str], entries: Mapping[str, Entry], language: Language) -> str:
    return " – ".join(name_of(entries[ref], language) for ref in refs)


def _about(old: Guide, new: Guide, language: Language) -> Iterator[Change]:
    found = [
        difference
        for name in ABOUT
        for difference in _difference(name, getattr(old, name), getattr(new, name), language)
    ]
    intros = {field for part in PARTS for field in part.fields.values() if field.endswith("_intro")}
    for name in sorted(intros):
        found += _difference(name, getattr(old, name), getattr(new, name), language)
    if found:
        yield Change("changed", "guide", "guide", "", tuple(found))


def _fields(old: BaseModel, new: BaseModel, language: Language) -> Iterator[Difference]:
    for name in type(new).model_fields:
        yield from _difference(name, getattr(old, name, None), getattr(new, name), language)


def _difference(name: str, old: Any, new: Any, language: Language) -> Iterator[Difference]:
    if old == new:
        return
    before, after = shown(old, language), shown(new, language)
    if before != after:
        yield Difference(name, before, after)
        return
    for other in _languages(old, new):
        if shown(old, other) != shown(new, other):
            yield Difference(f"{name} ({other})", shown(old, other), shown(new, other))
            return
    yield Difference(name, repr(old), repr(new))


def _languages(*values: Any) -> list[str]:
    """The languages that these values have; all of them for a shape with texts inside."""
    return sorted({language for value in values for language in (value if isinstance(value, dict) else LANGUAGES)})


def shown(value: Any, language: str) -> str | None:
    """A field as an editor reads it: the language's text, a list row by row, a nested shape field by field."""
    if value is None or value == []:
        return None
    if isinstance(value, dict):
        text = value.get(language)
        return text if text is None or isinstance(text, str) else ", ".join(text)
    if isinstance(value, BaseModel):
        rows = ((name, shown(getattr(value, name), language)) for name in type(value).model_fields)
        return "; ".join(f"{name}: {text}" for name, text in rows if text is not None)
    if isinstance(value, list | tuple):
        return "\n".join(shown(row, language) or "" for row in value)
    return str(value)


def name_of(entry: Entry, language: Language) -> str:
    """What an item is called: its label, name or title."""
    for field in ("label", "name", "title"):
        if text := getattr(entry.item, field, None):
            return str(text.get(language) or next(iter(text.values())))
    return entry.id
