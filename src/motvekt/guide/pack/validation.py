"""Holds a draft against the schema, and says in plain Norwegian where it doesn't fit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from motvekt.guide.pack.draft import Draft, Place
from motvekt.guide.pack.nodes import Problem, quoted
from motvekt.guide.schema import SCHEMA, Guide

_WORDS: Mapping[str, str] = {
    "extra_forbidden": "er et ukjent felt",
    "string_type": "skal være tekst",
    "int_type": "skal være et helt tall, uten anførselstegn",
    "bool_type": "skal være true eller false",
    "list_type": "skal være en liste",
    "dict_type": "skal ha en tekst for hvert språk under seg",
    "model_type": "skal ha felt under seg",
    "too_short": "er tom",
    "string_too_short": "er for kort (minst {min_length} tegn)",
    "string_too_long": "er for lang (høyst {max_length} tegn)",
    "greater_than_equal": "skal være minst {ge}",
    "less_than_equal": "skal være høyst {le}",
    "string_pattern_mismatch": "{value} har ikke riktig form: {form}",
    "date_type": "skal være en dato, som 2026-11-01",
    "date_parsing": "{value} er ikke en dato, som 2026-11-01",
    "date_from_datetime_parsing": "{value} er ikke en dato, som 2026-11-01",
    "date_from_datetime_inexact": "{value} er ikke en dato, som 2026-11-01",
}
"""What pydantic's kinds of errors are called here."""

_ID_FORM = "bare små bokstaver a–z, tall og bindestrek, og først en bokstav"
_FORMS: Mapping[str, str] = {
    "number": "et telefonnummer med +47 foran og uten mellomrom, som «+4722222222»",
    "municipalities.number": "et kommunenummer med fire sifre, i anførselstegn",
    "printed": "bare sifre, vanlige mellomrom og +",
    "email": "en e-postadresse med små bokstaver",
    "from": "et klokkeslett som «08:00»",
    "to": "et klokkeslett som «15:30», høyst «24:00»",
    "short_paths.id": "en språkkode med to eller tre små bokstaver, som «ar»",
}


def validate(draft: Draft) -> tuple[Guide | None, list[Problem]]:
    """The guide, or every problem that its schema has with the draft.

    The draft goes through JSON, because only there pydantic's strict mode takes dates and codes as text, and still
    takes no number for a text and no "yes" for true.
    """
    content = json.dumps({name: node.data() for name, node in draft.fields.items()})
    try:
        return Guide.model_validate_json(content, strict=True), list(_version(draft))
    except ValidationError as error:
        found = _gathered(draft, error.errors(include_url=False, include_input=False))
        return None, [*_version(draft), *found]


def _version(draft: Draft) -> Iterator[Problem]:
    place = draft.place("schema")
    if place is not None and isinstance(place.node.value, int) and place.node.data() != SCHEMA:
        yield place.problem(f"versjon {place.node.data()} kan ikke leses; denne Motvekt leser versjon {SCHEMA}")


def _gathered(draft: Draft, errors: list[ErrorDetails]) -> Iterator[Problem]:
    """One problem for each place: where several things could stand there, what they are is said together."""
    choices: dict[tuple[str, ...], tuple[Place, list[str]]] = {}
    for error in errors:
        location = error["loc"]
        place = draft.nearest(location)
        unknown = error["type"] == "missing" and location[0] in draft.unread
        if place.node.broken or unknown or _other_branch(location, draft):
            continue
        if error["type"] in ("literal_error", "enum") and location[-1] != "[key]":
            way = (place.field, place.item, *place.keys)
            choices.setdefault(way, (place, []))[1].append(str(error.get("ctx", {}).get("expected", "")))
        else:
            yield place.problem(_message(error, place))
    for place, expected in choices.values():
        words = ", ".join(expected).replace(" or ", ", ").replace("'", "")
        yield place.problem(f"{quoted(place.node.data())} er ikke blant dem som kan stå her: {words}")


def _other_branch(location: tuple[str | int, ...], draft: Draft) -> bool:
    """Whether the error speaks of another kind of hours than was meant."""
    for index, step in enumerate(location):
        if step == "hours" and len(location) > index + 1:
            weekly = bool(draft.nearest(location[: index + 1]).node.fields)
            return (location[index + 1] == "Weekly") != weekly
    return False


def _message(error: ErrorDetails, place: Place) -> str:
    kind, last = error["type"], str(error["loc"][-1])
    if last == "[key]":
        words = f"{quoted(error['loc'][-2])} er ikke et språk som en pakke kan ha"
        # What stands after a comma in a text without quotation marks is read as a field of its own.
        return words if place.node.value else f"{words}. Har teksten komma eller kolon, sett anførselstegn rundt den"
    if kind == "missing":
        return "mangler" if len(error["loc"]) == 1 else f"{quoted(last)} mangler"
    if kind == "extra_forbidden" and place.node.value is None:
        return "er et ukjent felt uten innhold. Står det komma der det skal være kolon, eller mangler et mellomrom?"
    if place.node.value is None or (isinstance(place.node.value, str) and not place.node.value.strip()):
        return "er tom"
    if kind == "string_type" and isinstance(place.node.value, int):
        return "skal være tekst: sett anførselstegn rundt"
    if kind == "value_error" and place.node.fields:
        return "skal stå på én linje, på hvert språk"
    if kind == "string_pattern_mismatch" and place.field == "short_paths" and "\n" in place.node.text:
        return "skal stå på én linje"
    words = _WORDS.get(kind, "har en verdi som ikke kan stå her")
    form = _FORMS.get(f"{place.field}.{last}") or _FORMS.get(last, _ID_FORM)
    return words.format(value=quoted(place.node.data()), form=form, **error.get("ctx", {}))
