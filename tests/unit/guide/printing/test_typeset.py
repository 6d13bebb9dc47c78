"""The typesetter is handed data, stays within its limits, and says in words what went wrong."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from motvekt.guide.kinds import Sheet
from motvekt.guide.printing import child
from motvekt.guide.printing.characters import printable, unprintable
from motvekt.guide.printing.typeset import typeset
from motvekt.guide.schema import Guide
from motvekt.kernel.errors import Refused
from tests.guides import guide_of
from tests.printed import data_of, lines_of, text_of

HOSTILE = (
    '#import "@preview/cetz:0.3.0": * ',
    '#read("/etc/passwd") #panic("x") #sys.inputs ',
    "$x^2$ @ref <label> \\ `kode` ~ -- --- ... // /* */ = - + ",
    "#set page(width: 1pt) #{ while true {} } ]]] }}} [[[ {{{ ",
    '"" \' % \\u{1F600} &amp; \\begin{x} ',
)


def with_sign(text: str) -> Guide:
    """The guide with a text in its first sign."""
    guide = guide_of("asker-baerum")
    sign = guide.signs[0].model_copy(update={"label": {"nb": text}, "text": {"nb": text}})
    return guide.model_copy(update={"signs": [sign, *guide.signs[1:]]})


def with_step(**texts: str) -> Guide:
    """The guide with other texts for its first step."""
    guide = guide_of("asker-baerum")
    step = guide.steps[0].model_copy(update={name: {"nb": text} for name, text in texts.items()})
    return guide.model_copy(update={"steps": [step, *guide.steps[1:]]})


def with_summary(text: str) -> Guide:
    """The guide with a text beside its first step."""
    return with_step(summary=text)


def refusal(sheet: Sheet, data: dict[str, Any], **limits: Any) -> str:
    with pytest.raises(Refused) as refused:
        typeset(sheet, data, **limits)
    assert refused.value.decision.code == "not_typeset"
    return str(refused.value)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("sheet", [Sheet.POSTER, Sheet.CARD])
def test_markup_of_the_typesetters_comes_out_as_text(sheet: Sheet, text: str) -> None:
    assert " ".join(text.split()) in text_of(typeset(sheet, data_of(with_summary(text), sheet)))


def test_markup_comes_out_as_text_in_headings_and_prose_of_the_guide() -> None:
    # Without Markdown's own marks, which are markup on every page.
    text = '#import "@preview/x" $x^2$ @ref #panic("x") <label> ~ -- --- // = '
    found = text_of(typeset(Sheet.GUIDE, data_of(with_sign(text), Sheet.GUIDE)))
    assert found.count(" ".join(text.split())) >= 2


def test_thousands_of_letters_in_one_word_are_broken_over_lines_and_all_there() -> None:
    word = "abcdefghij" * 500
    found = text_of(typeset(Sheet.GUIDE, data_of(with_sign(word), Sheet.GUIDE)))
    # A hyphen may stand at a line's end, and a page's foot at its end.
    assert found.replace(" ", "").replace("-", "").count(word[:10]) > 2 * 490


@pytest.mark.parametrize("sheet", list(Sheet))
def test_sami_letters_are_set(sheet: Sheet) -> None:
    guide = guide_of("asker-baerum").model_copy(update={"title": {"nb": "Čáhppes đŋŧž"}})
    guide = guide.model_copy(update={"steps": with_summary("Ǥuovdageaidnu Čáhppes đŋŧž ŠĐŊŦŽ").steps})
    found = text_of(typeset(sheet, data_of(guide, sheet)))
    assert "Čáhppes đŋŧž" in found


@pytest.mark.parametrize(("character", "named"), [("漢", "漢"), ("😀", "😀")])
def test_a_character_that_the_font_lacks_is_named(character: str, named: str) -> None:
    said = refusal(Sheet.POSTER, data_of(with_summary(f"Et tegn: {character}"), Sheet.POSTER))
    assert named in said
    assert "Bytt det ut" in said
    assert "Ingen utgave er laget" in said


@pytest.mark.parametrize("letter", [*"ŋЖα–€ꙮ→✓☎漢ع😀"], ids=lambda letter: f"U+{ord(letter):04X}")
def test_the_table_of_characters_says_what_the_typesetter_says(letter: str) -> None:
    data = data_of(with_summary(f"Et tegn: {letter}"), Sheet.CARD)
    if unprintable(letter):
        assert f"«{letter}»" in refusal(Sheet.CARD, data)
    else:
        assert letter in text_of(typeset(Sheet.CARD, data))


def test_the_table_of_characters_is_that_of_the_fonts() -> None:
    known = [set(TTFont(file).getBestCmap()) for file in child.FONTS.glob("*.ttf")]
    assert len(known) == len(child.STYLES)
    assert {ord(letter) for letter in printable()} == set.intersection(*known)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Bekymringsmeldingsbehandlingsrutinen", ["Bekymringsmeldings", "behandlingsrutinen"]),
        ("Menneskerettighetsorganisasjonslederen", ["Menneskerettighets", "organisasjonslederen"]),
    ],
)
def test_a_word_wider_than_its_column_is_broken_where_it_is_joined(word: str, pieces: list[str]) -> None:
    [_outside, inside] = lines_of(typeset(Sheet.CARD, data_of(with_step(short=f"{word} gsr"), Sheet.CARD)))
    at = next(place for place, line in enumerate(inside) if pieces[0] in line)
    assert re.fullmatch(rf"1\. {pieces[0]}[\u00ad-]+", inside[at])
    assert inside[at + 1].split() == [pieces[1], "gsr"]


@pytest.mark.parametrize("where", ["short", "summary"])
def test_a_word_that_can_not_be_broken_is_refused_by_its_name(where: str) -> None:
    word = "1234567890" * 3 + "999999999"
    said = refusal(Sheet.CARD, data_of(with_step(**{where: f"Se {word} her"}), Sheet.CARD))
    assert f"Ordet «{word}» er bredere enn spalten" in said


def test_a_word_that_is_a_little_too_wide_stays_whole() -> None:
    guide = guide_of("fjellvik")
    [_outside, inside] = lines_of(typeset(Sheet.CARD, data_of(guide, Sheet.CARD, "nn")))
    assert any(line.startswith("Folkehelsekoordinatoren") for line in inside)
    assert any(line.startswith("Radikaliseringskontakten") for line in inside)


def test_what_the_typesetter_says_in_english_is_kept_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    said = refusal(Sheet.POSTER, {"title": "x"})
    assert "Settemaskinen stoppet" in said
    assert "dictionary" not in said
    assert "dictionary" in caplog.text


def test_a_font_that_is_not_there_is_an_error_and_never_another_font(tmp_path: Path) -> None:
    said = refusal(Sheet.POSTER, data_of(guide_of("asker-baerum"), Sheet.POSTER), fonts=tmp_path)
    assert "Inter mangler eller er skadet: kursiv, halvfet kursiv, vanlig, halvfet." in said


def test_a_font_file_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    for file in child.FONTS.glob("*.ttf"):
        content = file.read_bytes() if "SemiBold.ttf" not in file.name else b"no font"
        (tmp_path / file.name).write_bytes(content)
    said = refusal(Sheet.POSTER, data_of(guide_of("asker-baerum"), Sheet.POSTER), fonts=tmp_path)
    assert "Inter mangler eller er skadet: halvfet." in said
    assert "script/setup" in said


def test_more_than_a_sheet_holds_is_refused_in_words() -> None:
    said = refusal(Sheet.POSTER, data_of(with_summary("mye tekst " * 500), Sheet.POSTER))
    assert "får ikke plass" in said
    assert "plakaten" in said


def test_whatever_takes_too_long_is_stopped() -> None:
    data = data_of(guide_of("asker-baerum"), Sheet.POSTER)
    assert "sekunder" in refusal(Sheet.POSTER, data, timeout=0.01)


def planted(folder: Path, template: str) -> Path:
    """A folder with one template of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "planted.typ").write_text(template)
    return folder


@pytest.mark.parametrize(
    "reach",
    [
        '#read("../secret")',
        '#read("/../secret")',
        '#include "../secret"',
        '#import "@preview/cetz:0.3.0"',
        '#image("https://motvekt.example/x.png")',
    ],
)
def test_not_even_a_template_reaches_outside_its_folder(tmp_path: Path, reach: str) -> None:
    (tmp_path / "secret").write_text("hemmelig")
    templates = planted(tmp_path / "templates", reach)
    with pytest.raises(child.Failed):
        child.typeset("planted", {}, templates=templates)


def test_a_warning_of_the_typesetters_is_a_failure(tmp_path: Path) -> None:
    head = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))\n'
    with pytest.raises(child.Failed, match="unknown font family"):
        child.typeset("planted", {}, templates=planted(tmp_path, head + '#set text(font: ("Inter", "Ukjent"))\nx'))


def limited(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Code in a process that has taken the typesetter's limits upon itself."""
    command = [sys.executable, "-I", "-c", f"from motvekt.guide.printing import child; child.limit(); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=folder)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("bytearray(3 * 1024**3)", "MemoryError"),
        (
            "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); open('written', 'wb').write(b'x' * 99999)",
            "File too large",
        ),
    ],
    ids=["memory", "files"],
)
def test_the_typesetters_process_gets_no_more_than_its_limits(tmp_path: Path, code: str, why: str) -> None:
    found = limited(code, tmp_path)
    assert found.returncode != 0
    assert why in found.stderr


@pytest.mark.skipif(platform.machine() not in child.SOCKET, reason="the kernel's numbers on this machine are not known")
def test_the_typesetters_process_has_no_network_and_works_on(tmp_path: Path) -> None:
    code = "import os, socket; print(os.open('/dev/null', os.O_RDONLY) > 0, flush=True); socket.socket()"
    found = limited(code, tmp_path)
    assert found.stdout.strip() == "True"
    assert "Permission denied" in found.stderr
