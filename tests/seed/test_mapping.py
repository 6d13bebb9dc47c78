"""Everything that the printed guide states is in the pack, or there is a reason why not."""

from __future__ import annotations

from typing import Any

import pytest

from motvekt.guide import parts
from motvekt.guide.schema import Guide
from tests.guides import guide_of
from tests.seed import mapping
from tests.seed.mapping import Entry

BESIDE_ITEMS = {
    "constants/emergency",
    "constants/child_helpline",
    "pack/works",
    *(f"{part.id}/intro" for part in parts.PARTS if "intro" in part.fields),
}
"""What an entry may name that is no item: the system's own two numbers, the works, and the parts' introductions."""


@pytest.fixture
def guide() -> Guide:
    return guide_of("asker-baerum")


@pytest.fixture
def known() -> mapping.Mapping:
    return mapping.read()


def test_each_line_of_the_guide_stands_in_the_map_exactly_once(known: mapping.Mapping) -> None:
    told = [number for entry in known.entries for number in entry.lines]
    assert len(told) == len(set(told))
    assert set(told) | known.blank == set(range(1, known.total + 1))


def test_each_entry_names_an_item_that_the_pack_has_or_says_why_not(known: mapping.Mapping, guide: Guide) -> None:
    present = set(parts.index(guide)) | BESIDE_ITEMS
    for entry in known.entries:
        assert bool(entry.items) != bool(entry.why_not), entry
        assert set(entry.items) <= present, entry


def test_where_the_map_says_word_for_word_the_packs_letters_are_the_prints(
    known: mapping.Mapping, guide: Guide
) -> None:
    exact = [entry for entry in known.entries if entry.field]
    assert len(exact) > 180
    for entry in exact:
        assert mapping.digest(value(guide, entry)) == entry.digest, entry


def test_a_changed_letter_or_number_in_the_pack_is_found(known: mapping.Mapping, guide: Guide) -> None:
    entry = next(entry for entry in known.entries if entry.field == "phones.0.printed")
    assert mapping.digest(value(guide, entry).replace("67", "76")) != entry.digest


def test_few_lines_state_nothing_and_each_says_why(known: mapping.Mapping) -> None:
    unstated = sum(len(entry.lines) for entry in known.entries if entry.why_not)
    assert unstated < known.total / 10


@pytest.mark.parametrize(
    "item", ["definitions/motiver", "legal_bases/lagring-av-opplysninger", "cooperation/handlingsplan-2014"]
)
def test_the_parts_that_are_easily_forgotten_are_mapped(known: mapping.Mapping, item: str) -> None:
    assert any(item in entry.items for entry in known.entries)


def test_the_credit_to_oslo_is_in_the_pack(guide: Guide) -> None:
    credit = parts.index(guide)["cooperation/om-veilederen"].item.model_dump()
    assert "SaLTo" in credit["text"]["nb"]


def value(guide: Guide, entry: Entry) -> str:
    """The field that an entry says its lines are, in bokmål."""
    found: Any = parts.index(guide)[entry.items[0]].item
    assert entry.field
    for name in entry.field.split("."):
        found = found[int(name)] if name.isdigit() else getattr(found, name)
    return str(found["nb"] if isinstance(found, dict) else found)
