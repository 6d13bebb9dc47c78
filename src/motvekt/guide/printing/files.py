"""All the files of an edition."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from motvekt.guide.kinds import Language, Sheet
from motvekt.guide.printing.common import Imprint, Print
from motvekt.guide.printing.document import document
from motvekt.guide.printing.sheets import card, poster
from motvekt.guide.printing.typeset import Press
from motvekt.guide.schema import Guide

DOCUMENTS: Mapping[Sheet, Callable[[Print], dict[str, Any]]] = {
    Sheet.GUIDE: document,
    Sheet.POSTER: poster,
    Sheet.CARD: card,
}


@dataclass(frozen=True)
class Made:
    """A finished PDF."""

    sheet: Sheet
    language: Language
    content: bytes


def data(guide: Guide, sheet: Sheet, language: Language, imprint: Imprint) -> dict[str, Any]:
    """What a sheet says in a language, as plain data."""
    with translation.override(language):
        return DOCUMENTS[sheet](Print(guide, language, imprint))


def make(guide: Guide, imprint: Imprint, press: Press) -> list[Made]:
    """Every sheet in every language of the guide, typeset side by side. Raises Refused where one can't be."""
    wanted = [(sheet, language) for sheet in Sheet for language in guide.languages]
    documents = [data(guide, sheet, language, imprint) for sheet, language in wanted]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        contents = list(pool.map(press, [sheet for sheet, _ in wanted], documents))
    return [Made(sheet, language, content) for (sheet, language), content in zip(wanted, contents, strict=True)]
