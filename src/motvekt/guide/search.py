"""Looks something up in a guide. Pure: an index and what somebody typed in, what the guide has on it out.

Each word is read in the first of these ways that gives anything: as it is, or inflected otherwise; as the beginning of
a word, while one types; with a slip of the keyboard; as a compound; with two slips; by its longest end, or beginning.

The order of the hits says how well the words fit, and nothing else: no item has a weight of its own, and items that fit
equally well stand as they do in the guide.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from motvekt.guide.schema import Everyday
from motvekt.guide.search_index import Document, Index, Phrase, Sentence
from motvekt.guide.spelling import Stems, exactly, parts, tokens

MAX_CHARACTERS = 200
MAX_WORDS = 12
MAX_HITS = 12
MAX_ANSWERS = 2
MAX_SENTENCE = 220
"""Characters of a sentence that are shown."""
ANSWERED = 0.3
"""Everyday words that are this much or more of what was typed answer in words."""
_LONGEST_WORD = 60
_MOST_BEGUN = 60
"""Words of the guide that may begin with what was typed, in alphabetical order."""

BEGUN = 0.5
COMPOUND = 0.8
MISSPELT = 0.7
LONGEST_PIECE = 0.4
"""How well a word that was read in these ways fits, against 1 for the word itself."""

EVERYDAY = 1.5
"""What the guide has for everyday words comes before every match of the text where nothing else was typed."""
NAMED = 0.3
"""For an item whose name has nothing in it but what was typed."""
KEPT = 0.45
"""Of the best hit's share of the words that were typed: less is noise."""

_STOP = 0.1
"""A stop word's weight against another word's, where everyday words are weighed against what was typed."""
_TELLING_BEGINNING = 4
_SHORTEST_TYPED = 2
_SHORT, _LONG = 4, 8
"""Letters from which a word may have a slip in it, and two."""
_SHORTEST_STEM = 5
_NUMBER = re.compile(r"(?:\+47|0047)?[0-9 ]{4,}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a sentence; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An item of the guide, and the sentence in it that fits best."""

    ref: str
    part: str
    label: str
    sentence: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that the guide doesn't have, and the one that it was taken for."""

    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. `answers` are the everyday words with something to say; `danger` is whether 112 stands above all."""

    query: str = ""
    hits: tuple[Hit, ...] = ()
    answers: tuple[Everyday, ...] = ()
    guesses: tuple[Guess, ...] = ()
    danger: bool = False

    @property
    def empty(self) -> bool:
        """Whether the guide has nothing at all on it."""
        return not (self.hits or self.answers or self.danger)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word that was typed: the stems that it is read as, how well each fits, and those that it surely means."""

    readings: Mapping[str, float]
    sure: frozenset[str]
    stop: bool = False
    guess: Guess | None = None


@dataclass(frozen=True, slots=True)
class _Meant:
    """Everyday words that were typed, and how much of what was typed they are (0 to 1)."""

    phrase: Phrase
    share: float


def find(index: Index, query: str) -> Found:
    """What the guide has on this. Any text is answered; only its beginning is read where it is long."""
    typed = shortened(query)
    terms = list(_Reader(index, Stems(index.language)).terms(typed))
    meant = _meant(index, terms)
    scores = _scores(index, terms)
    for number, score in _led_to(index, meant):
        scores[number] = max(scores.get(number, 0.0), score)
    best = sorted(scores, key=lambda number: (-scores[number], number))[:MAX_HITS]
    wanted = _wanted(terms)
    told = [each for each in meant if each.share >= ANSWERED]
    return Found(
        query=typed,
        hits=tuple(_hit(index, index.documents[number], wanted) for number in best),
        answers=tuple(each.phrase.entry for each in told if _answers(each.phrase.entry))[:MAX_ANSWERS],
        guesses=tuple(term.guess for term in terms if term.guess),
        danger=any(each.phrase.entry.danger for each in meant),
    )


def shortened(query: str) -> str:
    """As much of a query as is read, on one line."""
    text = query[: 4 * MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    words = unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS].replace("\0", " ").split()
    return " ".join(words[:MAX_WORDS])


class _Reader:
    """Reads words as the guide's."""

    def __init__(self, index: Index, stems: Stems) -> None:
        self._index = index
        self._stems = stems

    def terms(self, typed: str) -> Iterator[_Term]:
        """The terms of a query: a compound is several."""
        digits = _NUMBER.fullmatch(typed) and typed.replace(" ", "").removeprefix("+47").removeprefix("0047")
        if digits and (numbers := list(self._begun(digits))):
            yield from numbers
            return
        found = list(islice(tokens(typed), 2 * MAX_WORDS))
        # While one types, the last word may be unfinished, unless something stands after it.
        unfinished = len(found) - 1 if found and found[-1].end == len(typed) else -1
        for place, token in enumerate(found):
            yield from self._read(token.word[:_LONGEST_WORD], typed[token.start : token.end], place == unfinished)

    def _read(self, word: str, written: str, unfinished: bool) -> Iterator[_Term]:
        index = self._index
        stem = self._stems(word)
        exact = {index.known[form] for form in (word, stem) if form in index.known}
        if word in index.written:
            exact.add(exactly(word))
        if word in index.stop:
            yield _Term(dict.fromkeys(exact, 1.0), frozenset(exact), stop=True)
            return
        beginning = word if unfinished and not exact else stem
        least = _SHORTEST_TYPED if unfinished and not exact else _SHORTEST_STEM
        begun = list(self._begun(beginning)) if len(beginning) >= least and word.isalpha() else []
        if exact:
            readings = begun[0].readings if begun else {}
            yield _Term({**readings, **dict.fromkeys(exact, 1.0)}, frozenset(exact))
        elif begun and unfinished:
            yield from begun
        elif len(word) >= _LONG and (term := self._misspelt(word, written, slips=1)):
            yield term
        elif found := parts(word, self._telling) or parts(stem, self._telling):
            yield from (_Term({index.known[part]: COMPOUND}, self._sure(part)) for part in found)
        elif term := self._misspelt(word, written, slips=0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2):
            yield term
        elif begun:
            yield from begun
        elif longest := self._longest_end(word):
            yield _Term({index.known[longest]: LONGEST_PIECE}, self._sure(longest))
        elif longest := self._longest_beginning(word):
            yield _Term({index.known[longest]: LONGEST_PIECE}, frozenset())

    def _sure(self, *forms: str) -> frozenset[str]:
        return frozenset(key for form in forms for key in (self._index.known[form], exactly(form)))

    @property
    def _telling(self) -> _Telling:
        return _Telling(self._index)

    def _begun(self, word: str) -> Iterator[_Term]:
        """The guide's words that begin so."""
        index = self._index
        start = bisect_left(index.forms, word)
        forms = []
        for form in islice(index.forms, start, start + _MOST_BEGUN):
            if not form.startswith(word):
                break
            forms.append(form)
        if forms:
            sure = self._sure(*forms) if len(word) >= _TELLING_BEGINNING else frozenset()
            yield _Term({index.known[form]: BEGUN for form in forms}, sure)

    def _misspelt(self, word: str, written: str, *, slips: int) -> _Term | None:
        """The guide's word that is so few slips away. Numbers are never guessed at."""
        index = self._index
        slips = slips if word.isalpha() else 0
        best: list[str] = []
        nearest = slips + 1
        for length in range(len(word) - slips, len(word) + slips + 1) if slips else ():
            choices = index.by_length.get(length, ())
            found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=min(slips, nearest), limit=5)
            for form, distance, _ in found:
                if form not in index.stop and distance < nearest:
                    best, nearest = [], int(distance)
                if form not in index.stop and distance == nearest:
                    best.append(form)
        if not best:
            return None
        # People seldom miss the first letter.
        best.sort(key=lambda form: (form[0] != word[0], form))
        return _Term(
            {index.known[best[0]]: MISSPELT}, self._sure(best[0]), guess=Guess(written, index.written[best[0]])
        )

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


def _meant(index: Index, terms: list[_Term]) -> list[_Meant]:
    """The everyday words that were typed, those that are most of it first."""
    weights = [_STOP if term.stop else 1.0 for term in terms]
    whole = sum(weights)
    sure = frozenset().union(*(term.sure for term in terms))
    best: dict[str, _Meant] = {}
    for phrase in index.phrases:
        if phrase.keys <= sure:
            covered = sum(
                weight for weight, term in zip(weights, terms, strict=True) if not term.sure.isdisjoint(phrase.keys)
            )
            found = _Meant(phrase, covered / whole)
            before = best.get(phrase.entry.id)
            if before is None or (found.share, len(phrase.keys)) > (before.share, len(before.phrase.keys)):
                best[phrase.entry.id] = found
    return sorted(best.values(), key=lambda each: (-each.share, -len(each.phrase.keys)))


def _led_to(index: Index, meant: list[_Meant]) -> Iterator[tuple[int, float]]:
    for rank, each in enumerate(meant):
        for place, ref in enumerate(each.phrase.entry.leads_to):
            if ref in index.places:
                yield index.places[ref], EVERYDAY * each.share - 0.01 * (place + rank)


def _scores(index: Index, terms: list[_Term]) -> dict[int, float]:
    """How well each document fits: for each word the best place that it stands in, rare words first."""
    telling = [term for term in terms if term.readings and not term.stop]
    if not telling:
        return _small_words(index, terms)
    rarity = {id(term): _rarity(index, term) for term in telling}
    whole = sum(rarity.values())
    if not whole:
        return {}
    scores: dict[int, float] = {}
    shares: dict[int, float] = {}
    for term in telling:
        share = rarity[id(term)] / whole
        for number, fit in _fits(index, term).items():
            scores[number] = scores.get(number, 0.0) + share * fit
            shares[number] = shares.get(number, 0.0) + share
    enough = KEPT * max(shares.values(), default=0.0)
    wanted = {key for term in telling for key, fit in term.readings.items() if fit > BEGUN}
    return {
        number: score + NAMED * _named(index.documents[number], wanted)
        for number, score in scores.items()
        if shares[number] >= enough
    }


def _small_words(index: Index, terms: list[_Term]) -> dict[int, float]:
    """Words that say nothing by themselves, as in "og til hvem": items with all of them in their names."""
    wanted = {key for term in terms for key in term.readings if not key.startswith("=")}
    if len(wanted) < 2:
        return {}
    return {
        number: _named(document, wanted)
        for number, document in enumerate(index.documents)
        if wanted <= document.label_keys
    }


def _fits(index: Index, term: _Term) -> dict[int, float]:
    fits: dict[int, float] = {}
    for key, quality in term.readings.items():
        for number, weight in index.postings.get(key, {}).items():
            fits[number] = max(fits.get(number, 0.0), quality * weight)
    return fits


def _rarity(index: Index, term: _Term) -> float:
    """More for a word that few items have. A word that only everyday words have weighs nothing in the text."""
    counts = [len(found) for key in term.readings if (found := index.postings.get(key))]
    return math.log(1 + len(index.documents) / max(counts)) if counts else 0.0


def _named(document: Document, wanted: set[str]) -> float:
    return len(document.label_keys & wanted) / max(1, len(document.label_keys))


def _wanted(terms: list[_Term]) -> dict[str, float]:
    """The stems to mark, and how much each tells."""
    telling = [term for term in terms if not term.stop] or terms
    wanted: dict[str, float] = {}
    for term in telling:
        for key, fit in term.readings.items():
            wanted[key] = max(wanted.get(key, 0.0), fit)
    return wanted


def _hit(index: Index, document: Document, wanted: Mapping[str, float]) -> Hit:
    best = max(document.sentences, key=lambda one: _told(one, wanted), default=None)
    fragments = tuple(_fragments(index, best.text, wanted)) if best else ()
    return Hit(document.ref, document.part, document.label, fragments)


def _told(sentence: Sentence, wanted: Mapping[str, float]) -> float:
    return sum(wanted[key] for key in sentence.keys & wanted.keys())


def _fragments(index: Index, sentence: str, wanted: Mapping[str, float]) -> Iterator[Fragment]:
    """The sentence with what was looked for marked; a long one from a little before the first mark."""
    marks = [
        token
        for token in tokens(sentence)
        if token.word not in index.stop
        and not wanted.keys().isdisjoint((index.known.get(token.word, ""), *index.compounds.get(token.word, ())))
    ]
    start, end = _window(sentence, marks[0].start if marks else 0)
    done = start
    before = "… " if start else ""
    for token in marks:
        if token.start < start or token.end > end:
            continue
        if before or token.start > done:
            yield Fragment(before + sentence[done : token.start])
        yield Fragment(sentence[token.start : token.end], marked=True)
        done, before = token.end, ""
    rest = before + sentence[done:end] + (" …" if end < len(sentence) else "")
    if rest:
        yield Fragment(rest)


def _window(sentence: str, first: int) -> tuple[int, int]:
    """From where to where a sentence is shown: between words, with the first mark in sight."""
    if len(sentence) <= MAX_SENTENCE:
        return 0, len(sentence)
    start = sentence.rfind(" ", 0, max(0, first - MAX_SENTENCE // 2)) + 1
    if start + MAX_SENTENCE >= len(sentence):
        return start, len(sentence)
    end = sentence.rfind(" ", start, start + MAX_SENTENCE)
    return start, end if end > start else start + MAX_SENTENCE


def _answers(entry: Everyday) -> bool:
    return bool(entry.says or entry.functions)
