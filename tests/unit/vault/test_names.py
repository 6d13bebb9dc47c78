"""Names as they are compared, and what their marks show."""

from __future__ import annotations

import hmac
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.vault.names import LONGEST, MarkKind, NotAName, folded, marks

KEY, OTHER = bytes(range(32)), bytes(32)
BORN = date(2010, 2, 3)


def same(one: str, other: str) -> bool:
    return any(first == second for first, second in zip(folded(one), folded(other), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bjørn Ødegård", "BJØRN  ødegård"),
        ("Bjørn Ødegård", "Ødegård, Bjørn"),
        ("Bjørn Ødegård", "Bjoern Oedegaard"),
        ("Bjørn Ødegård", "Bjorn Odegard"),
        ("Bjørn Ødegård", "Björn Ödegård"),
        ("Åse Ærlig", "A\u030ase \u00c6rlig"),
        ("Åse Ærlig", "Aase Aerlig"),
        ("Anne-Marie Lie", "Anne Marie Lie"),
        ("Elle Márjá Čáhci Đŋŧž", "Elle Marja Cahci Dntz"),
        ("Jiŋke Žž", "JIŊKE ŽŽ"),
        ("Öztürk", "Ozturk"),
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Strauß", "STRAUSS"),
        ("Çağla I\u015f\u0131k", "Cagla Isik"),
        ("Łukasz Wałęsa", "Lukasz Walesa"),
        ("D’Angelo", "D'Angelo"),
        ("D’Angelo", "Dangelo"),
        ("Nguyễn Thị", "Nguyen Thi"),
        ("Ola\u00ad\u200bNordmann", "OlaNordmann"),
        ("\uff2f\uff4c\uff41", "Ola"),
    ],
)
def test_a_name_is_found_however_somebody_types_it(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ola Moe", "Ola Mo"),
        ("Ola Nordmann", "Ola Normann"),
        ("Ola Ola", "Ola"),
        ("Anne Marie", "Annemarie"),
        ("محمد", "احمد"),
        ("நேகா", "நிகா"),
    ],
)
def test_another_name_is_another(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize("name", ["", "  ", "-", "\u200b", "…", "x" * (LONGEST + 1)])
def test_what_is_no_name_is_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(NotAName) as refused:
        marks(KEY, name)
    assert len(name) < 3 or name not in str(refused.value)


@given(st.text(min_size=1, max_size=LONGEST))
def test_folding_twice_changes_nothing_and_never_breaks(name: str) -> None:
    try:
        found = folded(name)
    except NotAName:
        return
    assert all("\x00" not in words and words == " ".join(sorted(words.split(" "))) for words in found)


def test_marks_are_two_of_the_name_and_two_with_the_birth_date_whatever_its_letters() -> None:
    for name in ("Ola Li", "Åse Ødegård"):
        assert len(marks(KEY, name)) == 2
        found = marks(KEY, name, BORN)
        assert sorted(mark.kind for mark in found) == [MarkKind.NAME] * 2 + [MarkKind.NAME_AND_BIRTH] * 2
        assert len({mark.digest for mark in found}) == 4
        assert marks(KEY, name) < found


def test_marks_are_made_as_they_always_were() -> None:
    """What is in the indexes was made so: another form needs another index, made from the sealed names."""
    made = {
        hmac.new(KEY, b"motvekt/names\x00" + said, sha256).digest()
        for said in (
            b"name\x00passport\x00aase li",
            b"name\x00keyboard\x00ase li",
            b"name_and_birth\x00passport\x00aase li\x002010-02-03",
            b"name_and_birth\x00keyboard\x00ase li\x002010-02-03",
        )
    }
    assert {mark.digest for mark in marks(KEY, "Åse Li", BORN)} == made


def test_marks_of_another_desk_have_nothing_in_common() -> None:
    assert not {mark.digest for mark in marks(KEY, "Ola Li", BORN)} & {
        mark.digest for mark in marks(OTHER, "Ola Li", BORN)
    }


def test_a_birth_date_in_the_name_is_not_the_mark_of_both() -> None:
    digests = {mark.digest for mark in marks(KEY, f"Ola {BORN.isoformat()}")}
    assert not digests & {mark.digest for mark in marks(KEY, "Ola", BORN)}
