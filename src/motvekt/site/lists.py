"""Files of the installation that are one list of rows: read whole, with every problem in words and with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from motvekt.guide.pack import yaml_reader
from motvekt.guide.pack.nodes import Node, Problem, quoted
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused

Row = TypeVar("Row", bound=BaseModel)
Found = tuple[Sequence[str | int], str]
"""Where in the rows something is wrong, as pydantic names places, and the words for it."""


def read(
    file: Path, row: type[Row], *, code: str, what: str, check: Callable[[list[Row]], Iterable[Found]]
) -> list[Row]:
    """The rows of the file. Raises Refused with `code`, and a line for each problem.

    `what` names the rows in Norwegian, and `check` what is wrong between rows that are right one by one.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(no(code, f"{file} kan ikke leses: {error}")) from error
    # The reader reads fields; with one put above it the list is the first field's.
    root, problems = yaml_reader.read(f"rows:\n{text}", file.name)
    listed = root.get("rows") if root else Node((), file.name, 1)
    if root is not None and (len(root.fields) > 1 or not listed.rows):
        problems.append(Problem(file.name, 0, "", f"skal være en liste av {what}: hvert begynner med en strek, «- »"))
    try:
        rows = TypeAdapter(list[row]).validate_python(listed.data() or [])  # type: ignore[valid-type]
        found = list(check(rows))
    except ValidationError as error:
        rows, found = [], [_said(one, listed) for one in error.errors(include_url=False, include_input=False)]
    problems += [_problem(place, words, listed) for place, words in found]
    if problems:
        said = (str(replace(problem, line=max(0, problem.line - 1))) for problem in problems)
        raise Refused(no(code, "\n".join(said)))
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
    "string_too_short": "er for kort",
    "string_too_long": "er for lang",
}


def _said(error: ErrorDetails, listed: Node) -> Found:
    if error["type"] == "enum":
        return error["loc"], f"skal være en av {str(error.get('ctx', {}).get('expected')).replace(' or ', ', ')}"
    return error["loc"], _WORDS.get(error["type"], "har en verdi som ikke kan stå her")


def _problem(place: Sequence[str | int], words: str, listed: Node) -> Problem:
    node, names = listed, []
    for step in place:
        names.append(str(step + 1) if isinstance(step, int) else step)
        rows, fields = node.rows, node.fields
        node = rows[step] if isinstance(step, int) and step < len(rows) else fields.get(str(step), node)
    value = f" {quoted(node.data())}" if isinstance(node.value, str | int) else ""
    return Problem(listed.file, node.line, "", f"{'.'.join(names)}{value}: {words}")
