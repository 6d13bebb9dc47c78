"""Everyday words in a pack: what they may lead to, how they are written, and how they are inherited."""

from __future__ import annotations

from pathlib import Path

import pytest

from motvekt.guide import editions
from motvekt.guide.pack.loader import load
from motvekt.guide.schema import Guide
from tests.guides import guide_of
from tests.packs import BASED, write_files, write_pack

WORDS = """\
words:
  - id: vapen
    words: {nb: [våpen, kniv], nn: [våpen, kniv]}
    leads_to: [signs/symboler, advice, pages/om]
    says: {nb: "Veilederen har lite.", nn: "Rettleiaren har lite."}
    functions: [slt_coordinator]
    danger: true
  - id: koran
    words: {nb: [koran], nn: [koran]}
    leads_to: [advice/only-views]
"""


def guide(folder: Path, words: str | None = WORDS) -> Guide:
    loaded = load(write_pack(folder / "liten", words=words))
    assert loaded.problems == ()
    assert loaded.guide is not None
    return loaded.guide


def test_words_are_read(tmp_path: Path) -> None:
    first, second = guide(tmp_path).words
    assert (first.id, first.words["nb"], first.danger) == ("vapen", ["våpen", "kniv"], True)
    assert (second.leads_to, second.says, second.danger) == (["advice/only-views"], None, False)


def test_a_pack_may_do_without_them_and_so_may_an_earlier_edition(tmp_path: Path) -> None:
    assert guide(tmp_path, None).words == []
    content = editions.write(guide_of("fjellvik").model_copy(update={"words": []}))
    assert editions.read(content.replace(',"words":[]', "")).words == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("signs/symboler", "signs/finnes-ikke", 4, "leads_to.1: «signs/finnes-ikke» finnes ikke"),
        ("signs/symboler", "tegn/symboler", 4, "leads_to.1: «tegn/symboler» finnes ikke"),
        ("signs/symboler", "words/koran", 4, "leads_to.1: «words/koran» finnes ikke"),
        ("[signs/symboler, advice, pages/om]", "[pages]", 4, "leads_to.1: «pages» finnes ikke"),
        ("slt_coordinator", "police", 6, "functions.1: funksjonen «police» finnes ikke i pack.yaml"),
        ("{nb: [koran]", "{nb: [kniv]", 9, "words.nb.1: «kniv» står også i words/vapen"),
        ("{nb: [koran]", "{nb: [Koran]", 9, "words.nb.1: «Koran» skal stå med små bokstaver"),
        ("{nb: [koran]", "{nb: ['koran  min']", 9, "uten ekstra mellomrom"),
        ("{nb: [koran]", "{nb: [true]", 9, "skal være tekst"),
        ("{nb: [koran], nn: [koran]}", "{nb: [koran]}", 9, "mangler på nynorsk"),
        ("    leads_to: [advice/only-views]\n", "", 8, "ordene fører ingen steder"),
        ("Veilederen har lite.", "<b>lite</b>", 5, "HTML er ikke lov"),
        ("id: koran", "id: vapen", 8, "«vapen» finnes to ganger"),
    ],
)
def test_a_slip_in_them_is_told(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in WORDS
    problems = load(write_pack(tmp_path / "liten", words=WORDS.replace(old, new))).problems
    assert [(problem.file, problem.line) for problem in problems] == [("words.yaml", line)]
    assert says in str(problems[0])


def test_nothing_links_to_them(tmp_path: Path) -> None:
    text = "Se [koran](words/koran)."
    pack = write_pack(tmp_path / "liten", words=WORDS.replace("Veilederen har lite.", text))
    assert any("words/koran" in str(problem) for problem in load(pack).problems)


def test_a_based_pack_inherits_them_and_may_change_and_remove_them(tmp_path: Path) -> None:
    write_pack(tmp_path / "liten", words=WORDS)
    own = "remove: [koran]\nwords:\n  - {id: vapen, danger: false}\n"
    loaded = load(write_files(tmp_path / "stor", {**BASED, "words.yaml": own}))
    assert loaded.problems == ()
    assert loaded.guide is not None
    assert [(entry.id, entry.danger, entry.words["nb"][0]) for entry in loaded.guide.words] == [
        ("vapen", False, "våpen")
    ]
