"""YAML is read as plainly as it is meant to be written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.pack.yaml_reader import MAX_DEPTH, MAX_LINE, MAX_NODES, read


def data_of(text: str) -> Any:
    root, problems = read(text, "signs.yaml")
    assert root is not None
    assert problems == []
    return root.data()


def refusals(text: str) -> list[tuple[int, str]]:
    _, problems = read(text, "signs.yaml")
    return [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "NO", "2026-11-01", "1.5", "1e3", "0x1f", "12:30", ".inf", "tRue"]
)
def test_words_that_other_yaml_makes_something_of_stay_text(word: str) -> None:
    assert data_of(f"a: {word}\n") == {"a": word}


def test_whole_numbers_truth_and_nothing_are_the_only_other_values() -> None:
    assert data_of("{a: 7, b: true, c: FALSE, d: null, e: ~, f: , g: -1}") == {
        "a": 7,
        "b": True,
        "c": False,
        "d": None,
        "e": None,
        "f": None,
        "g": -1,
    }


def test_quotation_marks_make_text_of_anything() -> None:
    assert data_of("{a: '7', b: \"true\", c: ''}") == {"a": "7", "b": "true", "c": ""}


def test_a_field_stands_on_the_line_of_its_name() -> None:
    root, _ = read("a:\n  b:\n    - c: 1\n      d: |\n        e\n        f\n", "signs.yaml")
    assert root is not None
    row = root.get("a").get("b").rows[0]
    assert (root.get("a").line, root.get("a").get("b").line, row.line) == (1, 2, 3)
    assert (row.get("d").line, row.get("d").text_line) == (4, 5)


def test_a_text_in_another_style_has_no_lines_of_its_own() -> None:
    root, _ = read('a: >-\n  b\n  c\nd: "e"\n', "signs.yaml")
    assert root is not None
    assert (root.get("a").text, root.get("a").text_line, root.get("d").text_line) == ("b c", 0, 0)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: &x c\n", 2, "«&x»: & er ikke lov"),
        ("a: 1\nb: *x\n", 2, "«*x»: * er ikke lov"),
        ("a: 1\nb: !!str c\n", 2, "! er ikke lov"),
        ("a: 1\nb: !c d\n", 2, "! er ikke lov"),
        ("a: 1\n<<: {b: 2}\n", 2, "«<<» er ikke lov"),
        ("a: 1\nb: 2\na: 3\n", 3, "«a» er skrevet to ganger (også på linje 1)"),
        ("a: 1\n? [b]\n: 2\n", 2, "et feltnavn kan ikke være en liste"),
        ("a: 1\n---\nb: 2\n", 2, "mer enn én del"),
        ("%YAML 1.1\n---\na: no\n", 2, "begynner med %"),
        ("a: 1\nb: c: d\n", 2, "et kolon der det ikke kan stå"),
        ("a: 1\nb: [c\n", 3, "ikke lukket"),
        ("a: 1\nb: 'c\n", 3, "ikke lukket"),
        ("a: 1\n  b: 2\n", 2, "et kolon der det ikke kan stå"),
        ("a:\n  - b\n c\n", 3, "innrykket stemmer ikke"),
        ("a: @b\n", 1, "sett anførselstegn rundt"),
        ("- a\n", 1, "filen skal bestå av felt"),
        ("bare tekst", 1, "filen skal bestå av felt"),
        ("", 0, "filen er tom"),
        ("# bare en merknad\n", 0, "filen er tom"),
        ('a: "\\UFFFFFFFF"\n', 1, "filen kan ikke leses"),
    ],
)
def test_what_a_pack_has_no_use_for_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    ((found_line, message),) = refusals(text)
    assert found_line == line
    assert says in message


def test_a_problem_inside_an_item_names_the_item() -> None:
    _, problems = read("signs:\n  - id: x\n    a: 1\n    a: 2\n  - b: &c d\n", "fjellvik/signs.yaml")
    assert [problem.item for problem in problems] == ["signs/x", ""]


def test_what_comes_after_a_refused_value_is_still_read() -> None:
    root, problems = read("a: *x\nb: 2\nb: 3\n", "signs.yaml")
    assert root is not None
    assert root.get("a").broken
    assert root.get("b").data() == 2
    assert len(problems) == 2


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_bounded(opening: str) -> None:
    ((_, message),) = refusals(opening * 4_000)
    assert message == f"for mange nivåer inni hverandre (høyst {MAX_DEPTH})"


def test_the_number_of_values_is_bounded() -> None:
    ((_, message),) = refusals("a:\n" + "  - b\n" * MAX_NODES)
    assert message == f"filen har for mange verdier (høyst {MAX_NODES})"


def test_the_length_of_a_line_is_bounded() -> None:
    assert refusals(f"a: 1\nb: {'c' * MAX_LINE}\n") == [(2, f"linjen er for lang (høyst {MAX_LINE} tegn)")]
    assert refusals(f"a: {'b ' * (MAX_LINE // 2 - 2)}\n") == []


SIGNS = [*"ab:-?&*!|>'\"%@`{}[],#~ \n\\", "\n  ", "<<", "---\n", "\\u", "\\x"]


@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read(text, "signs.yaml")


@given(st.lists(st.sampled_from(SIGNS)).map("".join))
def test_no_row_of_signs_makes_the_reader_raise(text: str) -> None:
    read(text, "signs.yaml")
