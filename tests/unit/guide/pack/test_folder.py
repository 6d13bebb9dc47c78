"""Only the files of a pack are read, and only as far as they may reach."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from motvekt.guide.pack.folder import MAX_BYTES, MAX_FILES
from motvekt.guide.pack.loader import load
from tests.packs import SIGNS, write_pack

UNSEEN = (
    0x00,
    0x1B,
    0x85,
    0xAD,
    0x115F,
    0x1160,
    0x200B,
    0x200D,
    0x2028,
    0x202E,
    0x2060,
    0x2066,
    0x2800,
    0x3164,
    0xE0041,
)


def said(pack: Path) -> list[str]:
    return [str(problem) for problem in load(pack).problems]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert said(tmp_path / "liten") == ["pack.yaml: mappa liten finnes ikke"]


def test_a_file_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "liten").write_text("id: liten")
    assert said(tmp_path / "liten") == ["pack.yaml: mappa liten er ikke en mappe"]


def test_an_empty_folder_lacks_its_first_file(tmp_path: Path) -> None:
    (tmp_path / "liten").mkdir()
    assert "pack.yaml: filen mangler" in said(tmp_path / "liten")


def test_a_pack_behind_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lenke").symlink_to(write_pack(tmp_path / "liten"))
    assert said(tmp_path / "lenke") == ["pack.yaml: mappa lenke er en symbolsk lenke, og det er ikke lov"]


@pytest.mark.parametrize("name", ["signs.yaml", "pages", "pages/om.nb.md", "annet.txt", "annet"])
def test_a_symbolic_link_in_a_pack_is_refused(tmp_path: Path, name: str) -> None:
    pack = write_pack(tmp_path / "liten")
    path = pack / name
    elsewhere = tmp_path / "elsewhere"
    if path.exists():
        path.rename(elsewhere)
    else:
        elsewhere.mkdir()
    path.symlink_to(elsewhere)
    assert f"{name}: er en symbolsk lenke, og det er ikke lov" in said(pack)


@pytest.mark.parametrize("name", ["LES-MEG.md", ".DS_Store", "pages/om.md", "pages/om.se.md", "pages/Om.nb.md"])
def test_a_file_that_has_no_place_in_a_pack_is_named(tmp_path: Path, name: str) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / name).write_text("hei")
    assert said(pack) == [f"{name}: hører ikke til i en pakke"]


@pytest.mark.parametrize("name", ["signs.yml", "signs.yaml.txt", "Signs.yaml"])
def test_a_file_whose_name_is_almost_right_is_told_which_it_may_be(tmp_path: Path, name: str) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / name).write_text("hei")
    assert said(pack) == [f"{name}: hører ikke til i en pakke. Mente du signs.yaml?"]


@pytest.mark.parametrize("name", ["bilder", "pages/mer", "pages/om.en.md"])
def test_a_folder_that_has_no_place_in_a_pack_is_named(tmp_path: Path, name: str) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / name).mkdir()
    ((first, *_),) = [said(pack)]
    assert first.startswith(f"{name}: ")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten", signs=None)
    os.mkfifo(pack / "signs.yaml")
    assert "signs.yaml: er ikke en vanlig fil" in said(pack)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / "signs.yaml").write_bytes(SIGNS.encode("latin-1"))
    assert said(pack)[0] == "signs.yaml: filen er ikke lagret som UTF-8. Velg «Lagre som», og tegnkodingen UTF-8"


def test_a_file_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / "signs.yaml").write_bytes(SIGNS.replace("\n", "\r\n").encode("utf-8-sig"))
    assert said(pack) == []


def test_letters_of_two_characters_become_one(tmp_path: Path) -> None:
    guide = load(write_pack(tmp_path / "liten", signs=SIGNS.replace("Tåler", "Ta\u030aler"))).guide
    assert guide is not None
    assert guide.signs[0].text["nb"].startswith("Tåler")


def test_a_file_that_is_too_large_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten", signs=SIGNS + "#" * MAX_BYTES)
    assert said(pack) == ["signs.yaml: filen er for stor (høyst 1 MB)"]


def test_too_many_files_are_a_problem(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten")
    for number in range(MAX_FILES):
        (pack / "pages" / f"side-{number}.nb.md").write_text("# Side\n\nHei.\n")
    assert f"pack.yaml: pakken har for mange filer (høyst {MAX_FILES})" in said(pack)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / "signs.yaml").chmod(0)
    assert said(pack) == ["signs.yaml: filen kan ikke leses"]


def test_a_name_that_cannot_be_printed_is_shown_without_harm(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten")
    (pack / "a\n\x1b[31mb").write_text("hei")
    assert said(pack) == ["a??[31mb: hører ikke til i en pakke"]


@pytest.mark.parametrize(
    ("letter", "name"),
    [(chr(number), f"U+{number:04X}") for number in UNSEEN],
)
@pytest.mark.parametrize("file", ["signs.yaml", "pages/om.nb.md"])
def test_characters_that_nobody_sees_are_named_with_their_line(
    tmp_path: Path, file: str, letter: str, name: str
) -> None:
    pack = write_pack(tmp_path / "liten")
    path = pack / file
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[2] += f" # {letter}"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert said(pack) == [f"{file}:3: et usynlig tegn ({name}) er ikke lov"]


def test_a_tabulator_is_named_for_what_it_is(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten", signs=SIGNS.replace("Viser merker.", "Viser\tmerker."))
    assert len(said(pack)) == 1
    assert "tabulator (bruk mellomrom) er ikke lov" in said(pack)[0]
