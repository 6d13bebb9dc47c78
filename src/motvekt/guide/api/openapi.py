"""From the table of endpoints to what describes them: the OpenAPI document, and the JSON Schema of a guide."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import translation
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from motvekt.guide.queries import InForce
from motvekt.guide.schema import Guide
from motvekt.guide.wording import Words
from motvekt.web.programs import PROBLEM, Problem

VERSION = "1.0"
"""The first number changes when a field goes or comes to mean something else, the second when one is added."""

JSON, SCHEMA_JSON = "application/json", "application/schema+json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Parameter:
    """Something in the address that the caller chooses. `example` takes one from the edition in force."""

    name: str
    where: Literal["path", "query"]
    about: Words
    schema: Mapping[str, Any]
    example: Callable[[InForce], object]


@dataclass(frozen=True)
class Endpoint:
    """One address. The route, the OpenAPI document and the page for developers are made from it.

    `path` is written as a route. `shape` is None where the answer is itself a description. `statuses` are those that
    the view answers with; `ALWAYS` are added.
    """

    path: str
    name: str
    view: Callable[..., HttpResponse]
    summary: Words
    shape: type[BaseModel] | None
    statuses: tuple[int, ...] = (200, 304)
    parameters: tuple[Parameter, ...] = ()
    media: str = JSON

    @property
    def template(self) -> str:
        """The address with its parameters in braces."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.path)

    def example(self, edition: InForce) -> str:
        """An address that can be opened."""
        values = {one.name: str(one.example(edition)) for one in self.parameters}
        query = urlencode({one.name: values[one.name] for one in self.parameters if one.where == "query"})
        return self.template.format_map(values) + (f"?{query}" if query else "")


ALWAYS = (405, 500)
"""Any address can answer so."""

WORDS: Mapping[int, str] = {
    200: "The answer.",
    304: "Nothing has changed since the answer with this ETag.",
    400: "An unknown parameter or value.",
    404: "There is no such thing here.",
    405: "Only for reading.",
    500: "The fault is ours.",
}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI document. The summaries are the interface's own words, in English."""
    with translation.override("en"):
        return {
            "openapi": "3.1.1",
            "info": {
                "title": "Motvekt",
                "version": VERSION,
                "summary": "A municipality's guide on worry about radicalisation and extremism, for other systems.",
                "description": ABOUT,
                "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            },
            "servers": [{"url": "/", "description": "The host decides whose guide it is."}],
            "security": [],
            "paths": {row.template: {"get": _operation(row)} for row in endpoints},
            "components": {
                "schemas": _schemas(endpoints),
                "responses": {f"Problem{status}": _problem(status) for status in WORDS if status >= 400},
                "headers": {"ETag": {"description": "Ask with If-None-Match.", "schema": {"type": "string"}}},
            },
        }


ABOUT = (
    "Read-only, and open to any website. There are no keys and no cookies. "
    "Nothing here is about people who worry, or whom they worry about. "
    "Wherever you show a number, show 112 beside it. "
    "Fields may be added; pass over those you don't know. None is taken away without a new version."
)


def _operation(row: Endpoint) -> dict[str, Any]:
    return {
        "operationId": row.name,
        "summary": str(row.summary),
        **({"parameters": [_parameter(one) for one in row.parameters]} if row.parameters else {}),
        "responses": {str(status): _response(row, status) for status in sorted({*row.statuses, *ALWAYS})},
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": one.where,
        "required": one.where == "path",
        "description": str(one.about),
        "schema": dict(one.schema),
    }


def _response(row: Endpoint, status: int) -> dict[str, Any]:
    if status >= 400:
        return {"$ref": f"#/components/responses/Problem{status}"}
    said = {"description": WORDS[status], "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}
    if status != 200:
        return said
    schema = {"$ref": f"#/components/schemas/{row.shape.__name__}"} if row.shape else {"type": "object"}
    return said | {"content": {row.media: {"schema": schema}}}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": WORDS[status],
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


class _ForReaders(GenerateJsonSchema):
    """Without titles that only repeat the fields' names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _schemas(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    shapes: list[type[BaseModel]] = [*dict.fromkeys(row.shape for row in endpoints if row.shape), Problem]
    _, definitions = models_json_schema(
        [(shape, "serialization") for shape in shapes],
        ref_template="#/components/schemas/{model}",
        schema_generator=_ForReaders,
    )
    found: dict[str, Any] = _open(definitions["$defs"])
    return found


def edition_schema() -> dict[str, Any]:
    """The JSON Schema of an edition's guide as it is given out: with every field, in the newest version."""
    made = Guide.model_json_schema(mode="serialization", schema_generator=_ForReaders)
    found: dict[str, Any] = _open({"$schema": DIALECT, **made})
    return found


def _open(schema: Any) -> Any:
    """A schema that lets more fields through: a pack must not have them, but a reader must bear those to come."""
    if isinstance(schema, list):
        return [_open(value) for value in schema]
    if isinstance(schema, dict):
        return {key: _open(value) for key, value in schema.items() if (key, value) != ("additionalProperties", False)}
    return schema


def text(description: Mapping[str, Any]) -> str:
    """A description as it is given out and as it stands in `docs/reference/`."""
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"
