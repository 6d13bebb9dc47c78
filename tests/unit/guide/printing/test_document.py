"""The whole guide as data: nothing is left out, and every link leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from motvekt.guide import parts
from motvekt.guide.kinds import Sheet
from motvekt.guide.wording import PARTS
from tests.guides import PACKS, guide_of
from tests.printed import data_of

NOT_PRINTED = {"words"}
"""Fields of a guide that no page shows either."""


def within(node: Any, key: str) -> Iterator[str]:
    """Every value of a key in the data."""
    if isinstance(node, dict):
        if node.get(key):
            yield node[key]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from within(each, key)


@pytest.mark.parametrize("pack", PACKS)
def test_every_item_of_the_guide_stands_in_the_document_once(pack: str) -> None:
    guide = guide_of(pack)
    wanted = [entry.ref for entry in parts.entries(guide) if entry.field not in NOT_PRINTED]
    found = list(within(data_of(guide, Sheet.GUIDE, guide.default_language), "ref"))
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("pack", PACKS)
def test_every_link_within_the_document_leads_to_a_place_in_it(pack: str) -> None:
    guide = guide_of(pack)
    data = data_of(guide, Sheet.GUIDE, guide.default_language)
    inside = {goal[1:] for goal in within(data, "to") if goal.startswith("#")}
    assert inside
    assert inside <= set(within(data, "ref"))


def test_every_part_has_a_chapter_by_its_own_name() -> None:
    titles = [chapter["title"] for chapter in data_of(guide_of("asker-baerum"), Sheet.GUIDE)["chapters"]]
    assert titles[: len(PARTS)] == [str(words.title) for words in PARTS.values()]


@pytest.mark.parametrize("pack", PACKS)
def test_headings_skip_no_level(pack: str) -> None:
    guide = guide_of(pack)
    for chapter in data_of(guide, Sheet.GUIDE, guide.default_language)["chapters"]:
        level = 1
        for block in chapter["blocks"]:
            if block["k"] == "h":
                assert block["level"] <= level + 1, block
                level = block["level"]


def test_a_source_says_what_is_printed_where_it_differs() -> None:
    text = str(data_of(guide_of("asker-baerum"), Sheet.GUIDE))
    assert "Kilde: " in text
    assert "I trykken står det «" in text
