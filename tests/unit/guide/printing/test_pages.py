"""What stands on the pages of the prints, and what stays together there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from motvekt.guide.constants import EMERGENCY
from motvekt.guide.kinds import Language, Sheet
from motvekt.guide.schema import LawNote, LegalBasis
from tests.guides import guide_of
from tests.printed import ALL, data_of, lines_of_print, pages_of, pdf_of

every_print = pytest.mark.parametrize(("pack", "sheet", "language"), ALL)
every_guide = pytest.mark.parametrize(
    ("pack", "language"), [(pack, language) for pack, sheet, language in ALL if sheet is Sheet.GUIDE]
)

CONTACTS = 2
"""The page of a guide that comes after its cover and its contents, from 0."""


def bare(text: str) -> str:
    """A text without what breaks its lines: blanks and hyphens."""
    return re.sub(r"[\s\u00ad-]", "", text)


def pages(pack: str, language: Language) -> list[str]:
    """A guide's pages after its contents."""
    return [bare(page) for page in pages_of(pack, Sheet.GUIDE, language)[CONTACTS:]]


def together(parts: list[str], found: list[str]) -> bool:
    """Whether one of the pages has all these texts."""
    return any(all(bare(part) in page for part in parts) for page in found)


def properties(pack: str, sheet: Sheet, language: Language) -> Iterator[pikepdf.Dictionary]:
    """What is said of each piece of text beside its letters: its language, and what is copied in its stead."""
    with pikepdf.open(io.BytesIO(pdf_of(pack, sheet, language))) as pdf:
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) == "BDC" and isinstance(instruction.operands[1], pikepdf.Dictionary):
                    yield instruction.operands[1]


@every_print
def test_nothing_that_is_copied_has_marks_that_nobody_sees(pack: str, sheet: Sheet, language: Language) -> None:
    copied = [str(found.get("/ActualText", "")) for found in properties(pack, sheet, language)]
    for text in (*pages_of(pack, sheet, language), *copied):
        assert not re.search("[\u200b-\u200d\u2060\ufeff]", text)


@every_guide
def test_an_address_of_email_is_copied_as_it_is_written(pack: str, language: Language) -> None:
    addresses = [contact.email for contact in guide_of(pack).contacts if contact.email]
    assert addresses
    for address in addresses:
        assert address in pages_of(pack, Sheet.GUIDE, language)[CONTACTS]


@every_print
def test_a_number_stays_on_one_line(pack: str, sheet: Sheet, language: Language) -> None:
    for lines in lines_of_print(pack, sheet, language):
        assert not re.search(r"\b116\s*\n\s*111\b", "\n".join(lines))


@every_print
def test_the_box_about_danger_says_the_same_on_everything(pack: str, sheet: Sheet, language: Language) -> None:
    says = {
        "nb": ("Er noen i fare? Ring nå.", "nød-SMS til 112 (telefonen må være registrert)"),
        "nn": ("Er nokon i fare? Ring no.", "naud-SMS til 112 (telefonen må vere registrert)"),
        "en": ("Is somebody in danger? Call now.", "emergency text message to 112 (the phone must be registered)"),
    }
    for words in (*says[language], EMERGENCY, "1412"):
        assert words in pages_of(pack, sheet, language)[0]


@every_print
def test_whose_it_is_stands_in_letters_that_can_be_seen(pack: str, sheet: Sheet, language: Language) -> None:
    sender = data_of(guide_of(pack), sheet, language)["sender"]
    assert sender == guide_of(pack).area_name[language]
    if sheet is not Sheet.GUIDE:
        assert pages_of(pack, sheet, language)[0].count(sender) >= 1


@every_guide
def test_advice_stands_on_one_page_with_its_heading_and_all_its_points(pack: str, language: Language) -> None:
    for advice in guide_of(pack).advice:
        parts = [advice.label[language], *(point[language] for point in advice.points)]
        assert together(parts, pages(pack, language)), advice.id


@every_guide
def test_law_stands_on_one_page_with_whom_it_is_about(pack: str, language: Language) -> None:
    guide = guide_of(pack)
    laws: list[LegalBasis | LawNote] = [*guide.bases, *guide.notes]
    for law in laws:
        parts = [law.label[language], *(cited.cite for cited in (law.printed, law.in_force) if cited)]
        assert together(parts, pages(pack, language)), law.id


@every_guide
def test_both_sides_of_an_area_stand_whole_on_one_page(pack: str, language: Language) -> None:
    guide = guide_of(pack)
    for area in guide.areas:
        factors = [factor for factor in guide.factors if factor.area == area.id]
        parts = [area.label[language], *(factor.label[language] for factor in factors)]
        parts += [factor.text[language] for factor in factors if factor.text and "](" not in factor.text[language]]
        assert together(parts, pages(pack, language)), area.id


@every_guide
def test_no_page_ends_with_a_heading(pack: str, language: Language) -> None:
    guide = guide_of(pack)
    items: list[Any] = [*guide.definitions, *guide.signs, *guide.bases, *guide.measures, *guide.resources]
    items += guide.advice
    headings = tuple(bare(item.label[language]) for item in items)
    for page in pages(pack, language):
        body, foot, _number = page.rpartition(bare(foot_of(pack, language)))
        assert foot
        assert not body.endswith(headings), body[-80:]


def foot_of(pack: str, language: Language) -> str:
    data = data_of(guide_of(pack), Sheet.GUIDE, language)
    return f"{data['imprint'][1]} {data['emergency_words']}"


@every_guide
def test_contents_are_one_page_and_whom_to_call_is_the_next(pack: str, language: Language) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(pack, Sheet.GUIDE, language))) as pdf, pdf.open_outline() as outline:
        first = outline.root[0].destination
        assert isinstance(first, pikepdf.Array)
        assert first[0] == pdf.pages[CONTACTS].obj
    page = pages_of(pack, Sheet.GUIDE, language)[CONTACTS]
    for contact in guide_of(pack).contacts:
        assert contact.name[language] in page
    for desk in guide_of(pack).desks:
        assert desk.name[language] in page


@every_guide
def test_no_page_but_the_last_is_mostly_white(pack: str, language: Language) -> None:
    """A page holds some 2 500 letters; one with a drawing or a new chapter at its head has fewer."""
    for place, page in enumerate(pages(pack, language)[:-1]):
        assert len(page) > 700, (place, page[:60])


def test_what_is_cited_in_another_language_is_marked_for_who_hears_it() -> None:
    marked = [str(found.get("/Lang", "")) for found in properties("asker-baerum", Sheet.GUIDE, "en")]
    assert marked.count("nb") > 100
