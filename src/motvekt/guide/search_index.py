"""What a search looks in: every item of a guide, word by word. Built once for an edition and a language.

Whatever text an item's shape has is in here without being named: a new field is found by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any

from motvekt.guide import parts
from motvekt.guide.kinds import Language, Topic
from motvekt.guide.prose import plain
from motvekt.guide.schema import Contact, Desk, Everyday, Guide, Phone
from motvekt.guide.shapes import Shape
from motvekt.guide.spelling import Stems, exactly, spelled, stop_words, tokens
from motvekt.guide.spelling import parts as parts_of

WEIGHTS: Mapping[str, float] = {
    "label": 1.0,
    "name": 1.0,
    "title": 1.0,
    "phone": 1.0,
    "forms": 0.9,
    "cite": 0.9,
    "printed_cite": 0.8,
    "as_printed": 0.8,
    "headline": 0.8,
    "short": 0.8,
    "printed_url": 0.8,
    "hearer": 0.7,
    "function": 0.6,
    "examples": 0.6,
    "ref": 0.5,
}
"""How much a match tells by where it stands; a match in anything else is one in the running text."""
TEXT_WEIGHT = 0.4
INFLECTED_WEIGHT = 0.9
"""Of the word in another form."""
PART_WEIGHT = 0.5
"""Of a word that is only a part of the guide's: "kriminalitet" in "hatkriminalitet"."""
OTHER_LANGUAGE_WEIGHT = 0.7
"""Of an item's name in another language of the guide: who reads bokmål may type in nynorsk."""

_NAMES = ("label", "name", "title")
_NOT_SHOWN = frozenset(
    (*_NAMES, "forms", "phone", "short", "function", "email", "ref", "printed_url", "hearer", "headline", "as_printed")
)
"""Where a match is told by the item's name or number, so that no sentence needs to be shown for it."""
_CODES = frozenset(
    (
        *("id", "group", "area", "side", "kind", "kinds", "work", "page", "checked", "functions", "contacts", "url"),
        *("municipalities", "senders", "recipients", "topic", "channel", "hours", "see"),
    )
)
"""Fields that are no text."""
_SPLIT_FROM = 7
"""Letters in the shortest word of the guide that is taken apart."""
_SHORT = 4
"""Letters in an everyday word that is soon another word where its æ, ø and å are missing."""
_MARK = "-"
"""What stands before an everyday word that is meant where another ends in it, and after it where one begins with it:
"-kniv-" in "kjøkkenkniv" and "knivsår"."""

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[^\W\d_a-zæøå]|[«“(–])")
_NOT_DIGITS = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be shown, and the stems in it."""

    text: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Document:
    """An item, or a part with its introduction, as a search knows it. A part's `ref` is its id."""

    ref: str
    part: str
    label: str
    label_keys: frozenset[str]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Everyday words as they are compared: those that must all be there, or the one that must be there alone."""

    keys: frozenset[str]
    entry: Everyday
    alone: bool = False


@dataclass(frozen=True)
class Index:
    """A guide's words in one language. It is never changed once it is built."""

    language: str
    documents: tuple[Document, ...]
    places: Mapping[str, int]
    """Reference to the document's number."""
    postings: Mapping[str, Mapping[int, float]]
    """Stem, or exact word, to the documents that have it, and the weight of the best place that it stands in."""
    known: Mapping[str, str]
    """Folded word, or stem, to stem."""
    compounds: Mapping[str, tuple[str, ...]]
    """Folded word to the stems of its parts."""
    written: Mapping[str, str]
    """Folded word to how the guide writes it."""
    forms: tuple[str, ...]
    """The folded words in alphabetical order."""
    guessable: Mapping[tuple[str, int], tuple[str, ...]]
    """First letter and length to the folded words of this language, those that say nothing left out."""
    everyday: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Language to its everyday words, each by its folded form, as they are spelled."""
    as_spelled: frozenset[str]
    """Everyday words that are not meant where æ, ø and å are missing: "klar" is no "klær"."""
    ends: Mapping[str, str]
    beginnings: Mapping[str, str]
    """Everyday words that count at the end of another word, or its beginning, as they may be typed, to their keys."""
    dangerous: frozenset[str]
    """Everyday words that mean danger by themselves, folded and as they are spelled."""
    phrases: tuple[Phrase, ...]
    single: frozenset[str]
    """Everyday words that mean something by themselves."""
    views: frozenset[str]
    """Ids of the everyday words that lead first to the advice that faith and opinions are no concern by themselves."""
    stop: frozenset[str]

    @classmethod
    def build(cls, guide: Guide, language: str, names: Mapping[str, str] = MappingProxyType({})) -> Index:
        """The index of a guide in one of its languages. `names` are the parts' by their ids; others aren't found."""
        return _Builder(guide, language, names).index()


@dataclass(frozen=True, slots=True)
class _Text:
    field: str
    language: str
    text: str

    @property
    def weight(self) -> float:
        return WEIGHTS.get(self.field, TEXT_WEIGHT)


@dataclass(frozen=True, slots=True)
class _Source:
    ref: str
    part: str
    texts: list[_Text]


@dataclass
class _Builder:
    guide: Guide
    language: str
    names: Mapping[str, str]
    own: set[str] = field(default_factory=set)
    everyday: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    as_spelled: set[str] = field(default_factory=set)
    ends: dict[str, str] = field(default_factory=dict)
    beginnings: dict[str, str] = field(default_factory=dict)
    dangerous: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    compounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    postings: dict[str, dict[int, float]] = field(default_factory=dict)
    stems: dict[str, Stems] = field(default_factory=dict)

    def index(self) -> Index:
        sources = [*self._parts(), *self._items()]
        mine = (text.text for source in sources for text in source.texts if text.language == self.language)
        self.own.update(token.word for text in mine for token in tokens(text))
        for text in chain.from_iterable(source.texts for source in sources):
            self._learn(text.text, text.language)
        phrases = tuple(self._phrases())
        self._take_apart()
        for number, source in enumerate(sources):
            for text in source.texts:
                self._post(number, text)
        documents = tuple(map(self._document, sources))
        return Index(
            language=self.language,
            documents=documents,
            places={document.ref: number for number, document in enumerate(documents)},
            postings=self.postings,
            # Where a stem is also a word of its own, the word counts.
            known={stem: stem for stem in self.known.values()} | self.known,
            compounds=self.compounds,
            written=self.written,
            forms=tuple(sorted(self.written)),
            guessable=self._guessable(sources),
            everyday=self.everyday,
            as_spelled=frozenset(self.as_spelled),
            ends=self.ends,
            beginnings=self.beginnings,
            dangerous=frozenset(self.dangerous),
            phrases=phrases,
            views=frozenset(self._views()),
            single=frozenset().union(*(phrase.keys for phrase in phrases if len(phrase.keys) == 1)),
            stop=stop_words(self.language),
        )

    def _parts(self) -> Iterator[_Source]:
        for part in parts.FOUND_BY_SEARCH:
            if part.id in self.names and getattr(self.guide, next(iter(part.fields.values()))):
                texts = [_Text("title", self.language, self.names[part.id])]
                if "intro" in part.fields:
                    texts += self._texts(getattr(self.guide, part.fields["intro"]), "intro")
                yield _Source(part.id, part.id, texts)

    def _items(self) -> Iterator[_Source]:
        """Every item; a desk that has a contact's name is the same people, and is told by the contact."""
        contacts = [contact.name for contact in self.guide.contacts]
        for entry in parts.entries(self.guide):
            if not (isinstance(entry.item, Desk) and entry.item.name in contacts):
                yield _Source(entry.ref, entry.part, [*self._texts(entry.item), *self._of_function(entry.item)])

    def _texts(self, value: object, name: str = "") -> Iterator[_Text]:
        if isinstance(value, Phone):
            yield _Text("phone", self.language, _NOT_DIGITS.sub("", value.printed).removeprefix("47"))
        elif isinstance(value, Shape):
            for own in type(value).model_fields:
                if own not in _CODES:
                    # A label inside of an item is no name of the item's, and the law in force comes before the printed.
                    inside = name if name and own in _NAMES else f"{name}_{own}" if name == "printed" else own
                    yield from self._texts(getattr(value, own), inside)
        elif isinstance(value, Mapping):
            yield from self._languages(value, name)
        elif isinstance(value, list):
            for row in value:
                yield from self._texts(row, name)
        elif isinstance(value, str):
            yield _Text(name, self.language, value)

    def _languages(self, value: Mapping[Language, Any], name: str) -> Iterator[_Text]:
        for language, said in value.items():
            if language == self.language or name in (*_NAMES, "forms"):
                for text in said if isinstance(said, list) else [said]:
                    yield _Text(name, language, plain(text) if name not in _NOT_SHOWN else text)

    def _of_function(self, item: Shape) -> Iterator[_Text]:
        """What a contact's function is called here."""
        if isinstance(item, Contact | Desk):
            for function in self.guide.functions:
                if function.id is item.function:
                    yield from self._languages(function.label, "function")

    def _stem(self, word: str, language: str) -> str:
        if language not in self.stems:
            self.stems[language] = Stems(language)
        return self.stems[language](word)

    def _learn(self, text: str, language: str) -> None:
        for token in tokens(text):
            if token.word not in self.known:
                self.known[token.word] = self._stem(token.word, language)
                self.written[token.word] = text[token.start : token.end].lower()

    def _phrases(self) -> Iterator[Phrase]:
        """Everyday words of every language: nobody chooses a language before they type."""
        for entry in self.guide.words:
            for language, words in entry.words.items():
                for text in words:
                    self._learn(text, language)
                    found = [token.word for token in tokens(text)]
                    # What the guide itself says in this language is its own, whatever another language means by it.
                    if found and (language == self.language or not all(word in self.own for word in found)):
                        yield self._phrase(text, language, entry)

    def _phrase(self, text: str, language: str, entry: Everyday) -> Phrase:
        known = self.everyday.setdefault(language, {})
        keys = {spelled(text[token.start : token.end]): token.word for token in tokens(text)}
        for key, word in keys.items():
            known[word] = tuple(dict.fromkeys((*known.get(word, ()), key)))
        if len(keys) > 1:
            return Phrase(frozenset(keys), entry)
        [(key, word)] = keys.items()
        marked = {form: key for form in (key, word) if form == key or len(form) > _SHORT}
        self.ends |= marked if text.startswith(_MARK) else {}
        self.beginnings |= marked if text.endswith(_MARK) else {}
        if entry.danger:
            self.dangerous |= {key, word}
        if key != word and len(word) <= _SHORT and not entry.danger:
            self.as_spelled.add(key)
        # A word that says nothing in one of the languages, as "is" in English, means something only by itself.
        return Phrase(frozenset(keys), entry, alone=any(word in stop_words(one) for one in self.guide.languages))

    def _views(self) -> Iterator[str]:
        advice = {f"advice/{one.id}" for one in self.guide.advice if one.topic is Topic.ONLY_VIEWS}
        yield from (entry.id for entry in self.guide.words if not advice.isdisjoint(entry.leads_to[:1]))

    def _guessable(self, sources: list[_Source]) -> dict[tuple[str, int], tuple[str, ...]]:
        """Words that items are called by, and everyday words: the running text has too many that are near to others."""
        texts = (text for source in sources for text in source.texts if text.language == self.language)
        named = {token.word for text in texts if text.weight > TEXT_WEIGHT for token in tokens(text.text)}
        found: dict[tuple[str, int], list[str]] = {}
        for word in sorted((named | self.everyday.get(self.language, {}).keys()) - stop_words(self.language)):
            found.setdefault((word[0], len(word)), []).append(word)
        return {place: tuple(words) for place, words in found.items()}

    def _take_apart(self) -> None:
        stop = stop_words(self.language)
        pieces = {word: stem for word, stem in self.known.items() if word.isalpha() and word not in stop}
        for word, stem in self.known.items():
            if len(word) >= _SPLIT_FROM and word.isalpha() and (found := parts_of(word, pieces)):
                self.compounds[word] = tuple(key for part in found if (key := self.known[part]) != stem)

    def _post(self, number: int, text: _Text) -> None:
        weight = text.weight * (1 if text.language == self.language else OTHER_LANGUAGE_WEIGHT)
        for token in tokens(text.text):
            keys = [(exactly(token.word), 1.0), (self.known[token.word], INFLECTED_WEIGHT)]
            keys += [(part, PART_WEIGHT) for part in self.compounds.get(token.word, ())]
            for key, share in keys:
                found = self.postings.setdefault(key, {})
                found[number] = max(found.get(number, 0.0), weight * share)

    def _document(self, source: _Source) -> Document:
        own = [text for text in source.texts if text.language == self.language]
        label = next((text.text for text in own if text.field in _NAMES), source.ref)
        shown = [line for text in own if text.field not in _NOT_SHOWN for line in text.text.splitlines()]
        sentences = dict.fromkeys(chain.from_iterable(map(_SENTENCE_END.split, shown)))
        return Document(
            ref=source.ref,
            part=source.part,
            label=label,
            label_keys=frozenset(self.known[token.word] for token in tokens(label)),
            sentences=tuple(Sentence(text, frozenset(self._keys(text))) for text in sentences if text.strip()),
        )

    def _keys(self, text: str) -> Iterator[str]:
        for token in tokens(text):
            yield self.known[token.word]
            yield exactly(token.word)
            yield from self.compounds.get(token.word, ())
