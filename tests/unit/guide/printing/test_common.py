"""What prints say about themselves, and contacts on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from motvekt.guide.printing import common
from motvekt.guide.schema import Contact
from tests.guides import guide_of
from tests.printed import ADDRESS, print_of

GUIDE = guide_of("asker-baerum")


def test_the_imprint_names_municipalities_edition_first_day_and_when_numbers_were_checked() -> None:
    with translation.override("nb"):
        assert common.imprint(print_of(GUIDE)) == [
            "Asker · Bærum",
            "Utgave 7, gjelder fra 1. november 2026.",
            "Numrene er sist sjekket 16. november 2026.",
        ]


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
