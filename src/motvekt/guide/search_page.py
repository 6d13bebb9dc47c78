"""What the page of search results shows. Queries pass through here and stay nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from motvekt.guide import contacts, search
from motvekt.guide.frame import content_language
from motvekt.guide.kinds import Function
from motvekt.guide.parts import SHORT
from motvekt.guide.queries import InForce
from motvekt.guide.schema import Guide
from motvekt.guide.search import Hit
from motvekt.guide.search_index import Index
from motvekt.guide.wording import PARTS
from motvekt.kernel import clock

WHOM_TO_ASK = (Function.SLT_COORDINATOR, Function.RADICALISATION_CONTACT)
"""Where the guide has nothing."""


@dataclass(frozen=True)
class Row:
    """A hit, and what its part of the guide is called."""

    hit: Hit
    part: str


def context(edition: InForce, language: str, query: str) -> dict[str, Any]:
    """Context of the results: hits, answers in words, and whom to call or ask."""
    guide = edition.guide
    index = index_of(_Edition(edition.published.id, guide), content_language(guide, language))
    found = search.find(index, query)
    functions: Iterable[Function] = dict.fromkeys(name for answer in found.answers for name in answer.functions)
    if found.query and found.empty:
        functions = WHOM_TO_ASK
    wanted = list(functions)
    names = part_names(language)
    return {
        "section": "guide",
        "found": found,
        "rows": [Row(hit, names.get(hit.part, "")) for hit in found.hits],
        "always": [contacts.constant("emergency"), contacts.constant("child_helpline")],
        "lines": contacts.lines(guide, edition.checked, clock.now(), functions=wanted) if wanted else [],
    }


class _Edition:
    """An edition by its id: it never changes, so what was made of it once holds for the life of the process."""

    def __init__(self, edition: UUID, guide: Guide) -> None:
        self.edition, self.guide = edition, guide

    def __hash__(self) -> int:
        return hash(self.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Edition) and self.edition == other.edition


@lru_cache(maxsize=12)
def index_of(edition: _Edition, language: str) -> Index:
    """The index of an edition in one of its languages."""
    return Index.build(edition.guide, language, part_names(language))


def part_names(language: str) -> dict[str, str]:
    """What the parts of a guide are called, by their ids."""
    with translation.override(language):
        own = {"contacts": gettext("Kontakter"), SHORT.id: gettext("Det viktigste på én side, på flere språk")}
        return {part: str(words.title) for part, words in PARTS.items()} | own
