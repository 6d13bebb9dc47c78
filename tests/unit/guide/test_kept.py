"""The shelf of finished pages: within its budget, and without a trace of a past minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.kept import Page, Shelf


def page(size: int, minute: int | None = None) -> Page:
    return Page({}, {"": b"x" * size}, "", minute)


def test_a_page_of_the_edition_stays_and_a_page_of_the_minute_goes_with_it() -> None:
    shelf = Shelf()
    shelf.put("guide", page(1))
    shelf.put("advice", page(1, minute=7))
    assert shelf.get("advice", 7)
    assert shelf.get("guide", 8)
    assert shelf.get("advice", 7) is None


def test_nothing_of_a_past_minute_is_left_in_memory() -> None:
    shelf = Shelf()
    shelf.get("x", 7)
    shelf.put("advice", page(1, minute=7))
    shelf.get("something else", 8)
    assert not shelf._pages


def test_a_page_that_was_made_late_is_not_shown_in_the_next_minute() -> None:
    shelf = Shelf()
    assert shelf.get("late", 7) is None
    assert shelf.get("else", 8) is None
    shelf.put("late", page(1, minute=7))
    assert shelf.get("late", 8) is None


def test_the_page_that_was_asked_for_longest_ago_goes_first() -> None:
    shelf = Shelf(budget=3)
    for key in "abc":
        shelf.put(key, page(1))
    shelf.get("a", 0)
    shelf.put("d", page(1))
    assert [key for key in "abcd" if shelf.get(key, 0)] == ["a", "c", "d"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.sampled_from([None, 1, 2]))))
def test_the_budget_holds_and_the_sum_is_right_whatever_is_put(puts: list[tuple[int, int, int | None]]) -> None:
    shelf = Shelf(budget=12)
    for key, size, minute in puts:
        shelf.put(key, page(size, minute))
        shelf.get(key, minute or 1)
        assert shelf._size <= 12
        assert shelf._size == sum(kept.size for kept in shelf._pages.values())
