"""A pack is held against the characters that can be printed, before anybody publishes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from motvekt.guide.kinds import Sheet
from motvekt.guide.pack.loader import load
from motvekt.guide.pack.printable import is_printed
from motvekt.guide.parts import PARTS
from motvekt.guide.schema import Guide
from tests.guides import guide_of
from tests.packs import Planted, write_pack
from tests.printed import data_of

PHONE, FACE = "\u260e", "\U0001f600"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (FACE, "«😀» (U+1F600)"),
        (PHONE, "«☎» (U+260E)"),
        ("سلم", "«س» (U+0633), «ل» (U+0644), «م» (U+0645)"),
        ("漢字漢", "«漢» (U+6F22), «字» (U+5B57)"),
        ("一二三四五六七", "«五» (U+4E94) og 2 til"),
    ],
)
def test_a_character_that_can_not_be_printed_is_named_with_file_line_and_item(
    tmp_path: Path, text: str, named: str
) -> None:
    planted = Planted("signs.yaml", "nb: Uttalelser,", f"nb: Uttalelser {text},", "signs/uttalelser", named)
    planted.check(tmp_path / "liten")


def test_it_is_named_at_the_line_of_the_text_that_it_stands_in(tmp_path: Path) -> None:
    planted = Planted("pages/om.nb.md", "## Mer", f"## Mer\n\nEn linje.\nRing {PHONE} oss.", "", "")
    [problem] = planted.found(tmp_path / "liten")
    page = (tmp_path / "liten" / "pages" / "om.nb.md").read_text()
    assert page.split("\n")[problem.line - 1] == f"Ring {PHONE} oss."
    assert "har ikke slike tegn" in problem.message


@pytest.mark.parametrize("text", ["Sápmi: Ŋ, Đ, Ŧ", "Ελληνικά, Кириллица", "§ 13 – «sitat» … €", "é, ü, ł, ș"])
def test_letters_of_the_languages_here_can_be_printed(tmp_path: Path, text: str) -> None:
    planted = Planted("signs.yaml", "nb: Uttalelser,", f'nb: "Uttalelser {text}",', "", "")
    assert planted.found(tmp_path / "liten") == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pages/personvern.nb.md", "# ", f"# {FACE} "),
        ("pack.yaml", "nb: Da gjelder", f"nb: {FACE} Da gjelder"),
        ("definitions.yaml", "nb: [ekstremisme,", "nb: [تطرف, ekstremisme,"),
    ],
    ids=["a page of the website", "a kind of workplace", "a form that links"],
)
def test_what_is_not_printed_may_be_in_any_script(tmp_path: Path, file: str, old: str, new: str) -> None:
    assert Planted(file, old, new, "", "").found(tmp_path / "liten") == []


def test_words_that_people_search_with_may_be_in_any_script(tmp_path: Path) -> None:
    words = "words:\n  - {id: hjelp, words: {nb: [مساعدة], nn: [مساعدة]}, says: {nb: 🙂, nn: 🙂}, leads_to: [signs]}\n"
    assert load(write_pack(tmp_path / "liten", words=words)).problems == ()


LEFT_ALONE = {"id", "schema", "number", "printed", "email", "url", "hours", "kind", "work", "checked", "function"}
LEFT_ALONE |= {"functions", "contacts", "municipalities", "languages", "valid_from", "based_on", "channel", "topic"}
LEFT_ALONE |= {"senders", "recipients", "kinds", "forms", "see", "group", "area", "side", "words", "short_paths"}
"""What has a form of its own, in which nothing can be planted."""


def marked(content: Any, way: tuple[str, ...], found: dict[str, tuple[str, ...]]) -> Any:
    """The content with a mark of its own in each bokmål text, and the ways to the marks."""
    if isinstance(content, dict):
        return {
            key: value if key in LEFT_ALONE and not isinstance(value, dict) else marked(value, (*way, key), found)
            for key, value in content.items()
        }
    if isinstance(content, list):
        named = [row.get("id") if isinstance(row, dict) else None for row in content]
        return [
            marked(row, (*way, name or str(place)), found)
            for place, (row, name) in enumerate(zip(content, named, strict=True), 1)
        ]
    if isinstance(content, str) and way[-1] not in ("nn", "en", *LEFT_ALONE):
        mark = f"qz{len(found)}zq"
        found[mark] = way
        return f"{content} {mark}"
    return content


def places(guide: Guide) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text that is marked and found in what is printed, as its field and the way from there."""
    found: dict[str, tuple[str, ...]] = {}
    content = marked(json.loads(guide.model_dump_json(by_alias=True)), (), found)
    planted = Guide.model_validate_json(json.dumps(content))
    said = "".join(json.dumps(data_of(planted, sheet), ensure_ascii=False) for sheet in Sheet)
    for mark, way in found.items():
        if mark in said:
            yield way[0], way[1:]


def test_whatever_is_printed_is_checked() -> None:
    homes = {field: part.id for part in PARTS for field in part.fields.values()} | {"pages": "pages"}
    printed = list(places(guide_of("asker-baerum")))
    assert len(printed) > 500
    for field, way in printed:
        assert is_printed(field, f"{homes.get(field, 'pack')}/{way[0]}", way), (field, way)
