"""Request headers that are easily misread."""

from __future__ import annotations

import pytest

from motvekt.web.headers import accepts, matches


@pytest.mark.parametrize(
    ("header", "coding", "taken"),
    [
        ("gzip, deflate, br", "br", True),
        ("br;q=0.5", "br", True),
        ("BR", "br", True),
        ("br;q=0", "br", False),
        ("br ; q=0.0, gzip", "br", False),
        ("zebra", "br", False),
        ("", "gzip", False),
        ("gzip;q=1.0", "gzip", True),
    ],
)
def test_a_coding_is_taken_where_it_is_named_and_not_refused(header: str, coding: str, taken: bool) -> None:
    assert accepts(header, coding) is taken


@pytest.mark.parametrize("header", ['W/"abc"', '"abc"', '"x", W/"abc"', "*"])
def test_a_page_that_the_browser_has_is_recognised(header: str) -> None:
    assert matches(header, 'W/"abc"')


@pytest.mark.parametrize("header", ["", '"abd"', "abc"])
def test_another_page_is_not(header: str) -> None:
    assert not matches(header, 'W/"abc"')
