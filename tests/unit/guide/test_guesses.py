"""When a search guesses at a word, and the many words that it must leave alone."""

from __future__ import annotations

import pytest

from motvekt.guide import guesses
from motvekt.guide.guesses import nearest
from tests.searches import NORWEGIAN, answered, asked, index_of, refs

COMMON = """
    rare kylling båten våken rødt satanist realistisk banken hastighet dråper menstruer menstruasjon
    utviklingshemning samordne foreslår konstruere brannalarm paradoks vaksiner motstand fastlege fastlandet faster
    fotballskyter livsstil klar klarer koster natt lærebok sommerferie matpakke forsvinner mill færre jord forsvinne
    bill will hester kilo kull tomt angriper borti spar lord påstår rase fase danner pågrepet danser rope treet fake
    rørt tjue skryte sorte baner shopping race tørt face skar brussel grant banner skyve fyre røst valen angret fæle
    tømt dreie bøtte grue trude rate røpe bolt druer bort masse borte åtte bank savner høst spre banker sjøl savne
    gran angre banke miss bankene banket skiskyting livs atomvåpen banks bortimot folkemord hastigheten beat hits
    host gikk måtte hatt større greit årene fint enda skjønner gitt året veien timer døde vant morgen fall minst
    nord eget grad født vann fantastisk sant rart ifølge lille spillere lengre mannen verre vekk prisen umulig
    kjøper morsomt spilte kalt meter sommer synd damer fine bøker sånt fullt kjøp lange høsten ærlig øker biler fjor
    høye verste visste eier selger spilt inneholder relativt likte retning dame salg system mister beklager falt
    kjørte york bolig ender fremtiden miste trolig igjennom kristne langs vest oversikt øyne dømt henger kaste
    perioden rike faller hundre lært rommet røde seier ukjent vannet idag minner topp vekt bortsett artikler endte
    fremover likt fest lønn ordentlig peter skatt snill tjener ytre uken havet følte kjørt løpe moro stod brev nødt
    rent serie smart talt overrasket fisk hagen hund lars løper molde pluss praktisk byer grader høyde beskriver
    james kone sentrale tapt forskjellig historisk håpe skapt tilbyr drift frykt sykt tapte viss fart kjedelig tyske
    vekst viktigere årlig jens leke pent spare taper visse aviser butikker ende evne henge indre kunder sies bord
    carl forsøkt fyren gave nektet håpet leker minne politiker rask vinter agder forlot grønn kalte
"""
PEOPLES = """
    afghaner araber eritreer iraker iraner kurder marokkaner pakistaner palestiner polakk rumener russer samer somalier
    syrer tamil tater tsjetsjener tyrker ukrainer vietnameser romfolk samisk kurdisk tyrkisk
"""
FAITHS = """
    muslim muslimsk islam jøde jøder jødisk kristen kristne katolikk hindu sikh buddhist ateist koranen bibelen moské
    synagoge kirke imam ramadan profeten allah sharia halal menighet bønn
"""
EVERYDAY_LIFE = COMMON.split()


def test_the_list_is_some_three_hundred_words() -> None:
    assert len(set(EVERYDAY_LIFE)) == len(EVERYDAY_LIFE) >= 300


@pytest.mark.parametrize(("pack", "language"), NORWEGIAN)
def test_a_common_word_is_never_taken_for_another_and_never_means_danger(pack: str, language: str) -> None:
    found = {word: asked(f"{word} ", pack, language) for word in EVERYDAY_LIFE}
    assert {word for word, each in found.items() if each.guesses} == set()
    assert {word for word, each in found.items() if each.danger} == set()


@pytest.mark.parametrize(("pack", "language"), NORWEGIAN)
@pytest.mark.parametrize("word", (PEOPLES + FAITHS).split())
def test_a_people_or_a_faith_is_never_guessed_at_and_never_means_danger(word: str, pack: str, language: str) -> None:
    found = asked(word, pack, language)
    assert found.guesses == ()
    assert not found.danger
    assert refs(found)[0] == "advice/bare-meninger"
    assert {"tro", "bakgrunn"} & set(answered(found))


def test_the_list_would_find_a_search_that_guesses_at_common_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "COMMON", frozenset())
    monkeypatch.setattr(guesses, "_SHORTEST", 4)
    monkeypatch.setattr(guesses, "_OTHERWISE", 4)
    assert [word for word in EVERYDAY_LIFE if asked(f"{word} ").guesses]
    assert [word for word in EVERYDAY_LIFE if asked(f"{word} ").danger]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("radikalisiering", "radikalisering"),
        ("taushetspligt", "taushetsplikt"),
        ("hatkriminalitte", "hatkriminalitet"),
        ("invandrer", "innvandrer"),
        ("bombetrusel", "bombetrussel"),
        ("sellvmord", "selvmord"),
    ],
)
def test_a_slip_of_the_keyboard_is_mended_and_told(typed: str, meant: str) -> None:
    assert [(guess.typed, guess.read_as) for guess in asked(typed).guesses] == [(typed, meant)]


@pytest.mark.parametrize(
    "typed",
    [
        "murdere",  # "murder" is English
        "aadikalisering",  # begins with another letter
        "skjeg",  # too short
        "raddikalisiierng",  # three slips
        "tausetsplikten på skolen",  # another word was read
        "12345678901",
    ],
)
def test_nothing_else_is_guessed_at(typed: str) -> None:
    assert asked(typed).guesses == ()


def test_a_guess_is_at_a_word_of_the_guides_own_language() -> None:
    assert nearest(index_of("asker-baerum", "en"), "terrorizt") == "terrorist"
    assert nearest(index_of("asker-baerum", "nb"), "explosivs") == ""
    assert nearest(index_of("asker-baerum", "en"), "explosivs") == "explosives"


def test_where_two_are_as_near_the_one_of_danger_is_meant() -> None:
    index = index_of("asker-baerum", "nb")
    assert {"trusler", "trussel"} <= index.dangerous
    assert nearest(index, "trusser") == "trusler"


@pytest.mark.parametrize("typed", ["han kom med en bombetrusel på skolen", "trusel mot læreren", "våppen i sekken"])
def test_a_word_near_to_one_of_danger_is_read_so_in_a_sentence_too(typed: str) -> None:
    found = asked(typed)
    assert found.danger
    assert len(found.guesses) == 1


def test_a_guess_with_nothing_behind_it_is_not_told() -> None:
    index = index_of("asker-baerum", "nb")
    for word in sorted({word for words in index.guessable.values() for word in words}):
        found = asked(f"{word}{word[-1]} ")
        assert not found.guesses or not found.empty, word
