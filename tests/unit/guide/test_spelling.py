"""Words by their letters and their endings."""

from __future__ import annotations

import pytest

from motvekt.guide.spelling import Stems, bases, fold, spelled


@pytest.mark.parametrize(
    ("form", "base", "language"),
    [
        ("kniven", "kniv", "nb"),
        ("knivene", "kniv", "nb"),
        ("dreper", "drepe", "nb"),
        ("drepte", "drepe", "nb"),
        ("muslimane", "muslim", "nn"),
        ("kurderne", "kurder", "nb"),
        ("truslene", "trusler", "nb"),
        ("moskeen", "moske", "nb"),
        ("innvandrarar", "innvandrar", "nn"),
        ("killed", "kill", "en"),
        ("shooting", "shoot", "en"),
        ("kniv", "kniv", "nb"),
    ],
)
def test_an_inflected_word_is_known_by_its_base(form: str, base: str, language: str) -> None:
    assert base in bases(form, language)


@pytest.mark.parametrize(
    ("word", "other", "language"),
    [
        ("fastlege", "faste", "nb"),
        ("hastighet", "haster", "nb"),
        ("faren", "fare", "nb"),
        ("islamisme", "islam", "nb"),
        ("random", "ran", "nb"),
        ("motstand", "motstandsbevegelsen", "nb"),
        ("kniven", "kniv", "en"),
    ],
)
def test_a_word_with_the_same_beginning_is_another(word: str, other: str, language: str) -> None:
    assert other not in bases(word, language)


def test_own_letters_are_kept_and_others_folded() -> None:
    assert spelled("Moskéen på BÆRUM") == "moskeen på bærum"
    assert spelled("Bärum Öst") == "bærum øst"
    assert fold("Bærum") == fold("Baerum") == "barum"


@pytest.mark.parametrize(("word", "language"), [("islamism", "en"), ("terrorist", "en")])
def test_an_ism_keeps_its_ending(word: str, language: str) -> None:
    assert Stems(language)(word) == word
