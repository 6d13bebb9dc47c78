"""What must hold between the items of a pack is held, each with one planted error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from motvekt.guide.constants import RESERVED
from motvekt.guide.kinds import Topic
from motvekt.guide.pack import checks
from motvekt.guide.pack.checks import FACTOR_AREAS, NEEDED_PAGES, RESERVED_IDS
from motvekt.guide.pack.loader import load
from tests.packs import ADVICE, CONTACTS, FILES, Planted, write_files, write_pack

ROOTS = [Path(checks.__file__).parents[2] / context / "templates" for context in ("guide", "web")]
TEMPLATE_ID = re.compile(r"""\bid=["']([^"'{ ]+)["']""")

ERRORS = [
    Planted(
        "signs.yaml",
        "- id: symboler",
        "- id: intoleranse",
        "signs/intoleranse",
        "«intoleranse» finnes to ganger (også på linje 5)",
        "- id: intoleranse\n    group: uttalelser\n    label: {nb: Symboler",
    ),
    Planted(
        "signs.yaml",
        "- id: symboler",
        "- id: uttalelser",
        "signs/uttalelser",
        "«uttalelser» finnes to ganger (også på linje 3)",
    ),
    Planted(
        "contacts.yaml",
        "- id: mottak",
        "- id: kontakten",
        "contacts/kontakten",
        "finnes to ganger",
        "- id: kontakten\n    function: slt",
    ),
    Planted("pack.yaml", "languages: [nb, nn]", "languages: [nb, nn, nb]", "", "languages.3: «nb» finnes to ganger"),
    Planted(
        "signs.yaml",
        "group: uttalelser",
        "group: utsagn",
        "signs/intoleranse",
        "group: gruppen «utsagn» finnes ikke i signs.yaml",
    ),
    Planted(
        "factors.yaml",
        "area: sosiale",
        "area: skole",
        "factors/utenfor",
        "area: området «skole» finnes ikke i factors.yaml",
    ),
    Planted(
        "definitions.yaml",
        "see: [ekstremisme]",
        "see: [ekstremisme, vold]",
        "definitions/voldelig-ekstremisme",
        "see.2: begrepet «vold» finnes ikke",
    ),
    Planted(
        "contacts.yaml",
        "municipalities: [lillevik]",
        "municipalities: [storvik]",
        "contacts/slt-lillevik",
        "municipalities.1: kommunen «storvik» finnes ikke i pack.yaml",
    ),
    Planted(
        "contacts.yaml",
        "function: slt_coordinator\n    name: {nb: Mottaket",
        "function: police\n    name: {nb: Mottaket",
        "contacts/mottak",
        "function: funksjonen «police» finnes ikke i pack.yaml",
    ),
    Planted(
        "measures.yaml",
        "functions: [slt_coordinator]",
        "functions: [pst]",
        "measures/dialog",
        "functions.1: funksjonen «pst» finnes ikke",
    ),
    Planted(
        "resources.yaml",
        "    kind: site",
        "    functions: [lawyer]\n    kind: site",
        "resources/utveier",
        "functions.1: funksjonen «lawyer» finnes ikke",
    ),
    Planted(
        "routine.yaml",
        "contacts: [slt_coordinator]",
        "contacts: [police]",
        "routine/droft",
        "contacts.1: funksjonen «police» finnes ikke",
    ),
    Planted(
        "routine.yaml",
        "private-vei\n",
        "private-vei\n  as_printed: [x]\n",
        "routine/private-vei",
        "as_printed: skal være tekst",
        "as_printed",
    ),
    Planted(
        "signs.yaml",
        "work: veileder, page: 7",
        "work: boka",
        "signs/intoleranse",
        "source.work: verket «boka» finnes ikke i pack.yaml",
    ),
    Planted("signs.yaml", "{work: own}", "{work: law, ref: LOV § 1}", "signs/symboler", "source: «checked» mangler"),
    Planted("signs.yaml", "{work: own}", "{work: own, page: 7}", "signs/symboler", "source.page: er et ukjent felt"),
    Planted(
        "contacts.yaml",
        'printed: "93 00 00 01"',
        'printed: "93 00 00 10"',
        "contacts/slt-lillevik",
        "phones.1: «93 00 00 10» er ikke samme nummer som «+4793000001»",
    ),
    Planted(
        "contacts.yaml",
        '{number: "+4793000001", printed: "93 00 00 01"}',
        '{number: "1120", printed: "112 0"}',
        "contacts/slt-lillevik",
        "phones.1: «112 0» leses som 112, som Motvekt alltid har",
    ),
    Planted(
        "contacts.yaml",
        "name: {nb: SLT i Lillevik",
        'name: {nb: "Nødnummer \uff111 2"',
        "contacts/slt-lillevik",
        "name.nb: 112 har Motvekt alltid",
    ),
    Planted(
        "contacts.yaml",
        "nn: Mottaket",
        "nn: 116-111",
        "contacts/mottak",
        "name.nn: 116111 har Motvekt alltid",
        "name: {nb: Mottaket",
    ),
    Planted(
        "contacts.yaml",
        'from: "08:00", to: "15:30"',
        'from: "15:30", to: "08:00"',
        "contacts/slt-lillevik",
        "skriv to rader: én til 24:00 og én fra 00:00",
    ),
    Planted(
        "contacts.yaml",
        'from: "08:00", to: "15:30"',
        'from: "08:00", to: "08:00"',
        "contacts/slt-lillevik",
        "hours.weekly.1: stenger «08:00», men åpner ikke før «08:00»",
    ),
    Planted(
        "contacts.yaml",
        "- id: kontakten",
        "- id: kan-ikke-snakke",
        "contacts/kan-ikke-snakke",
        "id: «kan-ikke-snakke» er sidenes eget",
    ),
    Planted(
        "contacts.yaml",
        "channel: telephone",
        "channel: telephone\n    anonymous: true",
        "contacts/mottak",
        "anonymous: bare et mottak med kanalen «motvekt» kan ta imot anonyme spørsmål, og dette har «telephone»",
        at="anonymous: true",
    ),
    Planted(
        "measures.yaml",
        "- id: dialog",
        "- id: innhold",
        "measures/innhold",
        "id: «innhold» er sidenes eget",
    ),
    Planted(
        "definitions.yaml",
        "nb: [voldelig ekstremisme]",
        "nb: [ekstremisme]",
        "definitions/voldelig-ekstremisme",
        "forms.nb.1: «ekstremisme» er også en form av definitions/ekstremisme",
    ),
    Planted(
        "definitions.yaml",
        "nb: [voldelig ekstremisme]",
        "nb: [Voldelig]",
        "definitions/voldelig-ekstremisme",
        "forms.nb.1: «Voldelig» skal stå med små bokstaver",
    ),
    Planted("pages/om.nb.md", "# Om\n", "Om\n", "pages/om", "første linje skal være en tittel"),
    Planted("pages/om.nb.md", "# Om\n", "#\n", "pages/om", "første linje skal være en tittel"),
    Planted(
        "pages/om.nb.md",
        "## Mer\n\nTekst om [ekstremisme](definitions/ekstremisme).\n",
        "",
        "pages/om",
        "text.nb: er tom",
        "# Om",
    ),
]


@pytest.mark.parametrize("planted", ERRORS, ids=lambda planted: re.sub(r"\W+", "_", planted.says))
def test_what_does_not_hold_is_said_once_where_it_stands(tmp_path: Path, planted: Planted) -> None:
    planted.check(tmp_path / "liten")


def said(pack: Path) -> list[str]:
    return [str(problem) for problem in load(pack).problems]


def test_the_ids_of_all_templates_are_reserved() -> None:
    templates = [path for root in ROOTS for path in root.rglob("*.html")]
    written = {found for path in templates for found in TEMPLATE_ID.findall(path.read_text(encoding="utf-8"))}
    assert {"innhold", "ring"} <= written <= RESERVED_IDS


@pytest.mark.parametrize("part", ["advice", "words"])
def test_what_has_no_place_on_a_page_may_have_any_id(tmp_path: Path, part: str) -> None:
    texts = {
        "advice": ADVICE.replace("id: leader", "id: skriv"),
        "words": "words:\n  - {id: leder, words: {nb: [leder], nn: [leiar]}, leads_to: [definitions/ekstremisme]}\n",
    }
    assert said(write_pack(tmp_path / "liten", **{part: texts[part]})) == []


def test_hours_over_midnight_are_two_rows(tmp_path: Path) -> None:
    rows = '{days: [mon], from: "15:30", to: "24:00"}, {days: [tue], from: "00:00", to: "08:00"}'
    contacts = CONTACTS.replace('{days: [mon, tue], from: "08:00", to: "15:30"}', rows)
    assert said(write_pack(tmp_path / "liten", contacts=contacts)) == []


def test_two_municipalities_do_not_share_a_number(tmp_path: Path) -> None:
    one = '  - {id: lillevik, number: "9901", name: {nb: Lillevik, nn: Litlevik}}\n'
    pack = FILES["pack.yaml"].replace(one, one + one.replace("id: lillevik", "id: storvik"))
    assert said(write_pack(tmp_path / "liten", pack=pack)) == [
        "pack.yaml:10: pack/storvik: «9901» finnes to ganger (også på linje 9)"
    ]


def test_services_and_functions_may_have_the_same_id(tmp_path: Path) -> None:
    pack = FILES["pack.yaml"].replace("- id: skole", "- id: lillevik")
    assert said(write_pack(tmp_path / "liten", pack=pack)) == []


def test_a_work_is_not_called_as_a_kind_of_source(tmp_path: Path) -> None:
    pack = FILES["pack.yaml"].replace("works:\n", "works:\n  - {id: law, title: Lov, publisher: Lovdata}\n")
    assert said(write_pack(tmp_path / "liten", pack=pack)) == [
        "pack.yaml:11: pack/law: «law» og «own» kan ikke være navnet på et verk"
    ]


@pytest.mark.parametrize("path", ["private", "serious", "afterwards"])
def test_every_path_leads_to_somebody(tmp_path: Path, path: str) -> None:
    routine = FILES["routine.yaml"].replace(f"id: {path}-vei", f"id: {path}-vei\n  contacts: [slt_coordinator, pst]", 1)
    head, _, tail = routine.partition(f"id: {path}-vei\n  contacts: [slt_coordinator, pst]")
    routine = (
        head
        + f"id: {path}-vei\n  contacts: [slt_coordinator, pst]"
        + tail.replace("  contacts: [radicalisation_contact]\n", "", 1)
    )
    pack = FILES["pack.yaml"] + "  - {id: pst, label: {nb: PST, nn: PST}, task: {nb: Hjelper., nn: Hjelper.}}\n"
    ((problem,),) = [said(write_pack(tmp_path / "liten", pack=pack, routine=routine))]
    assert problem.startswith("contacts.yaml: rutinen sender folk til en kontakt med function: pst. Sett inn en")
    assert "routine.yaml:" in problem


def test_whoever_the_routine_sends_people_to_can_be_reached(tmp_path: Path) -> None:
    contacts = CONTACTS.replace("    email: slt@lillevik.example\n", "", 1)
    head, _, tail = contacts.partition("    phones: [")
    contacts = head + tail.partition("\n")[2]
    ((problem,),) = [said(write_pack(tmp_path / "liten", contacts=contacts))]
    assert problem.startswith("contacts.yaml:2: contacts/slt-lillevik: har verken telefon eller e-post")


@pytest.mark.parametrize("number", ["+479300000", "+47930000011", "+471"])
def test_a_norwegian_number_has_all_its_digits(tmp_path: Path, number: str) -> None:
    printed = number.removeprefix("+47")
    contacts = CONTACTS.replace('"+4793000001", printed: "93 00 00 01"', f'"{number}", printed: "{printed}"', 1)
    assert any(
        "etter +47 har norske numre 8 sifre" in problem or "riktig form" in problem
        for problem in said(write_pack(tmp_path / "liten", contacts=contacts))
    )


@pytest.mark.parametrize("number", ["+4702800", "+46812345", "+4793000001"])
def test_a_short_number_and_another_countrys_are_whole_as_they_are(tmp_path: Path, number: str) -> None:
    printed = number.removeprefix("+47")
    contacts = CONTACTS.replace('"+4793000001", printed: "93 00 00 01"', f'"{number}", printed: "{printed}"', 1)
    assert said(write_pack(tmp_path / "liten", contacts=contacts)) == []


@pytest.mark.parametrize("number", sorted(RESERVED | {"+471412"}))
def test_no_contact_has_a_number_of_the_systems_own(tmp_path: Path, number: str) -> None:
    contacts = CONTACTS.replace(
        '{number: "+4793000001", printed: "93 00 00 01"}', f'{{number: "{number}", printed: "{number}"}}'
    )
    found = said(write_pack(tmp_path / "liten", contacts=contacts))
    assert f"contacts.yaml:7: contacts/slt-lillevik: phones.1: nummeret «{number}» har Motvekt alltid" in found[-1]


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("+4747112233", "47 11 22 33"),
        ("+4793000001", "+47 93 00 00 01"),
        ("815000", "81 50 00"),
        ("+46812345", "+46 812345"),
    ],
)
def test_a_number_may_be_printed_with_spaces_and_without_its_country(tmp_path: Path, number: str, printed: str) -> None:
    contacts = CONTACTS.replace("+4793000001", number).replace("93 00 00 01", printed)
    assert said(write_pack(tmp_path / "liten", contacts=contacts)) == []


@pytest.mark.parametrize("area", FACTOR_AREAS)
def test_each_of_the_five_areas_of_factors_is_needed(tmp_path: Path, area: str) -> None:
    factors = FILES["factors.yaml"].replace(area, "annet")
    found = said(write_pack(tmp_path / "liten", factors=factors))
    assert f"factors.yaml:2: areas: området «{area}» mangler" in found
    assert any("factors/annet: et område kan bare være personlige, familie," in problem for problem in found)


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_needs_advice(tmp_path: Path, topic: Topic) -> None:
    lines = [line for line in ADVICE.split("\n") if f"topic: {topic}," not in line]
    assert said(write_pack(tmp_path / "liten", advice="\n".join(lines))) == [
        f"advice.yaml:1: advice: ingen råd har emnet «{topic}»"
    ]


@pytest.mark.parametrize("page", NEEDED_PAGES)
def test_every_needed_page_is_missed(tmp_path: Path, page: str) -> None:
    files = {name: text for name, text in FILES.items() if not name.startswith(f"pages/{page}.")}
    assert said(write_files(tmp_path / "liten", files)) == [f"pages: siden «{page}» mangler"]


def test_a_page_is_needed_in_every_language(tmp_path: Path) -> None:
    assert said(write_files(tmp_path / "liten", {**FILES, "pages/om.nn.md": None})) == [
        "pages/om.nb.md:1: pages/om: filen pages/om.nn.md mangler: siden må også være på nynorsk"
    ]


def test_a_page_in_a_language_that_the_pack_does_not_have_is_passed_over(tmp_path: Path) -> None:
    guide = load(write_files(tmp_path / "liten", {**FILES, "pages/om.en.md": "# About\n\nText.\n"})).guide
    assert guide is not None
    assert {language for page in guide.pages for language in page.title} == {"nb", "nn"}
