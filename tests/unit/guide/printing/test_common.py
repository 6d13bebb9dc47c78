"""What prints say about themselves, and contacts and hours on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from motvekt.guide.printing import common
from motvekt.guide.schema import Contact, Weekly
from tests.guides import guide_of
from tests.printed import ADDRESS, print_of

GUIDE = guide_of("asker-baerum")


def weekly(days: list[str], opens: str = "08:00", closes: str = "15:30", **more: Any) -> Weekly:
    return Weekly.model_validate({"weekly": [{"days": days, "from": opens, "to": closes, **more}]})


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ("unknown", ""),
        ("always", "hele døgnet"),
        (weekly(["mon", "tue", "wed", "thu", "fri"]), "man–fre 08.00–15.30"),
        (weekly(["fri", "mon", "wed", "tue"]), "man–ons, fre 08.00–15.30"),
        (weekly(["sun"]), "søn 08.00–15.30"),
        (weekly([*["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], holidays=True), "alle dager 08.00–15.30"),
        (weekly([*["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]), "alle dager utenom helligdager 08.00–15.30"),
    ],
)
def test_hours_are_written_as_people_write_them(known: Any, words: str) -> None:
    with translation.override("nb"):
        assert common.hours(known) == words


def test_the_imprint_names_municipalities_edition_first_day_and_when_numbers_were_checked() -> None:
    with translation.override("nb"):
        assert common.imprint(print_of(GUIDE)) == [
            "Asker · Bærum",
            "Utgave 7, gjelder fra 1. november 2026.",
            "Numrene er sist sjekket 16. november 2026.",
        ]


def test_the_imprint_names_the_day_of_the_number_that_was_checked_longest_ago() -> None:
    checked = {contact.id: date(2026, 11, 16) for contact in GUIDE.contacts} | {"slt-asker": date(2026, 3, 1)}
    with translation.override("nb"):
        assert common.checked(print_of(GUIDE, checked=checked)) == "Numrene er sist sjekket 1. mars 2026."


def test_the_imprint_says_when_some_or_all_numbers_are_unchecked() -> None:
    with translation.override("nb"):
        assert "Ikke alle" in common.checked(print_of(GUIDE, checked={"slt-asker": date(2026, 3, 1)}))
        assert "Ingen har sjekket" in common.checked(print_of(GUIDE, checked={}))


@pytest.mark.parametrize(("language", "address"), [("nb", f"{ADDRESS}/veileder/"), ("en", f"{ADDRESS}/en/veileder/")])
def test_an_address_is_in_the_prints_language(language: Any, address: str) -> None:
    assert print_of(GUIDE, language).address("/veileder/") == address


def test_without_an_address_there_is_no_code() -> None:
    assert common.code(print_of(GUIDE, address="").address()) is None


def test_the_code_says_in_words_where_it_leads() -> None:
    with translation.override("nb"):
        code = common.code("https://motvekt.example/nn/")
    assert code is not None
    assert (code["alt"], code["text"]) == ("QR-kode som åpner motvekt.example/nn", "motvekt.example/nn")
    assert code["drawing"].startswith("<svg")


@pytest.mark.parametrize("pack", ["asker-baerum", "fjellvik"])
def test_everybody_who_can_be_reached_is_listed_and_the_alarm_telephone_once(pack: str) -> None:
    guide = guide_of(pack)

    def reached(contact: Contact) -> bool:
        return bool(contact.phones or contact.email)

    with translation.override("nn"):
        rows = common.contacts(print_of(guide, "nn"))
    names = [contact.name["nn"] for contact in guide.contacts if reached(contact)]
    assert sorted(row["name"] for row in rows) == sorted([*names, "Alarmtelefonen for barn og unge"])
    assert "adikaliseringskontakt" in rows[0]["name"]
