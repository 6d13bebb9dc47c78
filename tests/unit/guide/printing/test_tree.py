"""Markdown becomes a tree of plain data, and every word stays the word that it was."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.printing.tree import BREAK, LONGEST_WORD, said, tree
from motvekt.guide.prose import Terms
from tests.guides import guide_of

NO_TERMS = Terms("nb", {})


def made(text: str, below: int = 0) -> list[dict[str, Any]]:
    return tree(text, language="nb", terms=NO_TERMS, below=below)


def words(node: Any) -> str:
    """All strings of a tree that are read, one after another."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(words(each) for each in node)
    return "".join(words(node[key]) for key in ("c", "em", "strong", "items", "body") if key in node)


def test_a_paragraph_holds_its_words_emphasis_and_links() -> None:
    assert made("Ring *nå*, **straks**, på [112](tel:112).") == [
        {
            "k": "p",
            "c": [
                "Ring ",
                {"em": ["nå"]},
                ", ",
                {"strong": ["straks"]},
                ", på ",
                {"to": "tel:112", "c": ["112"]},
                ".",
            ],
        }
    ]


def test_a_list_holds_blocks_and_can_hold_lists() -> None:
    found = made("3. tre\n4. fire\n   - under")
    assert (found[0]["k"], found[0]["start"]) == ("ol", 3)
    assert found[0]["items"][1]["body"][1]["k"] == "ul"
    assert words(found) == "trefireunder"


def test_blocks_after_a_list_stand_beside_it() -> None:
    assert [block["k"] for block in made("Før\n\n- en\n- to\n\nEtter")] == ["p", "ul", "p"]


def test_headings_come_below_the_level_that_the_page_has() -> None:
    assert [(block["k"], block.get("level")) for block in made("## En\n\nTekst\n\n### To", below=2)] == [
        ("h", 3),
        ("p", None),
        ("h", 4),
    ]


def test_a_line_break_in_the_file_is_a_blank() -> None:
    assert words(made("en\nto")) == "en to"


def test_links_to_items_lead_to_their_place_in_the_document() -> None:
    assert made("[se her](definitions/radikalisering)")[0]["c"] == [
        {"to": "#definitions/radikalisering", "c": ["se her"]}
    ]


@pytest.mark.parametrize("url", ["javascript:x", "http://usikker.no", "//noen.no", "file:///etc/passwd"])
def test_a_link_that_may_not_be_followed_is_only_its_words(url: str) -> None:
    assert '"to"' not in json.dumps(made(f"[ord]({url})"))
    assert "ord" in words(made(f"[ord]({url})"))


def test_the_first_mention_of_a_term_leads_to_its_definition() -> None:
    guide = guide_of("asker-baerum")
    found = tree("Om radikalisering og radikalisering.", language="nb", terms=Terms.build(guide, "nb"))
    assert [part["to"] for part in found[0]["c"] if isinstance(part, dict)] == ["#definitions/radikalisering"]


def test_an_endless_word_gets_places_to_break_and_loses_no_letter() -> None:
    word = "x" * 5000
    assert said(word).replace(BREAK, "") == word
    assert max(map(len, said(word).split(BREAK))) == LONGEST_WORD
    assert BREAK not in said("hatkriminalitetsoffer")


def test_an_address_breaks_only_where_it_has_a_stroke_or_a_hyphen() -> None:
    address = "www.kommune.example/tjenester/sosiale-tjenester-og-barnevern/kriminalitetsforebygging/"
    assert said(address) == address


@pytest.mark.parametrize("text", ["116 111", "§ 196", "67 57 69 12", "§§ 12 og 13"])
def test_a_number_has_no_place_to_break(text: str) -> None:
    assert not re.search(r"[\d§] \d", said(text))
    assert said(text).replace("\u00a0", " ") == text


def test_a_link_that_leads_nowhere_here_is_only_its_words() -> None:
    found = tree("Les [siden](pages/personvern) nå.", language="nb", terms=NO_TERMS, address=lambda _ref: "")
    assert found == [{"k": "p", "c": ["Les ", "siden", " nå."]}]


def test_control_characters_are_left_out() -> None:
    assert said("a\x00b\x1bc\ufeff\x85d") == "abcd"


@given(st.text(max_size=200))
def test_no_text_breaks_the_tree(text: str) -> None:
    json.dumps(made(text))


@given(st.text(alphabet=st.characters(categories=("L", "N", "S")), min_size=1, max_size=80))
def test_a_plain_word_comes_out_as_it_went_in(text: str) -> None:
    if not any(mark in text for mark in "*_[]()<>`\\&#+-~=|"):
        assert words(made(text)).replace(BREAK, "").split() == text.replace(BREAK, "").split()
