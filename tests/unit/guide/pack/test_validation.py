"""What doesn't fit the schema is said in plain Norwegian, where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.packs import Planted

ERRORS = [
    Planted("signs.yaml", "    group: uttalelser\n", "", "signs/intoleranse", "«group» mangler", "- id: intoleranse"),
    Planted(
        "signs.yaml", "group: uttalelser", "grupp: uttalelser\n    group: uttalelser", "signs/intoleranse", "ukjent"
    ),
    Planted(
        "signs.yaml",
        "describe: {nb: Hva ble sagt?, nn: Kva vart sagt?}",
        "describe:",
        "signs/intoleranse",
        "describe: er tom",
    ),
    Planted(
        "signs.yaml",
        "nb: Hva ble sagt?",
        "nb: 7",
        "signs/intoleranse",
        "describe.nb: skal være tekst: sett anførselstegn",
    ),
    Planted(
        "signs.yaml",
        "nb: Hva ble sagt?",
        "nb: true",
        "signs/intoleranse",
        "describe.nb: skal være tekst: sett anførselstegn",
    ),
    Planted("signs.yaml", "nb: Hva ble sagt?", "nb: [Hva]", "signs/intoleranse", "describe.nb: skal være tekst"),
    Planted("signs.yaml", "nb: Hva ble sagt?", "nb: ''", "signs/intoleranse", "describe.nb: er tom"),
    Planted(
        "signs.yaml", "nb: Hva ble sagt?", "nb: " + "a" * 6001, "signs/intoleranse", "er for lang (høyst 6000 tegn)"
    ),
    Planted(
        "signs.yaml",
        "{nb: Hva ble sagt?, nn: Kva vart sagt?}",
        "Hva ble sagt?",
        "signs/intoleranse",
        "en tekst for hvert språk",
    ),
    Planted(
        "signs.yaml", "nb: Hva ble sagt?", "se: Hva ble sagt?, nb: Hva", "signs/intoleranse", "«se» er ikke et språk"
    ),
    Planted(
        "signs.yaml",
        "label: {nb: Symboler,",
        'label: {nb: "Symb\\noler",',
        "signs/symboler",
        "label: skal stå på én linje",
    ),
    Planted("signs.yaml", "- id: symboler", "- id: Symboler", "signs/Symboler", "id: «Symboler» har ikke riktig form"),
    Planted("signs.yaml", "- id: symboler", "- id: symbøler", "signs/symbøler", "id: «symbøler» har ikke riktig form"),
    Planted("signs.yaml", "- id: symboler\n    group", "- group", "signs nr. 2", "«id» mangler"),
    Planted(
        "signs.yaml",
        "source: {work: veileder, page: 7}",
        "source: {page: 7}",
        "signs/intoleranse",
        "source: «work» mangler",
    ),
    Planted("signs.yaml", "page: 7", "page: 0", "signs/intoleranse", "source.page: skal være minst 1"),
    Planted("signs.yaml", "page: 7", "page: 1000", "signs/intoleranse", "source.page: skal være høyst 999"),
    Planted("signs.yaml", "page: 7", 'page: "7"', "signs/intoleranse", "source.page: skal være et helt tall"),
    Planted("signs.yaml", "page: 7", "side: 7", "signs/intoleranse", "source.side: er et ukjent felt"),
    Planted(
        "signs.yaml", "{work: veileder, page: 7}", "side sju", "signs/intoleranse", "source: skal ha felt under seg"
    ),
    Planted(
        "definitions.yaml",
        ", checked: 2026-07-01",
        "",
        "definitions/voldelig-ekstremisme",
        "source: «checked» mangler",
        "source: {work: law",
    ),
    Planted(
        "definitions.yaml",
        "checked: 2026-07-01",
        "checked: i går",
        "definitions/voldelig-ekstremisme",
        "source.checked: «i går» er ikke en dato",
    ),
    Planted(
        "definitions.yaml",
        "see: [ekstremisme]",
        "see: ekstremisme",
        "definitions/voldelig-ekstremisme",
        "see: skal være en liste",
    ),
    Planted(
        "factors.yaml",
        "side: risk",
        "side: risiko",
        "factors/utenfor",
        "side: «risiko» er ikke blant dem som kan stå her: risk, protective",
    ),
    Planted(
        "legal_bases.yaml",
        "attest:",
        "duty: no\n    attest:",
        "legal_bases/fvl-13b-5",
        "duty: skal være true eller false",
    ),
    Planted(
        "legal_bases.yaml",
        "attest:",
        "duty: 1\n    attest:",
        "legal_bases/fvl-13b-5",
        "duty: skal være true eller false",
    ),
    Planted(
        "legal_bases.yaml",
        "senders: [education]",
        "senders: [skole]",
        "legal_bases/fvl-13b-5",
        "senders.1: «skole» er ikke blant dem som kan stå her: education,",
    ),
    Planted("legal_bases.yaml", "senders: [education]", "senders: []", "legal_bases/fvl-13b-5", "senders: er tom"),
    Planted(
        "contacts.yaml",
        'from: "08:00"',
        'from: "28:00"',
        "contacts/slt-lillevik",
        "hours.weekly.1.from: «28:00» har ikke riktig form: et klokkeslett",
    ),
    Planted(
        "contacts.yaml",
        'from: "08:00"',
        'from: "24:00"',
        "contacts/slt-lillevik",
        "hours.weekly.1.from: «24:00» har ikke riktig form: et klokkeslett",
    ),
    Planted(
        "contacts.yaml",
        'to: "15:30"',
        'to: "24:01"',
        "contacts/slt-lillevik",
        "hours.weekly.1.to: «24:01» har ikke riktig form: et klokkeslett som «15:30», høyst «24:00»",
    ),
    Planted(
        "contacts.yaml",
        "days: [mon, tue]",
        "days: [man]",
        "contacts/slt-lillevik",
        "hours.weekly.1.days.1: «man» er ikke blant dem som kan stå her: mon,",
    ),
    Planted(
        "contacts.yaml",
        "    hours: {weekly",
        "    hours: {daily: 1, weekly",
        "contacts/slt-lillevik",
        "hours.daily: er et ukjent felt",
    ),
    Planted(
        "contacts.yaml",
        "email: slt@lillevik.example",
        "email: slt.lillevik",
        "contacts/slt-lillevik",
        "en e-postadresse",
    ),
    Planted(
        "contacts.yaml",
        "name: {nb: Mottaket",
        "hours: never\n    name: {nb: Mottaket",
        "contacts/mottak",
        "hours: er et ukjent felt",
    ),
    Planted("pack.yaml", "valid_from: 2026-11-01", "valid_from: 20261101", "", "valid_from: skal være en dato"),
    Planted(
        "pack.yaml", "valid_from: 2026-11-01", "valid_from: 2026-13-01", "", "valid_from: «2026-13-01» er ikke en dato"
    ),
    Planted(
        "pack.yaml", 'number: "9901"', "number: 9901", "pack/lillevik", "number: skal være tekst: sett anførselstegn"
    ),
    Planted("pack.yaml", "schema: 1", 'schema: "1"', "", "schema: skal være et helt tall"),
    Planted("pack.yaml", "schema: 1", "schema: true", "", "schema: skal være et helt tall"),
    Planted("cooperation.yaml", "intro: {nb: Samarbeid., nn: Samarbeid.}\n", "", "", "intro: mangler", ""),
    Planted(
        "measures.yaml",
        "kind: method",
        "kind: [method]",
        "measures/dialog",
        "kind: «['method']» er ikke blant dem som kan stå her",
    ),
]


@pytest.mark.parametrize("planted", ERRORS, ids=lambda planted: re.sub(r"\W+", "_", planted.says))
def test_what_does_not_fit_is_said_once_where_it_stands(tmp_path: Path, planted: Planted) -> None:
    planted.check(tmp_path / "liten")


def test_a_service_is_needed(tmp_path: Path) -> None:
    planted = Planted(
        "pack.yaml", "services:\n  - id: skole", "services: []\nannet:\n  - id: skole", "", "services: er tom"
    )
    assert planted.says in [problem.message for problem in planted.found(tmp_path / "liten")]


def test_hours_are_one_of_three_things(tmp_path: Path) -> None:
    planted = Planted("contacts.yaml", "    phones:", "    hours: sometimes\n    phones:", "", "")
    (problem, again) = planted.found(tmp_path / "liten")
    assert problem.message == "hours: «sometimes» er ikke blant dem som kan stå her: unknown, always"
    assert again.message == "«hours» er skrevet to ganger (også på linje 7)"
