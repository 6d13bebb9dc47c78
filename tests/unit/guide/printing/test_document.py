"""The whole guide as data: nothing is left out, and every link leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from motvekt.guide import parts
from motvekt.guide.kinds import Language, Sheet, Topic
from motvekt.guide.wording import PARTS, TOPICS
from tests.guides import PACKS, guide_of
from tests.printed import data_of

NOT_PRINTED = {"words"}
"""Fields of a guide that no page shows either."""
LEFT_OUT = {f"pages/{page}" for page in parts.WEBSITE_PAGES}


def within(node: Any, key: str) -> Iterator[str]:
    """Every value of a key in the data."""
    if isinstance(node, dict):
        if node.get(key):
            yield node[key]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from within(each, key)


def chapters(pack: str = "asker-baerum", language: Language = "nb") -> list[dict[str, Any]]:
    """The chapters of a guide."""
    found: list[dict[str, Any]] = data_of(guide_of(pack), Sheet.GUIDE, language)["chapters"]
    return found


@pytest.mark.parametrize("pack", PACKS)
def test_every_item_of_the_guide_stands_in_the_document_once(pack: str) -> None:
    guide = guide_of(pack)
    wanted = [entry.ref for entry in parts.entries(guide) if entry.field not in NOT_PRINTED]
    wanted = [ref for ref in wanted if ref not in LEFT_OUT]
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
    titles = [chapter["title"] for chapter in chapters()]
    assert titles[1 : len(PARTS) + 1] == [str(words.title) for words in PARTS.values()]


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
    blocks = [block for chapter in chapters() for block in chapter["blocks"] if block["k"] == "source"]
    said = ["".join(block["c"]) for block in blocks]
    assert all(text.startswith("Kilde: ") and text.endswith((".", "».")) for text in said)
    assert any("I trykken står det «" in text for text in said)


def test_whom_to_call_comes_first_with_112_above_all_others() -> None:
    contacts = chapters()[0]
    assert contacts["title"].startswith("Kontakter")
    [table] = [block for block in contacts["blocks"] if block["k"] == "contacts"]
    assert [phone["number"] for phone in table["rows"][0]["phones"]] == ["112"]
    assert table["rows"][-1]["phones"][0]["text"] == "116 111"
    assert table["unknown"] == "ikke kjent"


def test_the_texts_name_the_chapter_of_contacts_as_it_is_called() -> None:
    """They say «Kontakter», as the website's page is called, and so the chapter's title begins."""
    for pack in PACKS:
        guide = guide_of(pack)
        data = data_of(guide, Sheet.GUIDE, guide.default_language)
        named = "Kontakter" if guide.default_language == "nb" else "Kontaktar"
        assert f"«{named}»" in str(data)
        assert data["chapters"][0]["title"].startswith(named)


def test_desks_of_which_the_same_is_said_stand_together() -> None:
    lists = [block for block in chapters()[0]["blocks"] if block["k"] == "ul"]
    said = [str(item["body"][1:]) for item in lists[0]["items"]]
    assert len(said) == len(set(said))
    places = [place["ref"] for item in lists[0]["items"] for place in item["places"]]
    assert sorted(places) == sorted(f"contacts/{desk.id}" for desk in guide_of("asker-baerum").desks)


@pytest.mark.parametrize("pack", PACKS)
def test_no_heading_says_what_the_one_above_it_says(pack: str) -> None:
    guide = guide_of(pack)
    for language in guide.languages:
        for chapter in chapters(pack, language):
            for before, after in pairwise(chapter["blocks"]):
                if before["k"] == after["k"] == "h":
                    assert before["c"] != after["c"]


def test_a_topic_with_one_piece_of_advice_has_one_heading() -> None:
    guide = guide_of("asker-baerum")
    [advice] = [chapter for chapter in chapters() if chapter["title"] == str(PARTS["advice"].title)]
    levels = {block["c"][0]: block["level"] for block in advice["blocks"] if block["k"] == "h"}
    for topic in Topic:
        items = [item for item in guide.advice if item.topic is topic]
        if len(items) == 1:
            assert levels[items[0].label["nb"]] == 2
            assert {str(TOPICS[topic]), items[0].label["nb"]} & levels.keys() == {items[0].label["nb"]}


def test_citations_and_titles_are_marked_with_their_language_where_it_is_another() -> None:
    assert set(within(data_of(guide_of("asker-baerum"), Sheet.GUIDE, "en"), "lang")) == {"nb"}
    assert not list(within(data_of(guide_of("asker-baerum"), Sheet.GUIDE, "nb"), "lang"))


@pytest.mark.parametrize(
    ("address", "link"), [("https://motvekt.example", "https://motvekt.example/personvern/"), ("", None)]
)
def test_a_page_of_the_website_is_referred_to_by_its_address(address: str, link: str | None) -> None:
    guide = guide_of("asker-baerum")
    pages = [
        page.model_copy(update={"text": {"nb": "Les [om personvern](pages/personvern)."}}) if page.id == "om" else page
        for page in guide.pages
    ]
    data = data_of(guide.model_copy(update={"pages": pages}), Sheet.GUIDE, address=address)
    words = data["chapters"][-1]["blocks"][-1]["c"]
    assert words == ["Les ", *([{"to": link, "c": ["om personvern"]}] if link else ["om personvern"]), "."]
    assert "mørk modus" not in str(data)
