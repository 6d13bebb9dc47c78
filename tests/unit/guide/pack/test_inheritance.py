"""A pack based on another says only what is its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from motvekt.guide.pack.loader import load
from motvekt.guide.schema import Guide
from tests.packs import BASED, FILES, write_files, write_pack


def based(folder: Path, **changes: str) -> Path:
    """A pack with these files beside what it must have, and `liten`, which it is based on."""
    if not (folder.parent / "liten").exists():
        write_pack(folder.parent / "liten")
    return write_files(folder, {**BASED, **{f"{name}.yaml": text for name, text in changes.items()}})


def guide_of(pack: Path) -> Guide:
    loaded = load(pack)
    assert loaded.guide is not None, [str(problem) for problem in loaded.problems]
    return loaded.guide


def said(pack: Path) -> list[str]:
    return [str(problem) for problem in load(pack).problems]


def test_everything_is_inherited_but_places_contacts_and_desks(tmp_path: Path) -> None:
    own = guide_of(based(tmp_path / "stor"))
    base = guide_of(tmp_path / "liten")
    differ = {name for name in Guide.model_fields if getattr(own, name) != getattr(base, name)}
    assert differ == {"id", "based_on", "municipalities", "contacts", "desks"}
    assert [contact.id for contact in own.contacts] == ["slt-storvik", "kontakten"]


def test_an_item_of_the_same_id_replaces_the_fields_that_it_names(tmp_path: Path) -> None:
    guide = guide_of(based(tmp_path / "stor", signs="signs: [{id: symboler, text: {nb: Nytt., nn: Nytt.}}]\n"))
    assert [sign.id for sign in guide.signs] == ["intoleranse", "symboler"]
    assert guide.signs[1].text == {"nb": "Nytt.", "nn": "Nytt."}
    assert guide.signs[1].label == {"nb": "Symboler", "nn": "Symbol"}


def test_a_new_item_comes_last(tmp_path: Path) -> None:
    measure = FILES["measures.yaml"].partition("measures:\n")[2].replace("id: dialog", "id: nytt")
    guide = guide_of(based(tmp_path / "stor", measures=f"measures:\n{measure}"))
    assert [measure.id for measure in guide.measures] == ["dialog", "nytt"]


def test_a_path_keeps_the_fields_that_are_not_named(tmp_path: Path) -> None:
    guide = guide_of(based(tmp_path / "stor", routine="private: {lead: {nb: Nytt., nn: Nytt.}}\n"))
    assert guide.private.lead["nb"] == "Nytt."
    assert guide.private.id == "private-vei"


def test_items_can_be_left_out_and_put_in_another_order(tmp_path: Path) -> None:
    pack = based(tmp_path / "stor", routine="order: [meld, droft]\n", measures="remove: [dialog]\nmeasures:\n" + NEW)
    guide = guide_of(pack)
    assert [step.id for step in guide.steps] == ["meld", "droft"]
    assert [measure.id for measure in guide.measures] == ["nytt"]


def test_those_that_an_order_does_not_name_keep_theirs(tmp_path: Path) -> None:
    guide = guide_of(based(tmp_path / "stor", factors="order: [ideologi, skole]\n"))
    assert [area.id for area in guide.areas] == ["ideologi", "personlige", "familie", "sosiale", "motivasjon"]
    assert [factor.id for factor in guide.factors] == ["skole", "utenfor"]


def test_a_page_replaces_the_one_inherited(tmp_path: Path) -> None:
    pack = based(tmp_path / "stor")
    (pack / "pages").mkdir()
    for language in ("nb", "nn"):
        (pack / "pages" / f"om.{language}.md").write_text("# Ny\n\nEgen.\n")
    guide = guide_of(pack)
    assert {page.id: page.text["nb"] for page in guide.pages}["om"] == "Egen."
    assert len(guide.pages) == 4


def test_texts_in_languages_that_the_pack_does_not_name_are_dropped(tmp_path: Path) -> None:
    pack = based(tmp_path / "stor", pack=BASED["pack.yaml"] + "languages: [nn]\n")
    content = guide_of(pack).model_dump(mode="json")
    assert '"nb"' not in str(content).replace("'", '"')
    assert content["signs"][0]["text"] == {"nn": "Toler ikkje andre sitt syn."}
    assert content["definitions"][0]["forms"] == {"nn": ["ekstremisme", "ekstremismen"]}


def test_a_pack_can_be_based_on_one_that_is_based_on_another(tmp_path: Path) -> None:
    based(tmp_path / "stor", signs="signs: [{id: symboler, text: {nb: Nytt., nn: Nytt.}}]\n")
    text = BASED["pack.yaml"].replace("based_on: liten", "based_on: stor")
    guide = guide_of(write_files(tmp_path / "storst", {**BASED, "pack.yaml": text}))
    assert guide.signs[1].text["nb"] == "Nytt."


NEW = FILES["measures.yaml"].partition("measures:\n")[2].replace("id: dialog", "id: nytt")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("signs", "remove: [ukjent]\n", "signs.yaml:1: remove: «ukjent» finnes ikke i pakken som arves"),
        ("signs", "order: [ukjent]\n", "signs.yaml:1: order: «ukjent» finnes ikke"),
        ("signs", "remove: [symboler]\norder: [symboler]\n", "signs.yaml:2: order: «symboler» finnes ikke"),
        ("signs", "remove: symboler\n", "signs.yaml:1: remove: skal være en liste av id-er"),
        ("signs", "remove: [7]\n", "signs.yaml:1: remove: «7» finnes ikke i pakken som arves"),
        ("routine", "remove: [private-vei]\n", "routine.yaml:1: remove: «private-vei» finnes ikke i pakken som arves"),
        (
            "signs",
            "remove: [symboler]\nsigns: [{id: symboler, text: {nb: A., nn: A.}}]\n",
            "signs.yaml:1: remove: «symboler» er både tatt bort og skrevet her",
        ),
        (
            "signs",
            "signs:\n  - {id: symboler, text: {nb: A., nn: A.}}\n  - {id: symboler, text: {nb: B., nn: B.}}\n",
            "signs.yaml:3: signs/symboler: «symboler» finnes to ganger (også på linje 2)",
        ),
        (
            "signs",
            "groups: [{id: symboler, label: {nb: A, nn: A}, source: {work: own}}]\n",
            "liten/signs.yaml:17: signs/symboler: «symboler» finnes to ganger (også i signs.yaml:1)",
        ),
        (
            "signs",
            "signs: [{id: symboler, group: ukjent}]\n",
            "signs.yaml:1: signs/symboler: group: gruppen «ukjent» finnes ikke i signs.yaml",
        ),
        (
            "definitions",
            "remove: [ekstremisme]\n",
            "liten/definitions.yaml:11: definitions/voldelig-ekstremisme: see.1: begrepet «ekstremisme» finnes ikke",
        ),
    ],
)
def test_what_a_based_pack_says_wrong_is_named_where_it_stands(tmp_path: Path, name: str, text: str, says: str) -> None:
    assert any(problem.startswith(says) for problem in said(based(tmp_path / "stor", **{name: text})))


def test_contacts_are_needed_and_never_inherited(tmp_path: Path) -> None:
    write_pack(tmp_path / "liten")
    assert "contacts.yaml: filen mangler" in said(write_files(tmp_path / "stor", {**BASED, "contacts.yaml": None}))


def test_a_broken_file_of_a_based_pack_is_one_problem(tmp_path: Path) -> None:
    assert len(said(based(tmp_path / "stor", signs="a: [b\n"))) == 1
