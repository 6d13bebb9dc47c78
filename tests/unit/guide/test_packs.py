"""The packs of the repository, as they are: another municipality is data, and the code knows none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from motvekt.guide.kinds import Function
from motvekt.guide.pack.loader import load
from motvekt.guide.schema import Guide
from tests.guides import PACKS, ROOT, guide_of

BASE = "asker-baerum"
FJELLVIK = "fjellvik"

SOURCE = ROOT / "src" / "motvekt"
GENERATED = {"__pycache__"}
OF_THE_BASE = re.compile(r"asker|bærum|baerum", re.IGNORECASE)
"""Also in addresses and compounds; no Norwegian word of the guide has «asker» in it."""
NAMES = re.compile(r"(?-i:\bAsker\b)|Bærum|Baerum|asker-baerum|Fjellvik", re.IGNORECASE)
"""In small letters the first is English: whoever asks."""
MAY_CREDIT = {"based_on", "works"}
"""Where a guide says what it builds on: not a sentence that anybody could take for its own municipality's."""


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_of_the_repository_loads_without_problems(pack: str) -> None:
    loaded = load(ROOT / "packs" / pack)

    assert [str(problem) for problem in loaded.problems] == []
    assert loaded.guide is not None
    assert loaded.guide.id == pack


def test_no_pack_is_left_out_of_these_tests() -> None:
    assert sorted(folder.name for folder in (ROOT / "packs").iterdir() if folder.is_dir()) == sorted(PACKS)


def test_fjellvik_is_based_on_the_other_pack_and_written_in_nynorsk_only() -> None:
    guide = guide_of(FJELLVIK)

    assert guide.based_on == BASE
    assert guide.languages == ["nn"]
    assert set(_languages(guide.model_dump())) == {"nn"}


def test_fjellvik_talks_to_the_person_before_the_concern_is_discussed() -> None:
    assert [step.id for step in guide_of(FJELLVIK).steps] == ["bekymring", "dialog", "droft", "meld"]
    assert [step.id for step in guide_of(BASE).steps] == ["bekymring", "droft", "dialog", "meld"]


def test_fjellvik_asks_whether_it_is_safe_at_home_before_the_parents_are_contacted() -> None:
    steps = {step.id: step for step in guide_of(FJELLVIK).steps}

    for step in ("dialog", "droft"):
        assert any("advice/utrygt-hjemme" in text for _, text in _strings([each["nn"] for each in steps[step].do]))


def test_every_text_of_a_step_that_fjellvik_has_moved_is_fjellviks_own() -> None:
    base = {step.id: step for step in guide_of(BASE).steps}
    steps = {step.id: step for step in guide_of(FJELLVIK).steps}

    for step in ("dialog", "droft"):
        for field in ("summary", "lead", "done", "do", "text"):
            assert _in_nynorsk(getattr(steps[step], field)) != _in_nynorsk(getattr(base[step], field)), (step, field)


def test_nothing_in_fjellvik_speaks_of_an_slt_coordinator() -> None:
    guide = guide_of(FJELLVIK)

    assert not [label for label in (function.label["nn"] for function in guide.functions) if "slt" in label.lower()]
    # In small letters it is an id or a kind, and stands in addresses only.
    assert [path for path, text in _strings(guide.model_dump()) if "SLT" in text] == []


def test_fjellvik_has_exactly_one_measure_more_than_the_pack_it_is_based_on() -> None:
    base = {measure.id for measure in guide_of(BASE).measures}

    assert {measure.id for measure in guide_of(FJELLVIK).measures} == base | {"batlaget"}


def test_fjellvik_has_no_contact_number_or_address_of_the_pack_it_is_based_on() -> None:
    base, guide = guide_of(BASE), guide_of(FJELLVIK)

    assert not {contact.id for contact in base.contacts} & {contact.id for contact in guide.contacts}
    assert not set(_ways(base)) & set(_ways(guide))
    assert not {desk.id for desk in base.desks} & {desk.id for desk in guide.desks}


def test_fjellvik_has_somebody_for_each_function() -> None:
    guide = guide_of(FJELLVIK)

    assert {contact.function for contact in guide.contacts} == set(Function)
    assert {function.id for function in guide.functions} == set(Function)


def test_nobody_can_be_reached_at_a_number_or_address_of_fjellvik() -> None:
    contacts = guide_of(FJELLVIK).contacts

    # No Norwegian number begins with 00, and .example is no domain.
    assert all(phone.number.startswith("+4700") for contact in contacts for phone in contact.phones)
    assert all(contact.email.endswith(".example") for contact in contacts if contact.email)


def test_fjellvik_mentions_the_municipalities_that_it_builds_on_once_and_on_the_page_about_the_guide() -> None:
    guide = guide_of(FJELLVIK).model_dump()
    about = next(page for page in guide["pages"] if page["id"] == "om")
    guide["pages"] = [page for page in guide["pages"] if page["id"] != "om"]
    others = {name: value for name, value in guide.items() if name not in MAY_CREDIT}

    assert [(path, text) for path, text in _strings(others) if OF_THE_BASE.search(text)] == []
    assert [found.lower() for found in OF_THE_BASE.findall(about["text"]["nn"])] == ["asker", "bærum"]


def test_the_code_names_no_municipality_of_a_pack() -> None:
    found = [str(path.relative_to(ROOT)) for path, text in _code() if NAMES.search(text)]
    named = [str(path.relative_to(ROOT)) for path in SOURCE.rglob("*") if NAMES.search(path.name)]

    assert found == []
    assert named == []


def test_the_code_holds_no_number_or_address_of_a_contact_of_a_pack() -> None:
    ways = {way for pack in PACKS for way in _ways(guide_of(pack))}
    written = re.compile("|".join(sorted(_as_written(way) for way in ways)), re.IGNORECASE)

    found = [(str(path.relative_to(ROOT)), match[0]) for path, text in _code() for match in written.finditer(text)]

    assert len(ways) > 10
    assert found == []


def _strings(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string below a value, with where it stands; keys too, so that nothing hides in one."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield f"{path}.{key}", str(key)
            yield from _strings(each, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _strings(each, f"{path}.{number}")
    elif isinstance(value, str):
        yield path, value


def _languages(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if key in ("nb", "nn", "en"))
        for each in value.values():
            yield from _languages(each)
    elif isinstance(value, list):
        for each in value:
            yield from _languages(each)


def _in_nynorsk(text: dict[str, str] | list[dict[str, str]]) -> list[str]:
    return [each["nn"] for each in ([text] if isinstance(text, dict) else text)]


def _ways(guide: Guide) -> Iterator[str]:
    """How its contacts are reached: the digits of a number as it is dialled in Norway, and e-mail addresses."""
    for contact in guide.contacts:
        yield from (phone.number.removeprefix("+47") for phone in contact.phones)
        if contact.email:
            yield contact.email


def _as_written(way: str) -> str:
    """A pattern for a number in any grouping, with or without 47 before it, or for an address as it is."""
    if not way.isdigit():
        return re.escape(way)
    gap = r"[ \u00a0.-]?"
    return rf"(?<![0-9a-f])(?:(?:\+|00)?47{gap})?{gap.join(way)}(?![0-9a-f])"


def _code() -> Iterator[tuple[Path, str]]:
    """Every file of the program as text; in what is no text, names and numbers would still be seen."""
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and not GENERATED & set(path.parts):
            yield path, path.read_bytes().decode(errors="replace")
