"""A pack is either a guide, or all that is wrong with it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motvekt.guide import parts
from motvekt.guide.pack import draft, yaml_reader
from motvekt.guide.pack.loader import load
from motvekt.guide.pack.nodes import MAX_PROBLEMS, Problem
from motvekt.guide.schema import Guide
from tests.packs import BASED, FILES, Planted, write_files, write_pack


def said(pack: Path) -> list[str]:
    return [str(problem) for problem in load(pack).problems]


def test_a_pack_without_errors_is_a_guide(tmp_path: Path) -> None:
    loaded = load(write_pack(tmp_path / "liten"))
    assert loaded.problems == ()
    assert loaded.guide is not None
    assert loaded.guide.id == "liten"
    assert [sign.id for sign in loaded.guide.signs] == ["intoleranse", "symboler"]
    assert loaded.guide.pages[0].title == {"nb": "For-deg-det-gjelder", "nn": "For-deg-det-gjelder"}
    assert loaded.guide.pages[0].text["nb"].startswith("## Mer")


def test_a_guide_survives_being_written_and_read(tmp_path: Path) -> None:
    guide = load(write_pack(tmp_path / "liten")).guide
    assert guide is not None
    assert Guide.model_validate_json(guide.model_dump_json(by_alias=True)) == guide


def test_a_pack_can_be_loaded_by_a_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_pack(tmp_path / "liten"))
    assert load(Path()).guide is not None
    assert load(Path("../liten")).guide is not None


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".yaml")))
def test_a_missing_file_is_one_problem(tmp_path: Path, name: str) -> None:
    pack = write_files(tmp_path / "liten", {**FILES, name: None})
    if name == "definitions.yaml":  # Other texts link to what is in it; they are not to blame.
        assert said(pack) == ["definitions.yaml: filen mangler"]
    assert f"{name}: filen mangler" in said(pack)
    assert load(pack).guide is None


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".yaml")))
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path, name: str) -> None:
    pack = write_files(tmp_path / "liten", {**FILES, name: "a: [b\n"})
    problems = load(pack).problems
    assert {problem.file for problem in problems} == {name}
    # All else depends on pack.yaml, so that one says to begin there, and no more is said.
    assert [problem.message for problem in problems if not problem.line] == (
        ["rett denne filen først; resten av pakken leses etterpå"] if name == "pack.yaml" else []
    )


def test_where_most_files_are_missing_the_writer_is_asked_whether_the_pack_builds_on_another(tmp_path: Path) -> None:
    pack = write_files(tmp_path / "liten", {name: FILES[name] for name in ("pack.yaml", "contacts.yaml")})
    assert any("skriv based_on" in problem for problem in said(pack))


def test_an_everyday_word_does_not_lead_to_what_the_pack_has_removed(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "liten")
    words = """\
words:
  - {id: snakke, words: {nb: [prate], nn: [prate]}, leads_to: [measures/dialog, signs]}
  - {id: bare, words: {nb: [skravle], nn: [skravle]}, leads_to: [measures/dialog]}
  - {id: svar, words: {nb: [mase], nn: [mase]}, leads_to: [measures/dialog], says: {nb: Nei., nn: Nei.}}
"""
    (base / "words.yaml").write_text(words, "utf-8")
    measures = """\
remove: [dialog]
measures:
  - {id: turgruppe, label: {nb: Tur, nn: Tur}, kind: method, text: {nb: Gå., nn: Gå.}, source: {work: own}}
"""
    own = write_files(tmp_path / "storvik", {**BASED, "measures.yaml": measures})
    guide = load(own).guide
    assert guide
    assert {word.id: word.leads_to for word in guide.words} == {"snakke": ["signs"], "svar": []}


def test_an_id_that_is_almost_one_of_the_bases_is_asked_about(tmp_path: Path) -> None:
    write_pack(tmp_path / "liten")
    measures = "measures:\n  - {id: dialogen, text: {nb: Prat., nn: Prat.}}\n"
    own = write_files(tmp_path / "storvik", {**BASED, "measures.yaml": measures})
    assert "measures.yaml:2: «dialogen» finnes ikke fra før. Mente du «dialog»?" in said(own)


@pytest.mark.parametrize(
    "planted",
    [
        Planted("pack.yaml", "id: {id}", "id: noe-annet", "", "«noe-annet» skal være navnet på mappa, «liten»"),
        Planted("pack.yaml", "schema: 1", "schema: 2", "", "versjon 2 kan ikke leses"),
        Planted("pack.yaml", "schema: 1", "signs: []", "", "«signs» er et ukjent felt"),
        Planted("signs.yaml", "intro:", "fargevalg: rød\nintro:", "", "«fargevalg» er et ukjent felt"),
        Planted("signs.yaml", "intro:", "remove: [a]\nintro:", "", "bare en pakke med based_on"),
    ],
    ids=lambda planted: planted.new[:20],
)
def test_what_a_file_says_of_itself_is_checked(tmp_path: Path, planted: Planted) -> None:
    found = [problem for problem in planted.found(tmp_path / "liten") if planted.says in problem.message]
    assert [(problem.file, problem.line, problem.item) for problem in found] == [(planted.file, planted.line, "")]


def test_a_problem_reads_as_file_line_item_and_words() -> None:
    assert str(Problem("signs.yaml", 12, "signs/x", "tom")) == "signs.yaml:12: signs/x: tom"
    assert str(Problem("signs.yaml", 0, "", "mangler")) == "signs.yaml: mangler"


MANY = {
    "pack.yaml": FILES["pack.yaml"].replace("schema: 1", "schema: to"),
    "definitions.yaml": FILES["definitions.yaml"].replace("see: [ekstremisme]", "see: [ukjent]"),
    "signs.yaml": FILES["signs.yaml"]
    .replace("    group: uttalelser\n    label: {nb: Symboler, nn: Symbol}", "    label: {nb: <b>Symboler}")
    .replace("Hva ble sagt?, nn: Kva vart sagt?", "Hva ble sagt?"),
    "factors.yaml": "factors: [\n",
    "measures.yaml": FILES["measures.yaml"].replace("kind: method", "kind: metode\n    kind: method"),
    "contacts.yaml": FILES["contacts.yaml"].replace('"+4793000001"', '"112"'),
    "resources.yaml": None,
    "advice.yaml": FILES["advice.yaml"].replace("topic: danger", "topic: leader"),
    "pages/om.nb.md": "Om\n",
    "notater.txt": "hei",
}


def test_all_errors_are_reported_at_once(tmp_path: Path) -> None:
    found = said(write_files(tmp_path / "liten", {**FILES, **MANY}))
    expected = (
        ("pack.yaml:2: ", "schema: skal være et helt tall"),
        ("definitions.yaml:11: definitions/voldelig-ekstremisme: ", "begrepet «ukjent» finnes ikke"),
        ("signs.yaml:14: signs/intoleranse: ", "describe: mangler på nynorsk (nn)"),
        ("signs.yaml:17: signs/symboler: ", "«group» mangler"),
        ("signs.yaml:18: signs/symboler: ", "label.nb: HTML er ikke lov: «<b»"),
        ("signs.yaml:18: signs/symboler: ", "label: mangler på nynorsk (nn)"),
        ("factors.yaml:2: ", "ikke lukket"),
        ("measures.yaml:6: measures/dialog: ", "«kind» er skrevet to ganger (også på linje 5)"),
        ("measures.yaml:5: measures/dialog: ", "«metode» er ikke blant dem som kan stå her: method, talk,"),
        ("contacts.yaml:7: contacts/slt-lillevik: ", "«112» har Motvekt alltid"),
        ("contacts.yaml:7: contacts/slt-lillevik: ", "«93 00 00 01» er ikke samme nummer som «112»"),
        ("resources.yaml: ", "filen mangler"),
        ("advice.yaml:1: ", "ingen råd har emnet «danger»"),
        ("pages/om.nb.md:1: pages/om: ", "første linje skal være en tittel"),
        ("notater.txt: ", "hører ikke til i en pakke"),
    )
    for place, words in expected:
        assert [line for line in found if line.startswith(place) and words in line], (place, words, found)
    assert len(found) == len(expected) + 1  # The page without a title has no text either.


def test_problems_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    problems = load(write_files(tmp_path / "liten", {**FILES, **MANY})).problems
    assert list(problems) == sorted(problems)


@pytest.mark.parametrize(
    "signs",
    [
        FILES["signs.yaml"] + "#\x01\n" * 100_000,
        FILES["signs.yaml"] + "# " + "\x01" * 900_000,
        FILES["signs.yaml"] + "a: 1\n" * 20_000,
        FILES["signs.yaml"].replace("      nb: |\n", "      nb: |\n" + ("        " + "&lt;" * 4_000 + "\n") * 50),
    ],
    ids=["lines", "one-line", "keys", "entities"],
)
def test_a_file_full_of_errors_takes_no_long_time_and_no_long_list(tmp_path: Path, signs: str) -> None:
    pack = write_pack(tmp_path / "liten", signs=signs)
    before = time.process_time()
    found = said(pack)
    assert time.process_time() - before < 15  # Some two seconds here; minutes where lines are counted for each error.
    assert 1 <= len(found) <= MAX_PROBLEMS + 1


def test_more_problems_than_anybody_reads_are_not_listed(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "liten", signs=FILES["signs.yaml"] + "#\x01\n" * (MAX_PROBLEMS + 1))
    found = said(pack)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == "signs.yaml: … og flere; de første 200 står over"


def test_a_based_pack_reports_its_base_under_the_bases_own_file_names(tmp_path: Path) -> None:
    write_pack(tmp_path / "liten", signs=FILES["signs.yaml"].replace("group: uttalelser", "group: ukjent", 1))
    assert said(write_files(tmp_path / "stor", BASED)) == [
        "liten/signs.yaml:6: signs/intoleranse: group: gruppen «ukjent» finnes ikke i signs.yaml"
    ]


@pytest.mark.parametrize("based_on", ["../liten", "/etc", "liten/", "Liten", ".", "li ten", "liten\\n", "å"])
def test_a_base_is_named_by_an_id_and_never_by_a_path(tmp_path: Path, based_on: str) -> None:
    write_pack(tmp_path / "liten")
    pack = {**BASED, "pack.yaml": BASED["pack.yaml"].replace("based_on: liten", f'based_on: "{based_on}"')}
    ((first, *others),) = [said(write_files(tmp_path / "stor", pack))]
    assert first.startswith("pack.yaml:3: based_on: ")
    assert "har ikke riktig form" in first
    assert others == []


def test_a_base_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    assert said(write_files(tmp_path / "stor", BASED)) == [
        "pack.yaml:3: based_on: pakken «liten» finnes ikke i mappa ved siden av"
    ]


def test_a_base_behind_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "liten").symlink_to(write_pack(tmp_path / "ekte"))
    assert "liten/pack.yaml: mappa liten er en symbolsk lenke, og det er ikke lov" in said(
        write_files(tmp_path / "stor", BASED)
    )


def test_packs_that_are_based_on_each_other_are_found_out(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
        write_files(tmp_path / name, {**BASED, "pack.yaml": BASED["pack.yaml"].replace("liten", base)})
    assert said(tmp_path / "a") == ["c/pack.yaml:3: based_on: pakkene bygger på hverandre i ring (a → b → c → a)"]


def test_a_pack_is_not_based_on_itself(tmp_path: Path) -> None:
    write_files(tmp_path / "liten", BASED)
    assert said(tmp_path / "liten") == ["pack.yaml:3: based_on: pakkene bygger på hverandre i ring (liten → liten)"]


def test_the_number_of_packs_below_one_another_is_bounded(tmp_path: Path) -> None:
    for number in range(9):
        text = BASED["pack.yaml"].replace("liten", f"p{number + 1}")
        write_files(tmp_path / f"p{number}", {**BASED, "pack.yaml": text})
    assert said(tmp_path / "p0") == ["p4/pack.yaml:3: based_on: for mange pakker bygger på hverandre (høyst 4)"]


def values_of(text: str) -> list[str]:
    """The values of a YAML text, as they are written there."""
    root, _ = yaml_reader.read(text, "x")
    assert root is not None
    places = draft.Place(root, "signs").walk()
    return sorted({place.node.text for place in places if place.node.text and place.node.text in text})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    part=st.sampled_from([part.id for part in (*parts.PARTS, draft.PACK)]), text=st.text(max_size=80), data=st.data()
)
def test_no_text_in_any_field_makes_the_loader_raise(
    tmp_path_factory: pytest.TempPathFactory, part: str, text: str, data: st.DataObject
) -> None:
    name = f"{part}.yaml"
    old = data.draw(st.sampled_from(values_of(FILES[name].replace("{id}", "liten"))))
    written = data.draw(st.sampled_from((text, "'" + text.replace("'", "''") + "'")))
    whole = FILES[name].replace(old, written.encode("utf-8", "replace").decode(), 1)
    loaded = load(write_files(tmp_path_factory.mktemp("packs") / "liten", {**FILES, name: whole}))
    assert (loaded.guide is None) == bool(loaded.problems)
    for problem in loaded.problems:
        str(problem).encode("utf-8")
    if loaded.guide is not None:
        assert Guide.model_validate_json(loaded.guide.model_dump_json(by_alias=True)) == loaded.guide


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(name=st.sampled_from(sorted(FILES)), content=st.binary(max_size=200))
def test_no_bytes_in_any_file_make_the_loader_raise(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    pack = write_pack(tmp_path_factory.mktemp("packs") / "liten")
    (pack / name).write_bytes(content)
    assert load(pack).problems
