"""A person's name as something to look for and not to read. Pure: a desk's key and a name in; digests out.

Two desks that know the same person have nothing in common to compare, and whoever has the digests without the key
can't try out a name. What can be seen is that two dossiers of one desk have the same name.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

LONGEST = 200
"""Characters in a name."""

_AS_IN_PASSPORTS = {"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "ü": "ue"}
"""As ICAO's Doc 9303 writes them where there are only 26 letters."""
_AS_ON_FOREIGN_KEYS = {"å": "a", "æ": "ae", "ä": "a", "ø": "o", "ö": "o", "ü": "u"}
"""As somebody types them who doesn't have them, or doesn't know better."""
_FOLDINGS = tuple(str.maketrans(letters) for letters in (_AS_IN_PASSPORTS, _AS_ON_FOREIGN_KEYS))
# Letters that don't come apart into another one and an accent: Northern Sámi's, and those of some other languages here.
_OTHERS = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ŋ": "n",
        "ŧ": "t",
        "þ": "th",
        "ł": "l",
        "\u0131": "i",
        "œ": "oe",
        "ə": "e",
        "ħ": "h",
        "ʒ": "z",
    }
)
_ACCENT = re.compile("[\u0300-\u036f]")
_JOINED = re.compile("['’`\u2018\u00b4\u02bc\u02bb]")
"""Within one word of a name: D'Angelo, N’Diaye."""


class NotAName(ValueError):
    """Nothing that could be a name, or too long. The words repeat nothing of it."""


class MarkKind(StrEnum):
    """What a mark is of."""

    NAME = "name"
    NAME_AND_BIRTH = "name_and_birth"


@dataclass(frozen=True)
class Mark:
    """A keyed digest of a name, or of a name and a birth date."""

    kind: MarkKind
    digest: bytes


def folded(name: str) -> tuple[str, str]:
    """The name in the two ways in which it is compared: as a passport writes it, and as a foreign keyboard does.

    Two names are the same where either way is. People type æ, ø and å or what they have instead, so "Bjørn" finds both
    "Bjoern" and "Bjorn", and either finds "Bjørn"; "Moe" and "Mo" stay two families. Upper case, accents, hyphens,
    apostrophes and the order of the words don't matter. Other scripts stand as they are: nothing is transliterated.

    Raises NotAName.
    """
    if len(name) > LONGEST:
        raise NotAName(f"a name has at most {LONGEST} characters")
    # Casefolding can take characters apart, hence once more; what no one sees is no part of a name.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    one, other = (_words(text, folding) for folding in _FOLDINGS)
    if not one:
        raise NotAName("a name has letters")
    return one, other


def _words(text: str, folding: dict[int, str]) -> str:
    """The words of a name in the order of the alphabet, since nobody agrees on which comes first."""
    text = unicodedata.normalize("NFKD", text.translate(folding))
    # Once more for what an accent hid, as in ǿ and ǽ.
    text = _ACCENT.sub("", text).translate(folding).translate(_OTHERS)
    text = unicodedata.normalize("NFC", text)
    # Letters with the signs that belong to them, as in Tamil, and numbers; all else stands between words.
    words = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in _JOINED.sub("", text)).split()
    return " ".join(sorted(words))


def marks(key: bytes, name: str, born: date | None = None) -> frozenset[Mark]:
    """The marks of a person under a desk's key: two of the name and, where it is known, two with the birth date.

    Always two, also where both foldings are the same: else their number would say something of the name's letters.
    Raises NotAName.
    """
    found = set()
    for way, words in zip(("passport", "keyboard"), folded(name), strict=True):
        found.add(Mark(MarkKind.NAME, _digest(key, MarkKind.NAME, way, words)))
        if born is not None:
            digest = _digest(key, MarkKind.NAME_AND_BIRTH, way, words, born.isoformat())
            found.add(Mark(MarkKind.NAME_AND_BIRTH, digest))
    return frozenset(found)


def _digest(key: bytes, kind: MarkKind, *parts: str) -> bytes:
    """No part has a NUL in it, so that no two lists of parts are the same message."""
    return hmac.new(key, "\x00".join(["motvekt/names", kind, *parts]).encode(), sha256).digest()
