"""Prints of the repository's packs: each is typeset once in a process, when a test first asks for it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pikepdf
from pypdf import PdfReader

from motvekt.guide.kinds import Language, Sheet
from motvekt.guide.printing import files
from motvekt.guide.printing.common import Imprint, Print
from motvekt.guide.printing.typeset import typeset
from motvekt.guide.schema import Guide
from tests.guides import PACKS, guide_of

CHECKED = date(2026, 11, 16)
ADDRESS = "https://motvekt.example"

ALL = [(pack, sheet, language) for pack in PACKS for language in guide_of(pack).languages for sheet in Sheet]
"""Every print of the repository's packs."""


def imprint_of(guide: Guide, **changes: Any) -> Imprint:
    """An imprint in which every contact was checked on one day."""
    known: dict[str, Any] = {
        "number": 7,
        "checked": {contact.id: CHECKED for contact in guide.contacts},
        "address": ADDRESS,
        "made_on": date(2026, 11, 23),
    }
    return Imprint(**{**known, **changes})


def print_of(guide: Guide, language: Language = "nb", **changes: Any) -> Print:
    """A guide in a language, with an imprint."""
    return Print(guide, language, imprint_of(guide, **changes))


def data_of(guide: Guide, sheet: Sheet, language: Language = "nb", **changes: Any) -> dict[str, Any]:
    """What a sheet says, as plain data."""
    return files.data(guide, sheet, language, imprint_of(guide, **changes))


@cache
def pdf_of(pack: str, sheet: Sheet, language: Language) -> bytes:
    """A print of one of the repository's packs."""
    return typeset(sheet, data_of(guide_of(pack), sheet, language))


@cache
def pages_of(pack: str, sheet: Sheet, language: Language) -> tuple[str, ...]:
    """What can be read on each page of a print, letter by letter as it is copied, with single blanks."""
    return tuple(" ".join(" ".join(lines).split()) for lines in lines_of_print(pack, sheet, language))


@cache
def lines_of_print(pack: str, sheet: Sheet, language: Language) -> list[list[str]]:
    """The lines of each page of a print of one of the repository's packs."""
    return lines_of(pdf_of(pack, sheet, language))


def lines_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page of a PDF."""
    return [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """Everything that can be read in a PDF, with single blanks and without places to break."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join("\n".join(pages).replace("\u200b", "").replace("\u00ad", "").split())


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """The elements of a structure tree, from its root."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") not in ("/MCR", "/OBJR"):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K"))


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every font of every object in a PDF."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
            yield thing
