"""Contacts and hours where nobody can be shown as open now."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from motvekt.guide import listing
from motvekt.guide.kinds import Function
from motvekt.guide.schema import Weekly
from tests.guides import PACKS, guide_of

GUIDE = guide_of("asker-baerum")
ALL_CHECKED = {contact.id: date(2026, 11, 16) for contact in GUIDE.contacts}


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
        assert listing.hours(known) == words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (ALL_CHECKED, "Numrene er sist sjekket 16. november 2026."),
        (ALL_CHECKED | {"slt-asker": date(2026, 3, 1)}, "Numrene er sist sjekket 1. mars 2026."),
        ({"slt-asker": date(2026, 3, 1)}, "Ikke alle numrene er sjekket ennå."),
        ({}, "Numrene står i veilederen. Ingen har sjekket dem ennå."),
    ],
)
def test_the_day_is_that_of_the_number_that_was_checked_longest_ago(known: dict[str, date], words: str) -> None:
    with translation.override("nb"):
        assert listing.checked(GUIDE, known) == words


@pytest.mark.parametrize("pack", PACKS)
def test_everybody_is_listed_in_the_order_in_which_to_call(pack: str) -> None:
    found = listing.ordered(guide_of(pack))
    assert {contact.id for contact in found} == {contact.id for contact in guide_of(pack).contacts}
    assert found[0].function is Function.RADICALISATION_CONTACT
    assert set(listing.CALLED_FIRST) == set(Function)
