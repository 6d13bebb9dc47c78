"""What differs between two guides, item by item, in the order in which an editor must look: contacts, desks, law first.

Pure: two guides in, rows out. The command line and the page of an edition's changes show the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from motvekt.guide.kinds import Language
from motvekt.guide.parts import PARTS, Entry, index
from motvekt.guide.schema import Guide

FIRST = ("contacts", "legal_bases", "routine")
"""Parts where a mistake sends somebody to the wrong place: shown before the others."""

ABOUT = (
    "languages",
    "title",
    "area_name",
    "about",
    "valid_from",
    "municipalities",
    "services",
    "functions",
    "works",
    "words",
)
"""Fields of the guide that belong to no part."""

Languages = tuple[Language, ...]
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


FIELD_WORDS: Mapping[str, str] = {
    "phones": "telefon",
    "email": "e-post",
    "hours": "åpningstid",
    "function": "funksjon",
    "whom_for": "hvem den er for",
    "municipalities": "kommuner",
    "label": "navn",
    "name": "navn",
    "text": "tekst",
    "do": "hva du gjør",
    "responsible": "ansvarlig",
    "contacts": "hvem som kan spørres",
    "printed": "som trykt",
    "in_force": "gjelder nå",
    "source": "kilde",
    "order": "rekkefølge",
    "valid_from": "gjelder fra",
    "title": "tittel",
    "channel": "kanal",
    "say": "hva som kan sies",
    "senders": "gjelder for",
    "recipients": "kan gå til",
    "points": "punkter",
    "duty": "plikt",
    "offered": "tilbys",
}
"""What an editor calls a field; another field goes by its own name."""


def field_words(field: str) -> str:
    """A difference's field in an editor's words, with the language behind it where one is named."""
    name, space, language = field.partition(" ")
    return f"{FIELD_WORDS.get(name, name)}{space}{language}"


def compare(old: Guide, new: Guide, language: Language) -> list[Change]:
    """Every change from `old` to `new`; texts are shown in `language`, and in the others where only they differ.

    A language that `new` no longer has is one change of the whole, not one of every text.
    """
    languages = (language, *(other for other in new.languages if other != language))
    before, after = index(old), index(new)
    changes = [*_about(old, new, languages), *_items(before, after, languages), *_moved(before, after, language)]
    order = [*FIRST, "guide", *(part.id for part in PARTS if part.id not in FIRST), "pages"]
    return sorted(changes, key=lambda change: order.index(change.part))


def _items(before: Mapping[str, Entry], after: Mapping[str, Entry], languages: Languages) -> Iterator[Change]:
    for ref in [*before, *(ref for ref in after if ref not in before)]:
        entry = after.get(ref) or before[ref]
        label = name_of(entry, languages[0])
        if ref not in after:
            yield Change("removed", entry.part, ref, label)
        elif ref not in before:
            yield Change("added", entry.part, ref, label)
        elif found := tuple(_fields(before[ref].item, after[ref].item, languages)):
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


def _about(old: Guide, new: Guide, languages: Languages) -> Iterator[Change]:
    found = [
        difference
        for name in ABOUT
        for difference in _difference(name, getattr(old, name), getattr(new, name), languages)
    ]
    intros = {field for part in PARTS for field in part.fields.values() if field.endswith("_intro")}
    for name in sorted(intros):
        found += _difference(name, getattr(old, name), getattr(new, name), languages)
    if found:
        yield Change("changed", "guide", "guide", "", tuple(found))


def _fields(old: BaseModel, new: BaseModel, languages: Languages) -> Iterator[Difference]:
    for name in type(new).model_fields:
        yield from _difference(name, getattr(old, name, None), getattr(new, name), languages)


def _difference(name: str, old: Any, new: Any, languages: Languages) -> Iterator[Difference]:
    """The field in the first language in which it differs; the others are named where the first is the same."""
    if old == new:
        return
    for language in languages:
        before, after = shown(old, language), shown(new, language)
        if before != after:
            yield Difference(name if language == languages[0] else f"{name} ({language})", before, after)
            return


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
