"""What stands out in a text, and what doesn't: in bokmål and nynorsk, as people write."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motvekt.consultations.recognising import WORDS, Known, Stands, findings
from motvekt.kernel.decision import Decision

KNOWN = Known(
    places=("Asker", "Bærum", "Fjellvik"),
    names=(
        "Lerkeli ungdomsskole",
        "Solhaug ungdomsskole",
        "Fritidsklubben Kvista",
        "Nav Asker",
        "Barnevernet i Asker",
        "SLT i Asker",
        "Asker kommune",
        "Oslo politidistrikt",
    ),
    whole=("Mona Haugen", "SLT-koordinator i Asker"),
    own=("40 00 00 01", "mona.haugen@lerkeli.example", "+4767000000"),
)


WIDE = "".join(chr(0xFF10 + int(digit)) for digit in "15108695088")
"""Digits as wide as letters of other scripts."""


def found(text: str, known: Known = KNOWN) -> dict[Stands, tuple[str, ...]]:
    return {one.stands: one.found for one in findings(text, known)}


@pytest.mark.parametrize(
    "text",
    [
        "Oslo kommune sier nei.",
        "Barnevernet er varslet. Politiet vet om det.",
        "Vi har snakket med NAV Asker og Barnevernet i Asker.",
        "Vi har snakka med Nav Asker.",
        "Asker Kommune har ikke svart.",
        "Eleven går på Lerkeli ungdomsskole.",
        "Hun jobber på Solhaug. Solhaug er en stor skole.",
        "Fritidsklubben Kvista har åpent.",
        "Etter Oslo-turen var alt stille. I Asker bor mange. På Kvista er det rolig.",
        "Han sa «De som tenker sånn, burde ikke få bo her». Da gikk han.",
        "Da vi spurte, sa han nei. Når vi spør igjen, sier han ja.",
        "Hva gjør vi? Hvem ringer vi? Bør vi vente?",
        "Kva gjer vi? Kven ringjer vi? Korleis går vi fram?",
        "Guten seier lite. Jenta er uroleg. Mora har ringt.",
        "Punkt:\n- Eleven er stille\n- Faren er sint\n• Moren er redd",
        "Bruker Discord og TikTok. Spiller Counter Strike med noen på YouTube.",
        "Klassekameraten er bekymret. Fotballtreneren har sagt ifra.",
        "Vi møttes på Fjellvik Øvre skole i går.",
        "Rektor Hansen og Kontaktlærer Berg er informert.",
        "PST, SLT-koordinator og Politiråd er nevnt. VG1 Elektro.",
        "Hilsen Mona Haugen",
        "Han leser Koranen og Bibelen. Under Ramadan faster han. Til Jul er alt stille.",
        "Vi har møte kl. 10. Da ringer rektor. Det er ca. 20 elever i klassen.",
        "Den er fra 2015–2020, på side 12 i kapittel 3.",
        "På veien 2 ganger. I barnehagen 3 ganger. Han satt i svingen 10 minutter.",
        "Møtet er 24.11.2026, saken heter 20261124, og kl. er 10 30.",
        "Ring meg på 40 00 00 01 eller +47 40 00 00 01, eller skriv til mona.haugen@lerkeli.example.",
        "Vi ringte 112, 116 111, 116117 og 67 00 00 00.",
        "Han har gått her i 5 år, og har vært i slåsskamp på fredag.",
        "En gutt på 15–17 år snakker om krig.",
        "Gutten er 16 år, og går på Lerkeli ungdomsskole.",
        "Vi har 16 elever. Jenter og gutter leker sammen 3 ganger i uka.",
        "Skolen fikk ny rektor i mai. Vi sluttet med mobil i fjor.",
        "",
        "   \n\n ",
    ],
)
def test_what_points_to_nobody_is_left_alone(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Han heter Ola Nordmann og går i tiende.", "Ola Nordmann"),
        ("Ola Nordmann kom inn.", "Ola Nordmann"),
        ("Guten heiter Ola Nordmann.", "Ola Nordmann"),
        ("Det gjelder Kari-Anne Moe Hansen.", "Kari-Anne Moe Hansen"),
        ("Det var Maria de la Cruz som sa det.", "Maria de la Cruz"),
        ("Jeg så Ahmed bin Said der.", "Ahmed bin Said"),
        ("Broren, Mohammed A. Hassan, var med.", "Mohammed A. Hassan"),
        ("Navn: Ola Hansen", "Ola Hansen"),
        ("Da Ola Hansen kom, gikk hun.", "Ola Hansen"),
        ("Vi spurte f.eks. Ola Hansen.", "Ola Hansen"),
        ("Læreren så Nils Anders Eira i går.", "Nils Anders Eira"),
        ("Ola Hansens far ringte.", "Ola Hansens"),
        ("Liker Andrew Tate.", "Andrew Tate"),
        ("han sa «Ola Hansen er en tyster»", "Ola Hansen"),
        ("Žaneta Novák er mor.", "Žaneta Novák"),
        ("Ola\u00adHansen Vik", "OlaHansen Vik"),
        ("Det var Kari\u00a0Vik.", "Kari\u00a0Vik"),
        ("Mona Olsen er eleven.", "Mona Olsen"),
    ],
)
def test_two_words_with_a_capital_in_a_row_may_be_a_name(text: str, name: str) -> None:
    # A space that doesn't break is composed to an ordinary one.
    assert found(text) == {Stands.NAME: (name.replace("\u00a0", " "),)}


@pytest.mark.parametrize(
    ("text", "stands", "words"),
    [
        ("Nummeret er 15108695088.", Stands.NATIONAL_ID, "15108695088"),
        ("Nummeret er 151086 95088.", Stands.NATIONAL_ID, "151086 95088"),
        ("Nummeret er 15.10.86 95088.", Stands.NATIONAL_ID, "15.10.86 95088"),
        (f"Nummeret er {WIDE}.", Stands.NATIONAL_ID, "15108695088"),
        ("Nummeret er ١٥١٠٨٦٩٥٠٨٨.", Stands.NATIONAL_ID, "15108695088"),
        ("Nummeret er 15108695089.", Stands.LIKE_A_NATIONAL_ID, "15108695089"),
        ("Nummeret er 15908695089.", Stands.LIKE_A_NATIONAL_ID, "15908695089"),
        ("Konto 1234.56.78901.", Stands.LIKE_A_NATIONAL_ID, "1234.56.78901"),
        ("Han er født 14. mars 2010.", Stands.BORN, "født 14. mars 2010"),
        ("Ho er fødd 14.03.2010.", Stands.BORN, "fødd 14.03.2010"),
        ("Ola, f. 140310", Stands.BORN, "f. 140310"),
        ("Ring 412 34 567.", Stands.PHONE, "412 34 567"),
        ("Ring 41 23 45 67.", Stands.PHONE, "41 23 45 67"),
        ("Ring 41234567.", Stands.PHONE, "41234567"),
        ("Ring +47 412 34 567.", Stands.PHONE, "+47 412 34 567"),
        ("Ring 0047 41 23 45 67.", Stands.PHONE, "0047 41 23 45 67"),
        ("Ring +46 70 123 45 67.", Stands.PHONE, "+46 70 123 45 67"),
        ("Ring 22 33 44 55.", Stands.PHONE, "22 33 44 55"),
        ("Skriv til ola.n@skole.no.", Stands.EMAIL, "ola.n@skole.no"),
        ("Bor i Solveien 12 B.", Stands.ADDRESS, "Solveien 12 B"),
        ("Bor i solveien 12.", Stands.ADDRESS, "solveien 12"),
        ("Bur i Storgata 4.", Stands.ADDRESS, "Storgata 4"),
        ("Bor i Karl Johans gate 5.", Stands.ADDRESS, "Karl Johans gate 5"),
        ("Bor i Nedre Slottsgate 15c.", Stands.ADDRESS, "Slottsgate 15c"),
        ("Bor på Granstubben 3 i Kirkebakken 7.", Stands.ADDRESS, "Kirkebakken 7"),
    ],
)
def test_numbers_and_addresses_are_found_however_they_are_written(text: str, stands: Stands, words: str) -> None:
    assert found(text).get(stands) == (words,)


def test_a_d_number_is_a_national_id() -> None:
    digits = "551086950"
    first = (11 - sum(w * int(n) for w, n in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=True))) % 11
    second = (
        11 - sum(w * int(n) for w, n in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), f"{digits}{first}", strict=True))
    ) % 11
    assert max(first, second) < 10
    assert found(f"D-nummeret er {digits}{first}{second}.") == {Stands.NATIONAL_ID: (f"{digits}{first}{second}",)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gutt, 16, Fjellvik skole, flyttet hit i mai", ("gutt", "16", "Fjellvik skole", "flyttet hit i mai")),
        ("Gut, 16, Fjellvik skule, flytta hit i mai", ("Gut", "16", "Fjellvik skule", "flytta hit i mai")),
        (
            "Jenta er 15 år, fra Syria, og går på Lerkeli ungdomsskole.",
            ("Jenta", "15 år", "Lerkeli ungdomsskole", "fra Syria"),
        ),
        ("Jente (14) i 9B, kom hit i august.", ("Jente", "14", "kom hit i august")),
        (
            "En gutt på 17 som ble arrestert på fredag, går på Fjordvang vgs.",
            ("gutt", "17", "Fjordvang vgs", "arrestert på fredag"),
        ),
        ("16-åringen mistet faren i fjor, og bor i Bærum.", ("16-åringen", "Bærum", "mistet faren i fjor")),
        (
            "Den eneste jenta i tiende klasse, tvilling, snakker somalisk.",
            ("jenta", "tiende klasse", "somalisk", "Den eneste"),
        ),
        ("Seksten år gammel gutt. Foreldrene ble skilt i mars.", ("gutt", "Seksten år", "skilt i mars")),
    ],
)
def test_things_that_are_rare_together_are_named(text: str, words: tuple[str, ...]) -> None:
    assert found(text) == {Stands.TOGETHER: words}


@pytest.mark.parametrize(
    "text",
    [
        "gutt, 16, flyttet",
        "Gutt i Asker, snakket med NAV Asker i mai.",
        "Eleven flyttet hit i mai. Vi er bekymret.",
        "Han snakker arabisk og er 16 år.",
        "Gutten sa i mai at han var lei. Han er 16 år.",
    ],
)
def test_what_fits_many_is_left_alone(text: str) -> None:
    assert Stands.TOGETHER not in found(text)


def test_ones_own_unit_stands_out_only_where_it_is_hidden() -> None:
    text = "Jeg jobber på Lerkeli ungdomsskole."
    assert found(text) == {}
    hidden = Known(names=KNOWN.names, hidden=("Lerkeli ungdomsskole",))
    assert found(text, hidden) == {Stands.SENDER: ("Lerkeli ungdomsskole",)}


def test_each_is_told_once_in_the_tables_order_with_why() -> None:
    text = "Ola Hansen, 41234567, Ola Hansen, Kari Vik, 412 34 567, ola@x.no"
    told = findings(text, KNOWN)
    assert [one.stands for one in told] == [Stands.PHONE, Stands.EMAIL, Stands.NAME]
    assert told[-1].found == ("Ola Hansen", "Kari Vik")
    assert all(one.what and one.why for one in told)
    assert set(WORDS) == set(Stands)


def test_a_finding_is_no_decision_and_hinders_nothing() -> None:
    assert not any(isinstance(one, Decision) for one in findings("Ola Hansen", KNOWN))


@pytest.mark.parametrize(
    "text",
    ["A " * 5000, "Aa-" * 3300, "1" * 10_000, "a." * 5000, "flyttet i mai " * 700, "Ola de " * 1400, "« " * 5000],
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    begun = time.perf_counter()
    findings(text, KNOWN)
    assert time.perf_counter() - begun < 3


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("Aa bÅé1 .,-«»\n\r\t@+()'\u00ad\u202e\u0301٣"), max_size=120))
def test_any_text_can_be_looked_through(text: str) -> None:
    for one in findings(text, KNOWN):
        assert one.found
