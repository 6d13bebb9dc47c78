"""The file for child welfare holds the national form, and nothing that is missing goes unsaid."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from motvekt.reports.child_welfare_file import NationalReport, schema

VALID: dict[str, Any] = {
    "kommunenummer": "3203",
    "kommunenavn": "Asker",
    "bydelsnummer": "00",
    "bydelsnavn": "Asker",
    "offentligMelder": {
        "personnavn": "Mona Haugen",
        "rolle": "Ansatt",
        "telefonnummer": "+47 22 33-44 55",
        "epost": "mona@skole.example",
        "virksomhet": {"navn": "Lerkeli", "adresse": {"adresselinje1": "Skoleveien 1"}},
    },
    "offentligBarn": [
        {"fnr": "", "ufoedt": False, "personnavn": "Isak Brenne", "adresse": "Ukjent", "orientert": True}
    ],
    "foresatte": [{"personnavn": "Ukjent", "orientert": False, "orientertGrunn": "Utrygt hjemme."}],
    "melding": {"melding": "Noe.", "historie": "Noe før."},
    "sendingstidspunkt": "2026-11-25T12:00:00+01:00",
    "leveringskanal": "Motvekt",
}
OPTIONAL = {"orgnr", "adresselinje2", "adresselinje3", "postnummer", "poststed", "orientertGrunn", "behovForTolk"}


def required(of: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every field of the valid file that the form demands."""
    for name, value in of.items() if isinstance(of, dict) else enumerate(of):
        if name not in OPTIONAL and not isinstance(of, list):
            yield (*path, name)
        if isinstance(value, dict | list):
            yield from required(value, (*path, name))


def at(file: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        file = file[name]
    return file


def test_a_valid_file_passes() -> None:
    assert NationalReport.model_validate(VALID).melding.melding == "Noe."


@pytest.mark.parametrize("path", list(required(VALID)), ids=lambda path: ".".join(map(str, path)))
def test_each_missing_field_fails(path: tuple[Any, ...]) -> None:
    broken = copy.deepcopy(VALID)
    del at(broken, path[:-1])[path[-1]]
    with pytest.raises(ValidationError):
        NationalReport.model_validate(broken)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kommunenummer",), "32"),
        (("bydelsnummer",), "000"),
        (("offentligMelder", "telefonnummer"), "ring meg"),
        (("offentligBarn", 0, "fnr"), "123"),
        (("offentligBarn",), []),
        (("foresatte",), []),
        (("foresatte",), [VALID["foresatte"][0]] * 3),
        (("sendingstidspunkt",), "i dag"),
        (("melding", "melding"), ""),
        (("noe annet",), "x"),
    ],
)
def test_what_has_another_form_fails(path: tuple[Any, ...], value: Any) -> None:
    broken = copy.deepcopy(VALID)
    at(broken, path[:-1])[path[-1]] = value
    with pytest.raises(ValidationError):
        NationalReport.model_validate(broken)


def test_the_schema_demands_what_the_form_demands() -> None:
    demanded = schema()["required"]
    assert isinstance(demanded, list)
    assert set(demanded) == set(VALID)
