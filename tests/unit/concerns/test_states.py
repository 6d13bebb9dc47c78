"""The states of a concern over the whole product, against a table of the tests' own; texts as they are kept."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from motvekt.concerns import aliases, states, texts
from motvekt.concerns.kinds import SOMETHING_REMAINS, WHYS, Status, Why
from motvekt.concerns.states import Act
from motvekt.concerns.texts import LONGEST, Observation, Reflection
from motvekt.dossiers.kinds import ItemKind

EXPECTED = {
    ("open", "write"): "open",
    ("open", "report"): "reported",
    ("open", "close"): "closed",
    ("open", "hand_on"): "open",
    ("reported", "write"): "reported",
    ("reported", "report"): "reported",
    ("reported", "close"): "closed",
    ("reported", "hand_on"): "reported",
    ("closed", "reopen"): "open",
}


def test_each_act_leads_from_each_status_where_it_should_and_nowhere_else() -> None:
    found = {}
    for status, act in product(Status, Act):
        row = states.row(status, act)
        assert bool(states.may(status, act)) == (row is not None)
        if row is not None:
            found[status.value, act.value] = row.after.value
    assert found == EXPECTED


def test_a_no_says_what_to_do_about_it() -> None:
    closed = states.may(Status.CLOSED, Act.WRITE)
    assert closed.code == "concern_closed"
    assert "Åpne den igjen" in closed.words
    assert states.may(Status.OPEN, Act.REOPEN).code == "not_for_this"


def test_that_there_is_no_ideology_in_it_is_no_reason_to_close() -> None:
    assert set(WHYS) == set(Why)
    assert not [words for words in WHYS.values() if "ideolog" in words.lower()]
    assert {Why.FOLLOWED_UP, Why.TAKEN_OVER, Why.MOVED} == SOMETHING_REMAINS


@given(st.builds(Observation, seen=st.text(max_size=50), prompts=st.lists(st.text(max_size=9)).map(tuple)))
def test_what_is_written_is_read_as_it_was(content: Observation) -> None:
    assert texts.read(ItemKind.OBSERVATION, texts.written(content)) == content


def test_what_an_earlier_version_wrote_is_read_and_what_a_later_one_adds_is_passed_by() -> None:
    assert texts.read(ItemKind.REFLECTION, '{"tried": "Snakket."}') == Reflection(tried="Snakket.")
    assert texts.read(ItemKind.CLOSURE, '{"words": "Ferdig.", "farge": "rød"}') == texts.Closing(words="Ferdig.")


def test_a_text_that_is_too_long_is_no_text_of_a_concern() -> None:
    with pytest.raises(ValidationError):
        Observation(seen="a" * (LONGEST + 1))


def test_an_alias_says_nothing_but_a_tree_and_a_number_drawn_at_random() -> None:
    drawn = {aliases.drawn() for _ in range(200)}
    assert len(drawn) > 50
    for alias in drawn:
        tree, number = alias.split()
        assert tree in aliases.TREES
        assert int(number) in aliases.NUMBERS
