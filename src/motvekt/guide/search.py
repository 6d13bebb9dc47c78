"""Looks something up in a guide. Pure: an index and what somebody typed in, what the guide has on it out.

The order of the hits says how well the words fit, and nothing else: no item has a weight of its own, and items that fit
equally well stand as they do in the guide.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from motvekt.guide.schema import Everyday
from motvekt.guide.search_index import Document, Index, Phrase, Sentence
from motvekt.guide.search_reader import BEGUN, MAX_WORDS, Guess, Term, read
from motvekt.guide.spelling import tokens

MAX_CHARACTERS = 200
MAX_HITS = 12
MAX_ANSWERS = 2
MAX_SENTENCE = 220
"""Characters of a sentence that are shown."""
ANSWERED = 0.2
"""Everyday words that are this much or more of what was typed answer in words."""

EVERYDAY = 1.5
"""What the guide has for everyday words comes before every match of the text where nothing else was typed."""
LEAST, LEAST_OF_VIEWS = 0.4, 0.6
"""As much of it counts where they are one word in a long sentence; more for faith and opinions, which are protected."""
NAMED = 0.3
"""For an item whose name has nothing in it but what was typed."""
WHOLE_NAME = 2.0
"""For an item whose whole name was typed and nothing else: it comes first, whatever its words lead to."""
LONG_NAME = 6
"""Words of a name that are enough to know it by."""
KEPT = 0.45
"""Of the best hit's share of the words that were typed: less is noise."""

_ADDRESS = re.compile(r"\S+@\S+")
_STOP = 0.1
"""A stop word's weight against another word's, where everyday words are weighed against what was typed."""


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
class _Meant:
    """Everyday words that were typed, and how much of what was typed they are (0 to 1)."""

    phrase: Phrase
    share: float


def find(index: Index, query: str) -> Found:
    """What the guide has on this. Any text is answered; only its beginning is read where it is long."""
    typed = shortened(query)
    terms = read(index, typed)
    meant = [] if _ADDRESS.fullmatch(typed) else _meant(index, terms)
    scores = _scores(index, terms)
    for number, score in _led_to(index, meant):
        scores[number] = max(scores.get(number, 0.0), score)
    for number in _called(index, terms):
        scores[number] = scores.get(number, 0.0) + WHOLE_NAME
    best = sorted(scores, key=lambda number: (-scores[number], number))[:MAX_HITS]
    wanted = _wanted(terms)
    told = [each for each in meant if each.share >= ANSWERED]
    return Found(
        query=typed,
        hits=tuple(_hit(index, index.documents[number], wanted) for number in best),
        answers=tuple(each.phrase.entry for each in told if _answers(each.phrase.entry))[:MAX_ANSWERS],
        guesses=tuple(term.guess for term in terms if term.guess and _led_somewhere(index, term, meant)),
        danger=any(each.phrase.entry.danger for each in meant),
    )


def shortened(query: str) -> str:
    """As much of a query as is read, on one line, without marks that nobody sees: pasted words have soft hyphens."""
    text = query[: 4 * MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    words = seen[:MAX_CHARACTERS].replace("\0", " ").split()
    return " ".join(words[:MAX_WORDS])


def _meant(index: Index, terms: list[Term]) -> list[_Meant]:
    """The everyday words that were typed, those that are most of it first."""
    weights = [_STOP if term.stop else 1.0 for term in terms]
    whole = sum(weights)
    sure = frozenset().union(*(term.sure for term in terms))
    typed = [one for one in index.phrases if one.keys <= sure and (len(terms) == 1 or not one.alone)]
    covered = [frozenset(place for place, term in enumerate(terms) if term.sure & one.keys) for one in typed]
    best: dict[str, _Meant] = {}
    for phrase, places in zip(typed, covered, strict=True):
        # "kalt terrorist" is more than its words, and something else.
        if any(places < others for others in covered):
            continue
        found = _Meant(phrase, sum(weights[place] for place in places) / whole)
        before = best.get(phrase.entry.id)
        if before is None or (found.share, len(phrase.keys)) > (before.share, len(before.phrase.keys)):
            best[phrase.entry.id] = found
    return sorted(best.values(), key=lambda each: (-each.share, -len(each.phrase.keys)))


def _led_to(index: Index, meant: list[_Meant]) -> Iterator[tuple[int, float]]:
    for rank, each in enumerate(meant):
        entry = each.phrase.entry
        least = 1.0 if entry.danger else LEAST_OF_VIEWS if entry.id in index.views else LEAST
        share = least + (1 - least) * each.share
        for place, ref in enumerate(entry.leads_to):
            if ref in index.places:
                yield index.places[ref], EVERYDAY * share - 0.01 * (place + rank)


def _led_somewhere(index: Index, term: Term, meant: list[_Meant]) -> bool:
    return bool(_fits(index, term)) or any(not term.sure.isdisjoint(each.phrase.keys) for each in meant)


def _scores(index: Index, terms: list[Term]) -> dict[int, float]:
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


def _called(index: Index, terms: list[Term]) -> Iterator[int]:
    """Items that are called what was typed; the end of a long name may be missing."""
    words = [frozenset(key for key, fit in term.readings.items() if fit == 1.0) for term in terms]
    typed = frozenset().union(*words)
    for number, document in enumerate(index.documents):
        whole = words and (len(words) >= LONG_NAME or document.label_keys <= typed)
        if whole and not any(document.label_keys.isdisjoint(word) for word in words):
            yield number


def _small_words(index: Index, terms: list[Term]) -> dict[int, float]:
    """Words that say nothing by themselves, as in "og til hvem": items with all of them in their names."""
    wanted = {key for term in terms for key in term.readings if not key.startswith("=")}
    if len(wanted) < 2:
        return {}
    return {
        number: _named(document, wanted)
        for number, document in enumerate(index.documents)
        if wanted <= document.label_keys
    }


def _fits(index: Index, term: Term) -> dict[int, float]:
    fits: dict[int, float] = {}
    for key, quality in term.readings.items():
        for number, weight in index.postings.get(key, {}).items():
            fits[number] = max(fits.get(number, 0.0), quality * weight)
    return fits


def _rarity(index: Index, term: Term) -> float:
    """More for a word that few items have. A word that only everyday words have weighs nothing in the text."""
    counts = [len(found) for key in term.readings if (found := index.postings.get(key))]
    return math.log(1 + len(index.documents) / max(counts)) if counts else 0.0


def _named(document: Document, wanted: set[str]) -> float:
    return len(document.label_keys & wanted) / max(1, len(document.label_keys))


def _wanted(terms: list[Term]) -> dict[str, float]:
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
