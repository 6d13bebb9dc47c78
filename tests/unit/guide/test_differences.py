"""Two texts beside each other."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.differences import Pair, Piece, pairs

TEXTS = st.text("abc \n", max_size=60)


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_the_words_that_differ_are_marked_and_the_others_are_not() -> None:
    (pair,) = pairs("Ring 46 95 44 95 i dag.", "Ring 46 95 44 96 i dag.")
    assert [piece.text for piece in pair.before if piece.differs] == ["95"]
    assert [piece.text for piece in pair.after if piece.differs] == ["96"]
    assert said(pair.after) == "Ring 46 95 44 96 i dag."


def test_lines_that_are_the_same_are_left_out() -> None:
    assert [said(pair.after) for pair in pairs("en\nto\ntre", "en\nannet\ntre")] == ["annet"]
    assert pairs("likt", "likt") == []


def test_what_came_or_went_has_nothing_on_the_other_side() -> None:
    assert pairs(None, "ny") == [Pair(after=(Piece("ny", True),))]
    assert pairs("gammel", None) == [Pair(before=(Piece("gammel", True),))]


def test_sentences_with_nothing_in_common_are_not_cut_into_words() -> None:
    (pair,) = pairs("Ring politiet.", "Spør noen du stoler på først")
    assert len(pair.before) == len(pair.after) == 1


@given(TEXTS, TEXTS)
def test_nothing_of_a_line_is_lost_and_no_line_that_differs_is_left_out(before: str, after: str) -> None:
    found = pairs(before, after)
    old, new = before.splitlines(), after.splitlines()
    assert {said(pair.before) for pair in found if pair.before} <= set(old)
    assert {said(pair.after) for pair in found if pair.after} <= set(new)
    assert bool(found) == (old != new)


@pytest.mark.parametrize("joint", [" ", "\n"])
def test_a_text_made_to_be_slow_is_told_whole_in_a_moment(joint: str) -> None:
    started = time.perf_counter()
    found = pairs(joint.join(["a", "b"] * 15_000), joint.join(["b", "a", "a"] * 10_000))
    assert found
    assert time.perf_counter() - started < 5


def test_the_longest_text_that_a_pack_may_have_is_compared_in_a_moment() -> None:
    words = " ".join(f"ord{number}" for number in range(900))
    old = "\n".join(f"{number} {words}" for number in range(10))[:60_000]
    new = old.replace("ord5", "ordet5").replace("ord77", "")
    started = time.perf_counter()
    assert pairs(old, new)
    assert time.perf_counter() - started < 5
