"""The file that says which areas an installation has: a list of slug, hosts, organisations, default and address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from motvekt.guide.pack import yaml_reader
from motvekt.guide.pack.nodes import Node, Problem, quoted
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions
from motvekt.organisations.actions import Controller
from motvekt.organisations.kinds import OrganisationKind
from motvekt.organisations.rules import SLUG_PATTERN


class ControllerRow(BaseModel):
    """An organisation of an area: the first answers for the area itself and its guide."""

    model_config = ConfigDict(extra="forbid")

    slug: Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
    name: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    kind: OrganisationKind


class AreaRow(BaseModel):
    """One area of the file."""

    model_config = ConfigDict(extra="forbid")

    slug: Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
    hosts: list[str]
    controllers: Annotated[list[ControllerRow], Field(min_length=1)]
    default: bool = False
    address: str = ""


def load_areas(file: Path, *, by: Actor) -> None:
    """Set every area of the file, or none. Raises Refused with words for the operator."""
    rows = _rows(file)
    if sum(row.default for row in rows) > 1:
        raise Refused(no("areas_file", f"{file}: bare ett område kan være standard."))
    with transaction.atomic():
        for row in rows:
            actions.set_area(
                slug=row.slug,
                hosts=row.hosts,
                default=row.default,
                controllers=[Controller(named.slug, named.name, named.kind) for named in row.controllers],
                by=by,
                address=row.address,
            )


def _rows(file: Path) -> list[AreaRow]:
    """The rows of the file. Raises Refused, with a line for each problem."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(no("areas_file", f"{file} kan ikke leses: {error}")) from error
    # The reader reads fields; with one put above it the list is the first field's.
    root, problems = yaml_reader.read(f"areas:\n{text}", file.name)
    listed = root.get("areas") if root else Node((), file.name, 1)
    if root is not None and (len(root.fields) > 1 or not listed.rows):
        problems.append(Problem(file.name, 0, "", "skal være en liste av områder: hvert begynner med «- slug:»"))
    try:
        rows = TypeAdapter(list[AreaRow]).validate_python(listed.data() or [])
    except ValidationError as error:
        rows = []
        problems += [_problem(one, listed) for one in error.errors(include_url=False, include_input=False)]
    if problems:
        said = (str(replace(problem, line=max(0, problem.line - 1))) for problem in problems)
        raise Refused(no("areas_file", "\n".join(said)))
    return rows


_WORDS = {
    "missing": "mangler",
    "extra_forbidden": "er et ukjent felt",
    "list_type": "skal være en liste: sett klammer rundt, som [min.kommune.no]",
    "too_short": "er tom",
    "bool_type": "skal være true eller false",
    "bool_parsing": "skal være true eller false",
    "string_pattern_mismatch": "bare små bokstaver a–z, tall og bindestrek",
    "string_type": "skal være tekst",
}


def _problem(error: ErrorDetails, listed: Node) -> Problem:
    place, names = listed, []
    for step in error["loc"]:
        names.append(str(step + 1) if isinstance(step, int) else step)
        rows, fields = place.rows, place.fields
        place = rows[step] if isinstance(step, int) and step < len(rows) else fields.get(str(step), place)
    value = f" {quoted(place.data())}" if isinstance(place.value, str | int) else ""
    words = _WORDS.get(error["type"], "har en verdi som ikke kan stå her")
    return Problem(listed.file, place.line, "", f"{'.'.join(names)}{value}: {words}")
