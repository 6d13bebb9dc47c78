"""Reads what somebody typed as words of a guide.

Each word is read in the first of these ways that gives anything: as it is, or inflected otherwise; as the beginning of
a word, while one types; as a compound; with a slip of the keyboard, where no other word was read or it is near to one
of danger; as the beginning of a word; by its longest end, or beginning.

Beside that, everyday words are known by their whole form and its own inflections, never by a stem or a beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from motvekt.guide.guesses import nearest
from motvekt.guide.search_index import Index
from motvekt.guide.spelling import OWN_LETTERS, Stems, bases, exactly, fold, parts, spelled, tokens

MAX_WORDS = 12
BEGUN = 0.5
COMPOUND = 0.8
MISSPELT = 0.7
LONGEST_PIECE = 0.4
"""How well a word that was read in these ways fits, against 1 for the word itself."""

_LONGEST_WORD = 60
_MOST_BEGUN = 60
"""Words of the guide that may begin with what was typed, in alphabetical order."""
_SHORTEST_TYPED = 2
_SHORTEST_STEM = 5
_SHORTEST_REST = 3
"""Letters before an everyday word that another one ends in, or after one that it begins with."""
_PUTS_TOGETHER = frozenset({"nb", "nn"})
_TELLING_PART = 4
"""Letters in the shortest part of a compound that can be an everyday word: "ran" is robbery, and in "random"."""
_SHORTEST_NUMBER = 4
_NUMBER = re.compile(r"(?:\+47|0047)?[-0-9 .()]{4,}")
_WHOLE_NUMBER = re.compile(r"(?<!\d)(?:(?:\+|00)47[ (]*)?(\d(?:[-. ()]{0,2}\d){7})(?![-. ()]{0,2}\d)")
"""A telephone number in a text, as it is pasted from a page."""
_NOT_DIGITS = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that the guide doesn't have, and the one that it was taken for."""

    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that was typed: the stems that it is read as, how well each fits, and the everyday words that it is."""

    readings: Mapping[str, float]
    sure: frozenset[str] = frozenset()
    stop: bool = False
    guess: Guess | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it was typed, folded, and with its own letters; `unfinished` while somebody may be typing it."""

    written: str
    folded: str
    spelled: str
    unfinished: bool


def read(index: Index, typed: str) -> list[Term]:
    """The terms of a query: a compound is several."""
    return list(_Reader(index).terms(typed))


class _Reader:
    def __init__(self, index: Index) -> None:
        self._index = index
        self._stems = Stems(index.language)
        self._telling = _Telling(index)

    def terms(self, typed: str) -> Iterator[Term]:
        if _NUMBER.fullmatch(typed) and (number := self._number(typed)):
            yield number
            return
        words = list(self._words(_WHOLE_NUMBER.sub(lambda found: _NOT_DIGITS.sub("", found[1]), typed)))
        found = [self._known(word) for word in words]
        nothing = all(term.stop for terms in found for term in terms)
        for word, terms in zip(words, found, strict=True):
            yield from terms or self._unknown(word, guessing=nothing)

    def _number(self, typed: str) -> Term | None:
        """A telephone number however it is written, or the beginning of one."""
        digits = _NOT_DIGITS.sub("", typed.removeprefix("+47").removeprefix("0047"))
        begun = self._begun(digits) if len(digits) >= _SHORTEST_NUMBER else {}
        return Term(begun, self._everyday(digits)) if begun else None

    def _words(self, typed: str) -> Iterator[_Word]:
        found = list(islice(tokens(typed), 2 * MAX_WORDS))
        for token in found:
            written = typed[token.start : token.end]
            # The last word may be unfinished, unless something stands after it.
            unfinished = token is found[-1] and token.end == len(typed)
            yield _Word(written, token.word[:_LONGEST_WORD], spelled(written)[:_LONGEST_WORD], unfinished)

    def _known(self, word: _Word) -> list[Term]:
        """The terms of a word that is read as it stands; none for another."""
        index = self._index
        stem = self._stems(word.folded)
        exact = {index.known[form] for form in (word.folded, stem) if form in index.known}
        if word.folded in index.written:
            exact.add(exactly(word.folded))
        if word.folded in index.stop:
            return [Term(dict.fromkeys(exact, 1.0), self._everyday(word.spelled), stop=True)]
        sure = self._everyday(word.spelled) or self._marked(word)
        if exact:
            longer = {} if sure & index.single else self._begun_or_none(word, stem)
            return [Term({**longer, **dict.fromkeys(exact, 1.0)}, sure)]
        if word.unfinished and (begun := self._begun_or_none(word, word.folded)):
            return [Term(begun, sure)]
        return (self._compound(word, sure) or [Term({}, sure)]) if sure else []

    def _unknown(self, word: _Word, *, guessing: bool) -> list[Term]:
        index = self._index
        form = nearest(index, word.folded)
        if form and (guessing or form in index.dangerous):
            guess = Guess(word.written, index.written[form])
            return [Term({index.known[form]: MISSPELT}, self._everyday(guess.read_as), guess=guess)]
        if compound := self._compound(word, frozenset()):
            return compound
        if begun := self._begun_or_none(word, self._stems(word.folded)):
            return [Term(begun)]
        if longest := self._longest_end(word.folded) or self._longest_beginning(word.folded):
            return [Term({index.known[longest]: LONGEST_PIECE})]
        return []

    def _everyday(self, word: str) -> frozenset[str]:
        """The everyday words that this one is, in its base form or another."""
        found = set()
        for language, known in self._index.everyday.items():
            for base in bases(word, language):
                for own in known.get(fold(base), ()):
                    if base == own or (OWN_LETTERS.isdisjoint(base) and own not in self._index.as_spelled):
                        found.add(own)
        return frozenset(found)

    def _marked(self, word: _Word) -> frozenset[str]:
        """The longest everyday word that this one ends or begins with, of those that count there."""
        index, whole = self._index, word.spelled
        ends = (
            index.ends.get(base[start:])
            for base in bases(whole, index.language)
            for start in range(_SHORTEST_REST, len(base) - 1)
        )
        beginnings = (index.beginnings.get(whole[:end]) for end in range(len(whole) - _SHORTEST_REST, 1, -1))
        own = next(filter(None, chain(ends, beginnings)), None)
        # A slip in the whole is nearer: "sellvmord" is no murder.
        return frozenset({own}) if own and nearest(index, word.folded) not in index.dangerous else frozenset()

    def _compound(self, word: _Word, sure: frozenset[str]) -> list[Term]:
        """The known words that this one is put together of."""
        terms = []
        # Where folding left the letters in their places, each part is spelled as it was typed.
        whole = word.spelled if len(word.spelled) == len(word.folded) else word.folded
        place = 0
        for part in parts(word.folded, self._telling) or parts(self._stems(word.folded), self._telling):
            place = word.folded.find(part, place)
            telling = len(part) >= _TELLING_PART and self._index.language in _PUTS_TOGETHER
            own = self._everyday(whole[place : place + len(part)]) if telling else frozenset()
            # Danger in a part is only what is marked so: "menstruer" has nothing to do with "truer".
            own -= self._index.dangerous
            terms.append(Term({self._index.known[part]: COMPOUND}, own | sure))
            place += len(part)
        return terms

    def _begun_or_none(self, word: _Word, beginning: str) -> dict[str, float]:
        least = _SHORTEST_TYPED if word.unfinished and beginning == word.folded else _SHORTEST_STEM
        return self._begun(beginning) if len(beginning) >= least and word.folded.isalpha() else {}

    def _begun(self, beginning: str) -> dict[str, float]:
        """The guide's words that begin so."""
        index = self._index
        start = bisect_left(index.forms, beginning)
        forms = []
        for form in islice(index.forms, start, start + _MOST_BEGUN):
            if not form.startswith(beginning):
                break
            forms.append(form)
        return {index.known[form]: BEGUN for form in forms}

    def _longest_end(self, word: str) -> str:
        """What a compound is about stands last."""
        known = self._index.known
        return next((word[start:] for start in range(1, len(word) - _SHORTEST_STEM + 1) if word[start:] in known), "")

    def _longest_beginning(self, word: str) -> str:
        known = self._index.known
        return next((word[:end] for end in range(len(word) - 1, _SHORTEST_STEM - 1, -1) if word[:end] in known), "")


class _Telling:
    """The words that a compound can be made of."""

    def __init__(self, index: Index) -> None:
        self._known, self._stop = index.known, index.stop

    def __contains__(self, word: object) -> bool:
        return word in self._known and word not in self._stop
