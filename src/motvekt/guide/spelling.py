"""Words as a search sees them: folded to the letters that every keyboard has, cut to their stems, and taken apart.

Nothing here remembers what it was asked: what somebody types is gone when it has been answered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import snowballstemmer

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ŧ": "t", "ŋ": "n", "ð": "d", "þ": "t"})
# Each way in which æ, ø and å are written without them comes out as the same letter: a, aa, ae; o, oe.
_DIGRAPHS = re.compile("aa|ae|oe")
OWN_LETTERS = frozenset("æøå")
"""Who types one of these has the keys for them, and means the other letters as they stand."""
_AS_IN_NORWEGIAN = str.maketrans({"ä": "æ", "ö": "ø"})

_SNOWBALL: Mapping[str, str] = {"nb": "norwegian", "nn": "norwegian", "en": "english"}
"""Nynorsk's endings are in Snowball's Norwegian too."""
_SHORT = 4
_WITH_ITS_ENDING = ("ism", "ist")

SHORTEST_PART = 3
"""Letters in a part of a compound."""
_SHORTEST_INFLECTED = 4
"""Letters that must be left of a word when its ending is taken off: "faren" is the father, and "fare" danger."""
_JOINTS = "se"
_MOST_PARTS = 4


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ADDED = "e a s t en et er ar es ene ane ens ets enes anes ne nes n r"
_FOR_E = "a ar ane as t te et en er ene ens ets enes anes es ende ande"
_NORWEGIAN_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "": tuple(_ADDED.split()),
    "e": tuple(_FOR_E.split()),
    "er": ("ene", "ane", "enes", "anes"),
}
"""What a word's own ending can be changed for: nothing is only added to; the e of "drepe" becomes "dreper"'s er."""
_ENGLISH_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "": ("s", "es", "ed", "d", "ing"),
    "e": ("ing",),
    "y": ("ies", "ied"),
}
_VOWELS = "aeiouyæøå"
_AFTER_A_VOWEL = frozenset({"n", "r"})


STOP_WORDS: Mapping[str, frozenset[str]] = {
    "nb": _words(
        "alle alt at av bare ble blir både da de deg dem den denne der dere deres det dette din disse ditt du eller en "
        "enn er et etter for fra ha han hans har hennes her hos hun hva hvem hver hvilke hvis hvor hvordan hvorfor i "
        "ikke inn jeg kan man med meg men mer min mitt mot må mye nei noe noen når nå og også om opp oss over på seg "
        "selv si sin sitt skal slik som så til ut var ved vi vil være vært å"
    ),
    "nn": _words(
        "alle alt at av berre blei blir både da då dei deg deira den denne der det dette di din disse ditt du dykk eg "
        "ein eit eller enn er etter for frå ha han hans har hennar her hjå ho korfor korleis kva kvar kven kvifor i "
        "ikkje inn kan man med meg meir men min mitt mot må mykje nei no noko nokon når og også om opp oss over på seg "
        "seie si sin sitt sjølv skal slik som så til ut var vart ved vi vil vere vore å"
    ),
    "en": _words(
        "a about all also am an and any are as at be been but by can do does for from had has have he her here him his "
        "how i if in into is it its just me more my no not of on or our out she should so some than that the their "
        "them then there these they this to up us was we were what when where which who why will with you your"
    ),
}
"""Words that say nothing of what is looked for, as long as another word does."""


class _Snowball(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - Snowball's name


class Stems:
    """Cuts words of a language to their stems. It has a state while it works: each search makes its own."""

    def __init__(self, language: str) -> None:
        self._snowball: _Snowball = snowballstemmer.stemmer(_SNOWBALL[language])

    def __call__(self, word: str) -> str:
        """The stem of a folded word, longer than Snowball's where that would be another word's.

        An s at the end of a short word is no ending: "hets" is no form of "heter". Nor is an -ism, as English Snowball
        has it: islamism is no form of Islam.
        """
        whole = not word.isalpha() or (len(word) <= _SHORT and word.endswith("s"))
        return word if whole or word.endswith(_WITH_ITS_ENDING) else self._snowball.stemWord(word)


def exactly(word: str) -> str:
    """The key of this form of a word and no other; stems are keys too, and none begins so."""
    return f"={word}"


def bases(word: str, language: str) -> Iterator[str]:
    """The word itself, and every word that it may be an inflection of by the endings of its language.

    Narrower than a stem: "fastlege" and "faste" have one stem, and nothing to do with each other.
    """
    yield word
    for own, endings in (_ENGLISH_ENDINGS if language == "en" else _NORWEGIAN_ENDINGS).items():
        for ending in endings:
            rest = word.removesuffix(ending)
            if rest == word or len(rest.rstrip("e")) < _SHORTEST_INFLECTED:
                continue
            if rest[-1] in _VOWELS or ending not in _AFTER_A_VOWEL:
                yield rest + own


def spelled(word: str) -> str:
    """Lower case, with æ, ø and å where they were typed, and without other marks."""
    letters = unicodedata.normalize("NFC", word.casefold()).translate(_AS_IN_NORWEGIAN)
    return letters if letters.isascii() else "".join(one if one in OWN_LETTERS else fold(one) for one in letters)


def fold(word: str) -> str:
    """Lower case, without marks; æ, ø and å as those write them who lack the keys."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _DIGRAPHS.sub(lambda found: found[0][0], bare)


@dataclass(frozen=True, slots=True)
class Token:
    """A word in a text, where it stands, and how it is compared."""

    start: int
    end: int
    word: str


def tokens(text: str) -> Iterator[Token]:
    """The words and numbers of a text; 13b is two, as 13 b is."""
    for found in _TOKEN.finditer(text):
        if word := fold(found[0]):
            yield Token(found.start(), found.end(), word)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The language's stop words as they are compared."""
    return frozenset(fold(word) for word in STOP_WORDS[language])


def parts(word: str, known: Container[str]) -> tuple[str, ...]:
    """The fewest known words that this one is put together of, with s or e between them; empty where it isn't.

    Of two ways with equally many parts, the one that begins with the longer word.
    """
    length = len(word)
    ways: list[tuple[str, ...] | None] = [None] * (length + 1)
    ways[length] = ()
    for start in range(length - SHORTEST_PART, -1, -1):
        for end in range(length, start + SHORTEST_PART - 1, -1):
            rest = ways[end]
            if rest is None or len(rest) >= _MOST_PARTS or end - start == length:
                continue
            piece = word[start:end]
            if piece not in known:
                joined = end < length and piece[-1] in _JOINTS and len(piece) > SHORTEST_PART
                if not joined or (piece := piece[:-1]) not in known:
                    continue
            best = ways[start]
            if best is None or len(rest) + 1 < len(best):
                ways[start] = (piece, *rest)
    return ways[0] or ()
