"""Searches in the guides of the packs, for tests."""

from __future__ import annotations

from functools import cache

from motvekt.guide.search import Found, find
from motvekt.guide.search_index import Index
from motvekt.guide.search_page import part_names
from tests.guides import guide_of

GUIDES = (("asker-baerum", "nb"), ("asker-baerum", "nn"), ("fjellvik", "nn"), ("asker-baerum", "en"))
NORWEGIAN = GUIDES[:3]


@cache
def index_of(pack: str, language: str) -> Index:
    return Index.build(guide_of(pack), language, part_names(language))


def asked(query: str, pack: str = "asker-baerum", language: str = "nb") -> Found:
    return find(index_of(pack, language), query)


def refs(found: Found) -> list[str]:
    return [hit.ref for hit in found.hits]


def answered(found: Found) -> list[str]:
    return [entry.id for entry in found.answers]
