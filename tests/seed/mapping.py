"""The map from the lines of the printed guide to the items of the pack.

The guide's text is not in this repository. Each entry of `map.yaml` names lines by number and by a digest of their
letters and digits, and says which item states what they state, or why none does. `tools/seed.py FILE` checks the map
against the text itself for whoever has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

MAP = Path(__file__).parent / "map.yaml"
DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Entry:
    """Lines (from 1), the digest of their text, and the items that state it, or the reason why none does."""

    lines: range
    digest: str
    items: tuple[str, ...]
    field: str | None
    why_not: str | None


@dataclass(frozen=True)
class Mapping:
    """The whole map: how many lines the text has, which of them are blank, and the entries."""

    total: int
    digest: str
    blank: frozenset[int]
    entries: tuple[Entry, ...]


def digest(text: str) -> str:
    """Of the letters and digits alone, without case: line breaks, bullets and hyphens are the printer's."""
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:DIGEST_LENGTH]


def numbers(spans: str) -> Iterator[range]:
    """`"306, 310-312"` as ranges of line numbers."""
    for span in str(spans).split(","):
        first, _, last = span.strip().partition("-")
        yield range(int(first), int(last or first) + 1)


def read(file: Path = MAP) -> Mapping:
    """The map as it stands in the repository."""
    raw = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    return Mapping(
        total=raw["lines"],
        digest=raw["digest"],
        blank=frozenset(number for span in numbers(raw["blank"]) for number in span),
        entries=tuple(_entry(row) for row in raw["entries"]),
    )


def _entry(row: dict[str, Any]) -> Entry:
    (lines,) = numbers(row["lines"])
    items = tuple(row.get("items", [row["item"]] if "item" in row else []))
    return Entry(lines, row["digest"], items, row.get("field"), row.get("why_not"))


def text_of(lines: range, text: Sequence[str]) -> str:
    """The text of some lines, `text` being all lines of the guide."""
    return "\n".join(text[number - 1] for number in lines)
