"""The short path: what must hold in every language, each with one planted error."""

from __future__ import annotations

from pathlib import Path

import pytest

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.loader import load
from motvekt.guide.pack.nodes import forbidden, without_forbidden
from motvekt.guide.schema import Guide
from tests.guides import PACKS, guide_of
from tests.packs import BASED, write_files, write_pack

ONE = """\
  - id: {id}
    name: Språk
    in_norwegian: språk
    title: {title}
    lead: Kort.
    emergency: {{title: "{emergency}", text: Ring nå.}}
    call:
      title: Ring
      text: {call}
      who: [{{function: {function}, text: Gir råd.}}]
      helpline: "{helpline}"
    interpreter: {{title: Tolk, text: Be om tolk.}}
    after: {{title: Etterpå, points: [De spør.]}}
    opening: {{open: Åpent, closed: Stengt, unknown: Ukjent}}
    source: {{work: own}}
{more}"""

GOOD = {
    "id": "nb",
    "title": "Bekymret?",
    "emergency": "Fare? Ring 112.",
    "call": "Spør.",
    "function": "slt_coordinator",
    "helpline": "116 111 svarer.",
    "more": "",
}


def path(**changes: str) -> str:
    return ONE.format(**{**GOOD, **changes})


def file(*paths: str) -> str:
    return "short_paths:\n" + "".join(paths)


BOTH = path() + path(id="nn")
UNVOUCHED = "    unvouched: Ingen.\n"


def problems(folder: Path, *paths: str) -> list[str]:
    pack = write_files(folder / "liten", {})
    write_pack(folder / "god")
    for name in (folder / "god").rglob("*.*"):
        target = pack / name.relative_to(folder / "god")
        target.parent.mkdir(exist_ok=True)
        target.write_text(name.read_text("utf-8").replace("id: god", "id: liten"), "utf-8")
    (pack / "short_paths.yaml").write_text(file(*paths), "utf-8")
    return [str(problem) for problem in load(pack).problems]


def test_a_pack_can_do_without(tmp_path: Path) -> None:
    loaded = load(write_pack(tmp_path / "liten"))
    assert loaded.guide
    assert loaded.guide.short_paths == []


def test_a_good_one_is_read(tmp_path: Path) -> None:
    arabic = path(id="ar", title="هل أنت قلق؟", more=f"    direction: rtl\n{UNVOUCHED}")
    assert problems(tmp_path, BOTH, arabic) == []


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (path(), "språket «nn» mangler: pakken selv er på det"),
        (BOTH + path(id="pl"), "short_paths/pl: skriv vouched (hvem som går god for oversettelsen)"),
        (BOTH + path(id="pl", more=UNVOUCHED + "    direction: rtl\n"), "skriv direction: ltr"),
        (BOTH + path(id="ar", title="هل أنت قلق؟", more=UNVOUCHED), "skriv direction: rtl"),
        (path(call="Ring 22 22 22 22.") + path(id="nn"), "«22 22 22 22»: bare 112, 1412 og 116 111 kan stå her"),
        (path(call="Ring ٢٢٢٢٢٢.") + path(id="nn"), "bare 112, 1412 og 116 111 kan stå her"),
        (path(helpline="Ring 115 111.") + path(id="nn"), "«115 111»"),
        (path(emergency="Fare? Ring.") + path(id="nn"), "overskriften om fare skal ha nummeret 112"),
        (path(emergency="Fare? Ring 113.") + path(id="nn"), "overskriften om fare skal ha nummeret 112"),
        (path(call="Spør **nå**.") + path(id="nn"), "lenker og utheving er ikke lov her"),
        (path(call="'Spør [nå](tel:22222222).'") + path(id="nn"), "lenker og utheving er ikke lov her"),
        (path(call="<b>Spør</b>") + path(id="nn"), "HTML er ikke lov"),
        (path(function="pst") + path(id="nn"), "funksjonen «pst» finnes ikke i pack.yaml"),
        (path(function="rektor") + path(id="nn"), "«rektor» er ikke blant dem som kan stå her"),
        (path(id="nb") + path(id="nb") + path(id="nn"), "«nb» finnes to ganger"),
        (BOTH + path(id="norsk", more=UNVOUCHED), "en språkkode med to eller tre små bokstaver"),
        (path(call="|-\n        Spør.\n        Nå.") + path(id="nn"), "skal stå på én linje"),
        (path(call="Sp\u200bør.") + path(id="nn"), "et usynlig tegn (U+200B) er ikke lov"),
        (path(call="Sp\u200cør.") + path(id="nn"), "et usynlig tegn (U+200C) er ikke lov"),
        (path(call="Spør \u202enå.") + path(id="nn"), "et usynlig tegn (U+202E) er ikke lov"),
        (BOTH + path(id="pl", more="    vouched: {by: Kari, on: i går}\n"), "er ikke en dato"),
    ],
)
def test_one_error_is_named(tmp_path: Path, paths: str, says: str) -> None:
    found = problems(tmp_path, paths)
    assert any(says in problem for problem in found), found


@pytest.mark.parametrize("number", ["112", "١١٢", "\uff11\uff11\uff12"])
def test_the_emergency_number_may_be_written_in_the_digits_of_any_script(tmp_path: Path, number: str) -> None:
    assert problems(tmp_path, path(emergency=f"Fare? Ring {number}."), path(id="nn")) == []


def test_an_age_or_a_paragraph_is_no_number_to_call(tmp_path: Path) -> None:
    assert problems(tmp_path, path(call="Er du under 18 år, spør."), path(id="nn")) == []


def test_persian_may_be_spelt_as_it_is_spelt() -> None:
    word = "می\u200cتوانید"  # noqa: RUF001
    assert list(forbidden(word)) == []
    assert without_forbidden(word) == word
    assert [line for line, _ in forbidden(f"a\n\u200c{word}")] == [1]
    assert without_forbidden(f"\u200c{word}") == f"\ufffd{word}"


def test_a_pack_based_on_another_inherits_every_language_and_changes_what_it_names(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "liten")
    (base / "short_paths.yaml").write_text(file(BOTH, path(id="pl", more=UNVOUCHED)), "utf-8")
    own = write_files(tmp_path / "storvik", BASED)
    (own / "short_paths.yaml").write_text("short_paths:\n  - {id: pl, lead: Annet.}\n", "utf-8")
    guide = load(own).guide
    assert guide
    assert {path.id: path.lead for path in guide.short_paths} == {"nb": "Kort.", "nn": "Kort.", "pl": "Annet."}


@pytest.fixture(params=PACKS)
def guide(request: pytest.FixtureRequest) -> Guide:
    return guide_of(request.param)


def test_both_packs_have_it_from_the_left_and_from_the_right(guide: Guide) -> None:
    directions = {path.id: path.direction for path in guide.short_paths}
    assert set(guide.languages) <= set(directions)
    assert {"ar", "fa", "ur"} == {code for code, direction in directions.items() if direction == "rtl"}


def test_whoever_reads_no_norwegian_gets_a_sentence_to_say_and_is_told_that_nobody_vouches(guide: Guide) -> None:
    for path in guide.short_paths:
        if path.id not in LANGUAGES:
            assert path.interpreter.phrase
            assert path.in_norwegian in path.interpreter.phrase
            assert path.interpreter.means
            assert path.unvouched
            assert path.vouched is None
