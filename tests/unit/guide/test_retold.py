"""Fields in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from django.utils import translation
from pydantic import BaseModel

from motvekt.guide.compare import PASSED_OVER
from motvekt.guide.retold import CODES, Teller
from motvekt.guide.schema import Contact, Guide, Opening, Phone, Responsible, Weekly
from motvekt.guide.shapes import GuideSource, LawSource, OwnSource
from motvekt.guide.wording import FIELDS
from tests.guides import guide_of

TELLER = Teller(guide_of("asker-baerum"))


@pytest.fixture(autouse=True)
def norwegian() -> Iterator[None]:
    with translation.override("nb"):
        yield


def shapes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from shapes(inner)


# Told by functions of their own.
SPOKEN = (Phone, Weekly, Opening, Responsible, GuideSource, LawSource, OwnSource)


def test_every_field_that_can_differ_has_a_name_for_editors() -> None:
    nameless = set()
    for info in Guide.model_fields.values():
        for shape in shapes(info.annotation):
            if shape not in SPOKEN:
                nameless |= set(shape.model_fields) - PASSED_OVER - set(FIELDS) - {"contacts", "law"}
    lists = {name for name, info in Guide.model_fields.items() if list(shapes(info.annotation))} - {"check_after"}
    nameless |= set(Guide.model_fields) - lists - PASSED_OVER - set(FIELDS)
    assert nameless == set()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phones", [Phone(number="+4746954495", printed="46 95 44 95")], "46 95 44 95"),
        ("phones", [Phone(number="+4722669050", printed="22669050")], "22 66 90 50"),
        ("phones", [Phone(number="+468123456", printed="08 12 34 56")], "08 12 34 56 (ringer +468123456)"),
        ("hours", "unknown", "ikke kjent"),
        ("hours", "always", "hele døgnet"),
        (
            "hours",
            Weekly.model_validate({"weekly": [{"days": ["mon", "tue"], "from": "08:00", "to": "15:30"}]}),
            "man–tir 08.00–15.30",
        ),
        ("municipalities", ["asker", "baerum"], "Asker\nBærum"),
        ("senders", ["education", "all"], "skole og utdanning\nalle"),
        ("duty", True, "ja"),
        ("valid_from", date(2026, 11, 1), "1. november 2026"),
        ("source", OwnSource(work="own"), "skrevet for denne utgaven"),
        ("source", GuideSource(work="veileder", page=7), "Veileder ved bekymring, side 7"),
        ("forms", {"nb": ["hat", "hatet"]}, "hat, hatet"),
        ("text", {"en": "Only in English"}, None),
        ("phones", [], None),
        ("email", None, None),
    ],
)
def test_a_value_is_told_as_people_say_it(field: str, value: Any, words: str | None) -> None:
    assert TELLER.tell(field, value, "nb") == words


def test_a_function_goes_by_the_name_that_the_area_has_for_it() -> None:
    (contact,) = [contact for contact in guide_of("fjellvik").contacts if contact.id == "folkehelsekoordinatoren"]
    assert Teller(guide_of("fjellvik")).tell("function", contact.function, "nn") == "Folkehelsekoordinatoren"


@pytest.mark.parametrize("pack", ["asker-baerum", "fjellvik"])
def test_no_code_and_no_field_name_of_the_files_is_left_in_what_editors_read(pack: str) -> None:
    guide = guide_of(pack)
    language = guide.default_language
    teller = Teller(guide)
    codes = {code for table in (CODES["senders"], CODES["channel"]) for code in table} - {"all", "slt", "private"}
    for contact in (*guide.contacts, *guide.desks, *guide.bases, *guide.steps):
        for name in type(contact).model_fields:
            if name not in ("id", "text", "say", "printed", "in_force"):
                told = teller.tell(name, getattr(contact, name), language) or ""
                assert not codes & set(told.replace(",", " ").split()), (contact.id, name, told)


def test_every_contact_can_be_told_whole() -> None:
    for contact in guide_of("asker-baerum").contacts:
        assert isinstance(contact, Contact)
        assert TELLER.tell("name", contact.name, "nb")
