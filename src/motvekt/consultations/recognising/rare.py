"""Things that are ordinary one by one, and rare together: «gutt, 16, Solvang skole, flyttet hit i mai»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from motvekt.consultations.recognising import words
from motvekt.consultations.recognising.words import BACKGROUNDS, COUNTRIES, DATES, EVENTS, ONLY, SCHOOLS, SEXES


class Trait(StrEnum):
    """What a text may say of somebody that others have in common with them."""

    SEX = "sex"
    AGE = "age"
    PLACE = "place"
    EVENT = "event"
    """What happened, and when."""
    BACKGROUND = "background"
    """Where they come from, what they speak."""
    ONLY = "only"
    """What hardly anybody else there is."""


RARE = frozenset({Trait.EVENT, Trait.BACKGROUND, Trait.ONLY})
"""Of these one must be there, with at least two others beside it: age and school alone fit many."""

_NUMBERS = "fem|seks|sju|åtte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tjue"
_YEARS = rf"(?:\d{{1,2}}|{_NUMBERS})"
_NOT_SO_LONG = r"(?<![–\-])(?<!\bi )(?<!\bfor )(?<!\bsiste )(?<!\bunder )(?<!\bover )"
_NOT_SO_MANY = r"(?! ?(?:ganger|gonger|elever|elevar|timer|timar|prosent|%|\.\d|\. ))"
_AGE = re.compile(
    rf"{_NOT_SO_LONG}\b{_YEARS}[ -]?år(?:ing(?:en|ar)?|ig)?\b(?! (?:siden|sidan))|"
    rf"\b(?:{SEXES})\b[ ,(]{{1,3}}(?:på )?(\d{{1,2}})\b{_NOT_SO_MANY}|"
    r"\bfødt i? ?(?:19|20)\d\d\b|\bfødd i? ?(?:19|20)\d\d\b|"
    r"\b(?:\d{1,2}\.|fjerde|femte|sjette|sjuende|åttende|niende|tiende) ?(?:trinn|klasse|trinnet|klassen)\b|"
    r"\b(?:8|9|10)\s?[A-Fa-f]\b|\b[Vv][Gg] ?[123]\b|\b(?:åttende|niende|tiende)klassing\b",
    re.IGNORECASE,
)
_LIKELY = range(5, 26)
_SEX = re.compile(rf"\b(?:{SEXES})\b", re.IGNORECASE)
_SCHOOL = re.compile(rf"\b[A-ZÆØÅ][^\W\d_]+(?:[ \-][A-ZÆØÅ][^\W\d_]+)? (?:{SCHOOLS})\b")
_EVENT = re.compile(rf"\b(?:{EVENTS})\b", re.IGNORECASE)
_DATE = re.compile(DATES, re.IGNORECASE)
_SENTENCE = re.compile(r"[^!?\n]+")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.\s+(?=[A-ZÆØÅ])")
_NEAR = 60
"""So many signs before or after what happened, its date may stand."""
_BACKGROUND = re.compile(
    rf"\b(?:fra|frå|i|til) (?:{'|'.join(COUNTRIES)})\b|\b(?:{'|'.join(BACKGROUNDS)})e?(?:språklig|språkleg|talende)?\b|"
    r"\b(?:har|med|på) (?:\w+ )?(?:asyl|oppholdstillatelse|opphaldsløyve)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(rf"\b(?:{ONLY})\b", re.IGNORECASE)


def together(text: str, places: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The words that say it, in the order of the traits; nothing where they fit many."""
    looks: dict[Trait, Callable[[], str]] = {
        Trait.SEX: lambda: _first(_SEX, text),
        Trait.AGE: lambda: _age(text),
        Trait.PLACE: lambda: _place(text, places, names),
        Trait.EVENT: lambda: _event(text),
        Trait.BACKGROUND: lambda: _first(_BACKGROUND, text),
        Trait.ONLY: lambda: _first(_ONLY, text),
    }
    found = {trait: said for trait, look in looks.items() if (said := look())}
    rare = RARE & found.keys()
    others = found.keys() - {next(iter(sorted(rare)), None)}
    return tuple(found.values()) if rare and len(others) > 1 else ()


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group().strip() if found else ""


def _age(text: str) -> str:
    """A year of age or a class; a number alone where it stands beside what says boy or girl."""
    for found in _AGE.finditer(text):
        number = re.search(r"\d{1,2}", found.group())
        if number is None or not re.search(
            r"år|gut|jent|mann|kvinn|søn|son|dat|dot|bro|søs", found.group(), re.IGNORECASE
        ):
            return found.group().strip()
        if int(number.group()) in _LIKELY:
            return found.group(1) or found.group().strip()
    return ""


def _place(text: str, places: Sequence[str], names: Sequence[str]) -> str:
    """A school, a unit or a municipality: no service of it, as «NAV Solvang» and «Solvang kommune»."""
    if found := _SCHOOL.search(text):
        return found.group()
    for name in sorted(names, key=len, reverse=True):
        said = name.casefold().split()
        is_place = len(said) > 1 and said[0] not in words.NO_PLACES and said[-1] not in words.NO_PLACES
        if is_place and (found := re.search(rf"\b{re.escape(name.strip())}\b", text, re.IGNORECASE)):
            return found.group()
    services = "|".join(map(re.escape, sorted(words.SERVICES, key=len, reverse=True)))
    for place in places:
        # A service of the place, the municipality itself, or else the place.
        lived_in = re.compile(
            rf"(?<![\w])({services})(?: for \w+)?(?: i)? {re.escape(place)}\b|\b{re.escape(place)} \w*kommune\b|"
            rf"\b({re.escape(place)})\b",
            re.IGNORECASE,
        )
        where = next((found.group(2) for found in lived_in.finditer(text) if found.group(2)), "")
        if where:
            return str(where)
    return ""


def _event(text: str) -> str:
    """What happened and when, where both stand in one sentence and near each other."""
    for sentence in _sentences(text):
        for happened in _EVENT.finditer(sentence):
            begin = max(happened.start() - _NEAR, 0)
            if when := _DATE.search(sentence, begin, happened.end() + _NEAR):
                return sentence[min(happened.start(), when.start()) : max(happened.end(), when.end())].strip()
    return ""


def _sentences(text: str) -> Iterator[str]:
    for line in _SENTENCE.findall(text):
        yield from _FULL_STOP.split(line)
