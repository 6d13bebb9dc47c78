"""Every print of the packs against what a library can check of PDF/UA-1 and PDF/A-2a.

Whether a reading order makes sense and words are right is for people: the prints are looked at page by page.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest

from motvekt.guide.kinds import Language, Sheet
from tests.guides import guide_of
from tests.printed import ADDRESS, ALL, elements, fonts, pages_of, pdf_of, text_of

INTER = {"Inter-Regular", "Inter-Italic", "Inter-SemiBold", "Inter-SemiBoldItalic"}
A4 = (595.28, 841.89)
A4_ON_ITS_SIDE = (841.89, 595.28)

every_print = pytest.mark.parametrize(("pack", "sheet", "language"), ALL)


def opened(pack: str, sheet: Sheet, language: Language) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_of(pack, sheet, language)))


@every_print
def test_it_declares_pdf_ua_1_and_pdf_a_2a(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "2", "A")


@every_print
def test_it_is_tagged_names_its_language_and_shows_its_title(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert not pdf.Root.MarkInfo.get("/Suspects", False)
    assert pdf.Root.Lang == language
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert guide_of(pack).area_name[language] in metadata["dc:title"]
    assert "/OutputIntents" in pdf.Root
    assert not pdf.is_encrypted


@every_print
def test_nothing_stands_outside_the_structure(pack: str, sheet: Sheet, language: Language) -> None:
    """All that is painted is a marked part of the tree or an artifact, and each page reads by the structure."""
    pdf = opened(pack, sheet, language)
    for page in pdf.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            name = str(instruction.operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in ("Tj", "TJ", "Do", "f", "F", "f*", "B", "S", "s", "sh"):
                assert depth > 0, name
        assert depth == 0
        if page.obj.get("/Annots"):
            assert page.obj.Tabs == "/S"


@every_print
def test_all_fonts_are_embedded_inter_with_a_map_to_letters(pack: str, sheet: Sheet, language: Language) -> None:
    names = set()
    pdf = opened(pack, sheet, language)
    for font in fonts(pdf):
        if font.Subtype == "/Type0":
            assert "/ToUnicode" in font
            names.add(str(font.BaseFont).partition("+")[2])
        else:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())
    assert names
    assert names <= INTER


@every_print
def test_every_picture_has_words_and_the_code_leads_to_the_page(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    figures = [node for node in elements(pdf.Root.StructTreeRoot.K) if node.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures if "/Alt" in figure]
    assert all("/Alt" in figure for figure in figures)
    assert any(ADDRESS.removeprefix("https://") in str(figure.Alt) for figure in figures)


def links(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        yield from (note for note in page.obj.get("/Annots", []) if note.Subtype == "/Link")


@every_print
def test_numbers_can_be_called_and_links_say_where_they_lead(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    found = {str(note.A.URI) for note in links(pdf) if "/A" in note and "/URI" in note.A}
    numbers = {f"tel:{phone.number}" for contact in guide_of(pack).contacts for phone in contact.phones}
    assert numbers | {"tel:112", "tel:116111"} <= found
    assert any(goal.startswith(ADDRESS) for goal in found)
    assert all("/Contents" in note for note in links(pdf))


@every_print
def test_headings_begin_at_the_first_level_and_skip_none(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    kinds = [str(node.S) for node in elements(pdf.Root.StructTreeRoot.K)]
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every_print
def test_it_names_municipality_edition_first_day_and_last_check(pack: str, sheet: Sheet, language: Language) -> None:
    text = text_of(pdf_of(pack, sheet, language))
    for place in guide_of(pack).municipalities:
        assert place.name[language] in text
    assert re.search(r"(Utgave|Utgåve|Edition) 7", text)
    assert len(re.findall(r"november 2026|November 2026", text)) >= 2
    assert "112" in text


@pytest.mark.parametrize(("pack", "sheet", "language"), [row for row in ALL if row[1] is Sheet.POSTER])
def test_the_poster_is_one_sheet_of_a4(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    pages = list(pdf.pages)
    assert len(pages) == 1
    assert [float(side) for side in pages[0].mediabox[2:]] == pytest.approx(A4, abs=0.1)


@pytest.mark.parametrize(("pack", "sheet", "language"), [row for row in ALL if row[1] is Sheet.CARD])
def test_the_card_is_both_sides_of_an_a4_sheet_that_lies(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    pages = list(pdf.pages)
    assert len(pages) == 2
    for page in pages:
        assert [float(side) for side in page.mediabox[2:]] == pytest.approx(A4_ON_ITS_SIDE, abs=0.1)


@pytest.mark.parametrize(("pack", "sheet", "language"), [row for row in ALL if row[1] is Sheet.CARD])
def test_four_cards_are_printed_and_one_is_read(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    outside, inside = pages_of(pack, sheet, language)
    step = guide_of(pack).steps[0].short[language]
    assert (outside.count(guide_of(pack).title[language]), inside.count(f"1. {step}")) == (4, 4)
    kinds = Counter(str(node.S) for node in elements(pdf.Root.StructTreeRoot.K))
    assert (kinds["/H1"], kinds["/H3"]) == (1, len(guide_of(pack).steps))
    called = [str(note.A.URI) for note in links(pdf) if "/A" in note and "/URI" in note.A]
    assert called.count("tel:112") == 1
    with pdf.open_outline() as outline:
        titles = [str(entry.title) for entry in outline.root]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(("pack", "sheet", "language"), [row for row in ALL if row[1] is Sheet.GUIDE])
def test_the_guide_has_contents_bookmarks_lists_and_a_table(pack: str, sheet: Sheet, language: Language) -> None:
    pdf = opened(pack, sheet, language)
    with pdf.open_outline() as outline:
        assert len(outline.root) == 11
        assert len(outline.root[2].children) == len(guide_of(pack).groups)
    kinds = Counter(str(node.S) for node in elements(pdf.Root.StructTreeRoot.K))
    assert kinds["/TOCI"] > 50
    assert kinds["/TH"] == 3
    assert kinds["/LI"] > 100


def test_red_is_for_danger_alone() -> None:
    """In a guide's content streams the two reds come only on its cover, and at 112 first among the contacts."""
    pdf = opened("asker-baerum", Sheet.GUIDE, "nb")
    red = [place for place, page in enumerate(pdf.pages) if reddish(page)]
    assert red == [0, 2]


def reddish(page: pikepdf.Page) -> bool:
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        if str(instruction.operator) in ("sc", "scn", "SC", "SCN", "rg", "RG") and len(operands) == 3:
            red, green, blue = (float(part) for part in operands)
            if red > 0.5 and green < 0.3 and blue < 0.3:
                return True
    return False
