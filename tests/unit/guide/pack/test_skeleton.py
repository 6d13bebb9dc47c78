"""A new pack that is based on another: what it has from the start, and what its editor is told."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from motvekt.guide.pack.loader import load
from motvekt.guide.pack.skeleton import FILL_IN, areas_row, files
from motvekt.kernel.errors import Refused
from tests.guides import PACKS, ROOT, guide_of
from tests.packs import BASED, write_files, write_pack

TODAY = date(2026, 11, 25)


def begun(folder: Path, base: str = "asker-baerum", name: str = "Lillevik") -> Path:
    for pack in PACKS:
        shutil.copytree(ROOT / "packs" / pack, folder / pack)
    return write_files(folder / "lillevik", dict(files(guide_of(base), "lillevik", name, "9903", TODAY)))


@pytest.mark.parametrize("base", PACKS)
def test_all_that_is_wrong_with_a_new_pack_is_what_only_its_editor_knows(tmp_path: Path, base: str) -> None:
    pack = begun(tmp_path, base)
    found = load(pack).problems
    assert found
    assert all(FILL_IN in problem.message and problem.file == "contacts.yaml" for problem in found)


@pytest.mark.parametrize("base", PACKS)
@pytest.mark.parametrize("name", ["Lillevik", 'Vik "ved" fjorden: \\ #', "Guovdageaidnu – Kautokeino"])
def test_when_the_numbers_are_in_it_is_a_guide(tmp_path: Path, base: str, name: str) -> None:
    pack = begun(tmp_path, base, name)
    contacts = pack / "contacts.yaml"
    text = contacts.read_text("utf-8").replace(f'number: "{FILL_IN}"', 'number: "+4700000001"')
    text = text.replace(f'printed: "{FILL_IN}"', 'printed: "00 00 00 01"')
    contacts.write_text(re.sub(rf" +email: {FILL_IN}\n", "", text), "utf-8")
    loaded = load(pack)
    assert loaded.problems == ()
    assert loaded.guide
    assert loaded.guide.area_name[loaded.guide.default_language] == name
    assert {contact.function for contact in loaded.guide.contacts} == {named.id for named in loaded.guide.functions}
    assert not any(place.id in {"asker", "baerum"} for place in loaded.guide.municipalities)


@pytest.mark.parametrize("pack", ["Lillevik", "lille vik", "../lillevik", "", "a" * 61, "lillevik\n"])
def test_a_name_that_is_no_id_is_refused(pack: str) -> None:
    with pytest.raises(Refused):
        files(guide_of("asker-baerum"), pack, "Lillevik", "9903", TODAY)


@pytest.mark.parametrize("number", ["990", "99033", "99O3", ""])
def test_a_number_that_is_no_municipalitys_is_refused(number: str) -> None:
    with pytest.raises(Refused):
        files(guide_of("asker-baerum"), "lillevik", "Lillevik", number, TODAY)


def test_the_row_for_the_areas_names_the_pack() -> None:
    assert areas_row("lillevik", "Lillevik").startswith("- slug: lillevik\n  hosts: [lillevik.localhost]\n")


def test_inherited_texts_that_name_the_other_places_are_to_be_read(tmp_path: Path) -> None:
    notes = [str(note) for note in load(begun(tmp_path)).to_read]
    assert any(note.startswith("asker-baerum/cooperation.yaml:") and "nevner «Asker»" in note for note in notes)
    # Once for a text, not once for each of its languages.
    assert len([note for note in notes if "resources/kurs-utveier" in note]) == 1


def test_a_pack_that_has_read_them_all_is_told_of_none() -> None:
    assert load(ROOT / "packs" / "fjellvik").to_read == ()
    assert load(ROOT / "packs" / "asker-baerum").to_read == ()


def test_a_function_that_goes_by_another_name_here_is_found_in_what_is_inherited(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "liten")
    measures = (base / "measures.yaml").read_text("utf-8")
    (base / "measures.yaml").write_text(measures.replace("nb: Snakk.", "nb: Spør SLT-koordinatorene.", 1), "utf-8")
    named = "functions:\n  - {id: slt_coordinator, label: {nb: Rådgiveren, nn: Rådgjevaren}}\n"
    own = write_files(tmp_path / "storvik", {**BASED, "pack.yaml": BASED["pack.yaml"] + named})
    loaded = load(own)
    assert loaded.problems == ()
    (note,) = [note for note in loaded.to_read if note.item == "measures/dialog"]
    assert "text.nb: er arvet, og nevner «SLT»" in str(note)
    assert "skriv hele feltet «text» på nytt i measures.yaml hos dere, under «measures:» og samme id" in str(note)
    # In its own files too: whoever renames a function in one place forgets the others.
    assert any(note.file == "contacts.yaml" and "Heter det det hos dere?" in note.message for note in loaded.to_read)
