"""Texts have their languages, no HTML, and no more markup than they are meant to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel

from motvekt.guide import schema, shapes
from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.draft import HOME
from motvekt.guide.pack.loader import load
from motvekt.guide.pack.texts import LANGUAGE_NAMES, PROSE
from tests.packs import FILES, Planted, write_pack

PLACE = ("signs.yaml", "nb: Hva ble sagt?")
ITEM = "signs/intoleranse"


def prose(new: str, says: str) -> Planted:
    """An error in a prose text on one line."""
    return Planted(*PLACE, f"nb: '{new}'", ITEM, f"describe.nb: {says}")


def label(new: str, says: str) -> Planted:
    """An error in a label."""
    return Planted("signs.yaml", "label: {nb: Symboler", f"label: {{nb: '{new}'", "signs/symboler", f"label.nb: {says}")


ERRORS = [
    Planted(
        "signs.yaml", "nb: Hva ble sagt?, ", "", ITEM, "describe: mangler på bokmål (nb)", "describe: {nn: Kva vart"
    ),
    Planted(
        "routine.yaml", "- {nb: Skriv., nn: Skriv.}", "- {nb: Skriv.}", "routine/droft", "do.2: mangler på nynorsk (nn)"
    ),
    Planted(
        "definitions.yaml",
        ", nn: [ekstremisme, ekstremismen]",
        "",
        "definitions/ekstremisme",
        "forms: mangler på nynorsk",
        "forms: ",
    ),
    Planted("pack.yaml", "about: {nb: Laget for tester., ", "about: {", "", "about: mangler på bokmål (nb)"),
    prose("  ", "er tom"),
    prose("<b>Hva</b>", "HTML er ikke lov: «<b»"),
    prose("Hva </b", "HTML er ikke lov: «</b»"),
    prose("Hva <!-- x", "HTML er ikke lov: «<!--»"),
    prose("Hva <ø", "HTML er ikke lov: «<ø»"),
    prose("&ltscript>", "HTML er ikke lov, heller ikke skrevet med &-koder"),
    prose("a &amp; b", "«&amp;»: skriv tegnet selv"),
    prose("a &#60; b", "«&#60;»: skriv tegnet selv"),
    prose("<https://x.example>", "«<https://x.example»: skriv lenken som [teksten](adressen)"),
    prose("<post@x.example>", "«<post@x.example»: skriv lenken som [teksten](adressen)"),
    prose("![Hva](https://x.example/a.png)", "bilder er ikke lov her"),
    prose("# Hva", "overskrifter er ikke lov her"),
    prose("`Hva`", "kode (`) er ikke lov her"),
    prose("```", "kode (```) er ikke lov her"),
    prose("    Hva", "innrykk på fire mellomrom"),
    prose("> Hva", "sitater (>) er ikke lov her"),
    prose("***", "skillelinjer er ikke lov her"),
    prose("[Hva](http://x.example)", "lenken «http://x.example» skal gå til https://"),
    prose("[Hva](//x.example)", "lenken «//x.example» skal gå til https://"),
    prose("[Hva](/veileder/)", "lenken «/veileder/» skal gå til https://"),
    prose("[Hva](javascript:alert%281%29)", "lenken «javascript:alert%281%29» skal gå til https://"),
    prose("[Hva](data:text/html,x)", "lenken «data:text/html,x» skal gå til https://"),
    prose("[Hva](https://bruker:ord@x.example)", "lenken «https://bruker:ord@x.example» skal gå til"),
    prose("[Hva](https://x.example@y.example)", "lenken «https://x.example@y.example» skal gå til"),
    prose("[Hva](https://x.example%40y.example)", "lenken «https://x.example%40y.example» skal gå til et vertsnavn"),
    prose("[Hva](https://x.example\uff20y.example)", "lenken «https://x.example\uff20y.example» skal gå til et"),
    prose("[Hva](https://192.0.2.1/)", "lenken «https://192.0.2.1/» skal gå til et vertsnavn"),
    prose("[Hva](https://bærum.no)", "lenken «https://bærum.no» skal gå til et vertsnavn som «utveier.no» (andre"),
    prose("[Hva](https://x.example:99999/)", "lenken «https://x.example:99999/» skal gå til et vertsnavn"),
    prose("[Ring 112](tel:+4722222222)", "lenken viser «Ring 112», men ringer «+4722222222»"),
    prose("[116 **111**](tel:22222222)", "lenken viser «116 111», men ringer «22222222»"),
    prose("[\uff11\uff11\uff12](tel:22222222)", "lenken viser «\uff11\uff11\uff12», men ringer «22222222»"),
    prose("[Hva]()", "lenken «» skal gå til https://"),
    prose("[Hva](definitions/ukjent)", "lenken «definitions/ukjent» går til noe som ikke finnes"),
    prose("[Hva](pages/ukjent)", "lenken «pages/ukjent» går til noe som ikke finnes"),
    label("[Merker](https://x.example)", "lenker og utheving er ikke lov her"),
    label("**Merker**", "lenker og utheving er ikke lov her"),
    label("<b>Merker", "HTML er ikke lov"),
    Planted(*PLACE, 'nb: "Hva\\u00ad"', ITEM, "describe.nb: et usynlig tegn (U+00AD) er ikke lov"),
    Planted(*PLACE, 'nb: "\\u0301 \\u0301"', ITEM, "describe.nb: er tom"),
    Planted(*PLACE, 'nb: "Hva\\u202e"', ITEM, "describe.nb: et usynlig tegn (U+202E) er ikke lov"),
    Planted(*PLACE, 'nb: "Hva\\ud800"', ITEM, "describe.nb: et usynlig tegn (U+D800) er ikke lov"),
    Planted(*PLACE, 'nb: "Hva\\t"', ITEM, "describe.nb: tabulator (bruk mellomrom) er ikke lov"),
    Planted(
        "signs.yaml",
        "        Se [ekstremisme](definitions/ekstremisme).",
        "        Se [x](definitions/x).",
        ITEM,
        "text.nb: lenken «definitions/x»",
    ),
    Planted(
        "signs.yaml", "        Se [ekstremisme]", "        Se <b> [ekstremisme]", ITEM, "text.nb: HTML er ikke lov"
    ),
    Planted(
        "resources.yaml",
        "https://utveier.example",
        "http://utveier.example",
        "resources/utveier",
        "url: «http://utveier.example» er ikke en adresse",
    ),
    Planted(
        "resources.yaml",
        "https://utveier.example",
        "tel:22222222",
        "resources/utveier",
        "url: «tel:22222222» er ikke en adresse som begynner med https:// og et vertsnavn",
    ),
    Planted(
        "pack.yaml",
        "https://lillevik.example/veileder",
        "mailto:post@lillevik.example",
        "pack/veileder",
        "url: «mailto:post@lillevik.example» er ikke en adresse",
    ),
    Planted(
        "resources.yaml",
        "https://utveier.example",
        "definitions/ekstremisme",
        "resources/utveier",
        "url: «definitions/ekstremisme» er ikke en adresse",
    ),
    Planted("pack.yaml", "https://lillevik.example", "https://a:b@lillevik.example", "pack/veileder", "url: "),
    Planted("pack.yaml", "title: Liten veileder", "title: <i>Liten", "pack/veileder", "title: HTML er ikke lov"),
    Planted("pages/om.nb.md", "## Mer", "# Mer", "pages/om", "overskrifter nede på siden begynner med ##"),
    Planted("pages/om.nb.md", "## Mer", "##### Mer", "pages/om", "overskrifter kan ha høyst fire #: ####"),
    Planted(
        "pages/om.nb.md",
        "## Mer",
        "".join(f"{'  ' * level}- a\n" for level in range(7)),
        "pages/om",
        "lister kan ha høyst 5 nivåer inni hverandre",
        "          - a",
    ),
    Planted(
        "pages/om.nb.md",
        "(definitions/ekstremisme)",
        "(definitions/x)",
        "pages/om",
        "lenken «definitions/x» går til noe",
    ),
    Planted("pages/om.nb.md", "Tekst om", "Tekst <b>om</b>", "pages/om", "text.nb: HTML er ikke lov"),
    Planted("pages/om.nb.md", "# Om", "# Om <b>", "pages/om", "title.nb: HTML er ikke lov"),
]


@pytest.mark.parametrize("planted", ERRORS, ids=lambda planted: re.sub(r"\W+", "_", planted.new))
def test_what_is_wrong_in_a_text_is_said_once_where_it_stands(tmp_path: Path, planted: Planted) -> None:
    planted.check(tmp_path / "liten")


def test_a_link_by_way_of_a_definition_elsewhere_is_refused(tmp_path: Path) -> None:
    planted = Planted(
        *PLACE, 'nb: "[Hva][1]\\n\\n[1]: https://x.example"', ITEM, "en lenke skrives helt ut der den står"
    )
    planted.check(tmp_path / "liten")


def test_a_text_of_nothing_but_unseen_characters_is_empty(tmp_path: Path) -> None:
    found = Planted(*PLACE, 'nb: "\\u200b \\u2800"', "", "").found(tmp_path / "liten")
    assert [problem.message for problem in found] == [
        "describe.nb: er tom",
        "describe.nb: et usynlig tegn (U+200B) er ikke lov",
        "describe.nb: et usynlig tegn (U+2800) er ikke lov",
    ]


def test_html_hides_nothing_that_comes_after_it(tmp_path: Path) -> None:
    text = "## Mer\n\n<br><br>\n<hr>\n![x](https://x.example)\n[y](http://x.example)"
    planted = Planted("pages/om.nb.md", "## Mer", text, "", "")
    assert [(problem.line, problem.message.partition("«")[0]) for problem in planted.found(tmp_path / "liten")] == [
        (5, "text.nb: HTML er ikke lov: "),
        (5, "text.nb: bilder er ikke lov her"),
        (5, "text.nb: lenken "),
        (6, "text.nb: HTML er ikke lov: "),
    ]


def test_an_entity_that_hides_html_is_named_twice_over(tmp_path: Path) -> None:
    found = prose("&lt;script&gt;", "").found(tmp_path / "liten")
    assert [problem.message for problem in found] == [
        "describe.nb: HTML er ikke lov, heller ikke skrevet med &-koder",
        "describe.nb: «&gt;»: skriv tegnet selv",
        "describe.nb: «&lt;»: skriv tegnet selv",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Er 2 < 3 og 4 > 3? Jeg <3 det & mer.",
        "**Hva** ble *sagt*?",
        "- én\n- to\n\n1. tre",
        "".join(f"{'  ' * level}- a\n" for level in range(5)),
        "[112](tel:112), [e-post](mailto:slt@lillevik.example), [nett](https://x.example/å?a=1&b=2#c)",
        "[a](definitions/ekstremisme), [b](pages/om), [c](contacts/kontakten), [d](routine/private-vei)",
        "Ring 112. https://x.example er bare ord.",
        "Ett linjeskift\ner ikke noe.",
    ],
)
def test_what_a_text_may_have_is_passed_over(tmp_path: Path, text: str) -> None:
    signs = FILES["signs.yaml"].replace(PLACE[1], f'nb: "{text}"'.replace("\n", "\\n"))
    assert load(write_pack(tmp_path / "liten", signs=signs)).problems == ()


def test_every_language_has_a_name() -> None:
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


def _mentions(hint: Any, wanted: Any) -> bool:
    return hint == wanted or any(_mentions(argument, wanted) for argument in get_args(hint))


def _keys(wanted: Any) -> Iterator[str]:
    """The keys in a pack's files under which the schema has texts of a kind."""
    for model in vars(schema).values():
        if isinstance(model, type) and issubclass(model, BaseModel):
            for name, hint in get_type_hints(model, include_extras=True).items():
                if _mentions(hint, wanted):
                    yield HOME[name][1] if model is schema.Guide else name


def test_prose_is_what_the_schema_says_it_is() -> None:
    assert set(_keys(shapes.Prose)) == PROSE
    assert PROSE.isdisjoint(_keys(shapes.Label))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('label: {nb: Symboler", nn', "et anførselstegn står alene"),
        ("label: {nb: “Symboler”, nn", "krøllete anførselstegn rundt teksten"),
        ("label: {nb: „Symboler“, nn", "krøllete anførselstegn rundt teksten"),
    ],
)
def test_quotation_marks_that_became_a_part_of_the_text_are_named(tmp_path: Path, written: str, says: str) -> None:
    signs = FILES["signs.yaml"].replace("label: {nb: Symboler, nn", written, 1)
    problems = [str(problem) for problem in load(write_pack(tmp_path / "liten", signs=signs)).problems]
    assert any(says in problem for problem in problems), problems


def test_a_quotation_within_a_text_is_left_alone(tmp_path: Path) -> None:
    signs = FILES["signs.yaml"].replace("label: {nb: Symboler, nn", "label: {nb: 'Sier «vi» og \"dem\"', nn", 1)
    assert load(write_pack(tmp_path / "liten", signs=signs)).problems == ()
