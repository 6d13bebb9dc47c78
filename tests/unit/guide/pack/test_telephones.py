"""Nothing that reads as one of the system's own numbers is taken for another."""

from __future__ import annotations

import pytest

from motvekt.guide.pack.telephones import digits, is_reserved, may_stand_for, reserved_at_start, reserved_in


@pytest.mark.parametrize(
    "text",
    [
        "112",
        "1 1 2",
        "\uff11\uff11\uff12",
        "\U0001d7cf\U0001d7cf\U0001d7d0",
        "①①②",
        "\u0661\u0661\u0662",
        "1\u20e31\u20e32",
    ],
)
def test_digits_are_read_in_every_shape(text: str) -> None:
    assert digits(text) == "112"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nødnummer 112", "112"),
        ("112: ring nå", "112"),
        ("1-1-2", "112"),
        ("1\u200b12", "112"),
        ("1.1.2 og 113", "112"),
        ("113/112", "112"),
        ("+47 112", "47112"),
        ("Teksttelefon 14 12", "1412"),
        ("Alarmtelefonen 11 61 11", "116111"),
        ("\uff11\uff11\uff16\u00a0111", "116111"),
    ],
)
def test_a_reserved_number_is_found_in_words(text: str, number: str) -> None:
    assert reserved_in(text) == number


@pytest.mark.parametrize("text", ["", "SLT i Lillevik", "1120", "02800", "Barnevernvakt 116 117", "1 av 12", "2112"])
def test_other_numbers_are_not_reserved(text: str) -> None:
    assert reserved_in(text) == ""


@pytest.mark.parametrize("number", ["112", "+47112", "1412", "+471412", "116111", "116 111", "+47116111"])
def test_a_reserved_number_is_one_with_and_without_its_country(number: str) -> None:
    assert is_reserved(number)


@pytest.mark.parametrize(("printed", "number"), [("112 0", "112"), ("112 112", "112"), ("+47 14 12 0", "1412")])
def test_a_printed_number_does_not_begin_with_a_reserved_one(printed: str, number: str) -> None:
    assert reserved_at_start(printed) == number


@pytest.mark.parametrize("printed", ["22 14 12 33", "900 12 112", "116 117", "1120", "+47 93 00 00 01"])
def test_a_printed_number_may_have_the_same_digits_elsewhere(printed: str) -> None:
    assert reserved_at_start(printed) == ""


@pytest.mark.parametrize(
    ("words", "number", "may"),
    [
        ("Ring oss", "+4793000001", True),
        ("ring 93 00 00 01", "+4793000001", True),
        ("+47 93 00 00 01", "+4793000001", True),
        ("Ring 112", "112", True),
        ("Ring 112", "+4722222222", False),
        ("\uff11\uff11\uff12", "22222222", False),
        ("l12", "22222222", False),
        ("112", "+47112", False),
        ("93 00 00 01", "112", False),
        ("93 00 00 01", "+4693000001", False),
    ],
)
def test_the_digits_in_a_links_words_are_those_it_calls(words: str, number: str, may: bool) -> None:
    assert may_stand_for(words, number) is may
