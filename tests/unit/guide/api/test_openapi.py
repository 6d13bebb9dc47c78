"""What is said to other systems about the answers, and what they have been promised."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import translation

from motvekt.guide.api import openapi
from motvekt.guide.api.openapi import Endpoint, Parameter
from motvekt.guide.api.views import ENDPOINTS
from motvekt.guide.queries import InForce, Published
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.web.programs import Problem
from tests.guides import guide_of

PROMISED = Path(__file__).with_name("promised.txt")


def broken_promises(document: dict[str, Any]) -> list[str]:
    """Fields that were promised under the first number of the version, and that are no longer always there.

    The file is kept by hand: the number, and a line for every shape. A line may grow, but loses nothing before the
    number is a new one.
    """
    number, *lines = PROMISED.read_text("utf-8").splitlines()
    if document["info"]["version"].partition(".")[0] != number:
        return [f"version {document['info']['version']}: write down what it promises"]
    schemas = document["components"]["schemas"]
    promised = [
        (shape, field) for shape, _, fields in (line.partition(": ") for line in lines) for field in fields.split()
    ]
    return [f"{shape}.{field}" for shape, field in promised if field not in schemas.get(shape, {}).get("required", ())]


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(openapi.document(ENDPOINTS))


def test_no_field_that_was_promised_is_gone(document: dict[str, Any]) -> None:
    assert broken_promises(document) == []


def test_every_field_is_promised(document: dict[str, Any]) -> None:
    promised = dict(line.split(": ") for line in PROMISED.read_text("utf-8").splitlines()[1:])
    shapes = {name: schema for name, schema in document["components"]["schemas"].items() if "properties" in schema}
    assert {name: set(fields.split()) for name, fields in promised.items()} == {
        name: set(schema["properties"]) for name, schema in shapes.items()
    }


def test_a_field_that_goes_a_shape_that_goes_and_a_new_version_would_be_found(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    schemas["ContactNow"]["required"].remove("phones")
    del schemas["Problem"]
    assert broken_promises(document) == ["ContactNow.phones", "Problem.title", "Problem.status", "Problem.detail"]
    document["info"]["version"] = "2.0"
    assert broken_promises(document) == ["version 2.0: write down what it promises"]


def row(path: str, *parameters: Parameter) -> Endpoint:
    return Endpoint(path, "x", HttpResponse, "", Problem, parameters=parameters)


def test_a_row_gives_the_address_with_braces_and_one_that_can_be_opened(shown: InForce) -> None:
    number = Parameter("number", "path", "", {}, lambda edition: edition.published.number)
    area = Parameter("area", "query", "", {}, lambda edition: f"æ&{edition.area}")
    assert row("api/<edition:number>/x/<b>/").template == "/api/{number}/x/{b}/"
    assert row("api/<int:number>/", number).example(shown) == "/api/3/"
    assert row("api/<int:number>/", number, area).example(shown) == "/api/3/?area=%C3%A6%26fjellvik"


@pytest.fixture
def shown() -> InForce:
    card = Published(new_id(), 3, "fjellvik", date(2026, 1, 1), clock.now(), "noen", "0" * 64)
    return InForce("fjellvik", card, guide_of("fjellvik"), {}, {}, "")


def test_the_parameters_of_an_endpoint_are_those_in_its_address() -> None:
    for endpoint in ENDPOINTS:
        in_path = {one.name for one in endpoint.parameters if one.where == "path"}
        assert {part[1:-1] for part in endpoint.template.split("/") if part.startswith("{")} == in_path


def test_the_document_speaks_english_whatever_language_is_shown(document: dict[str, Any]) -> None:
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            assert openapi.document(ENDPOINTS) == document
    assert document["paths"]["/api/editions/"]["get"]["summary"] == "All the editions here, the newest first"


def test_no_schema_is_closed_to_fields_that_may_come(document: dict[str, Any]) -> None:
    assert '"additionalProperties": false' not in openapi.text(document)
    assert '"additionalProperties": false' not in openapi.text(openapi.edition_schema())
