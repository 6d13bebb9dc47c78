"""Which edition is shown when, and who may make a proposal an edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.rules import Reign, code, in_force, may_confirm, reign
from motvekt.kernel.actor import Actor

MONDAY = date(2026, 11, 23)
OLA, KARI = Actor("account", "ola"), Actor("account", "kari")


@dataclass(frozen=True)
class Edition:
    number: int
    published_on: date
    valid_from: date


def day(count: int) -> date:
    return MONDAY + timedelta(days=count)


def test_an_edition_is_shown_from_its_first_day_until_a_newer_one_begins() -> None:
    first, second = Edition(1, day(0), day(-20)), Edition(2, day(3), day(10))
    assert reign(first, [first, second]) == Reign(day(0), day(10))
    assert reign(second, [first, second]) == Reign(day(10), None)


def test_an_edition_that_a_newer_one_overtook_was_never_shown() -> None:
    planned, sooner = Edition(1, day(0), day(30)), Edition(2, day(5), day(6))
    assert reign(planned, [planned, sooner]) is None


def test_of_two_that_begin_the_same_day_to_come_only_the_newer_is_shown() -> None:
    one, other = Edition(1, day(0), day(30)), Edition(2, day(5), day(30))
    assert reign(one, [one, other]) is None


def test_one_that_was_replaced_on_its_own_day_was_shown_for_a_part_of_it() -> None:
    one, other = Edition(1, day(0), day(-5)), Edition(2, day(0), day(-5))
    assert reign(one, [one, other]) == Reign(day(0), day(0))


dates = st.integers(0, 20).map(day)


@given(st.lists(st.tuples(dates, st.integers(-5, 20)), min_size=1, max_size=6), st.integers(0, 40).map(day))
def test_the_edition_in_force_is_the_one_whose_reign_the_day_lies_in(made: list[tuple[date, int]], today: date) -> None:
    published = sorted(when for when, _ in made)
    editions = [
        Edition(number + 1, when, when + timedelta(days=later))
        for number, (when, (_, later)) in enumerate(zip(published, made, strict=True))
    ]
    known = [edition for edition in editions if edition.published_on <= today]
    shown = in_force(known, today)
    reigning = [
        edition
        for edition in known
        if (found := reign(edition, known)) and found.first <= today and (found.until is None or today < found.until)
    ]
    assert reigning == ([shown] if shown else [])


def test_a_proposal_that_was_compared_with_another_edition_is_not_confirmed() -> None:
    decision = may_confirm(proposed_by=str(OLA), follows=1, newest=2, by=KARI)
    assert (bool(decision), decision.code) == (False, "published_meanwhile")
    assert "Utgave 2" in decision.words


def test_whoever_signs_in_and_proposes_does_not_confirm() -> None:
    assert may_confirm(proposed_by=str(OLA), follows=1, newest=1, by=KARI)
    decision = may_confirm(proposed_by=str(OLA), follows=1, newest=1, by=OLA)
    assert (bool(decision), decision.code) == (False, "same_person")


def test_at_the_command_line_a_login_name_is_one_person_but_where_one_may() -> None:
    root = Actor("operator", "root")
    about = {"proposed_by": str(root), "follows": 0, "newest": 0}
    assert not may_confirm(**about, by=root)  # type: ignore[arg-type]
    assert may_confirm(**about, by=root, alone=True)  # type: ignore[arg-type]
    # A login name is no account, whatever it is called.
    assert may_confirm(proposed_by="operator:ola", follows=0, newest=0, by=OLA)


def test_a_code_is_twelve_characters_of_the_digest() -> None:
    assert code("0123456789abcdef" * 4) == "0123456789ab"
