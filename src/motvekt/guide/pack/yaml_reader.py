"""Reads a YAML file of a pack into nodes. What YAML can do that a pack has no use for is refused, not interpreted.

The file is taken as a row of events, and each event is judged before anything is built from it: nothing is looked up,
constructed or repeated, however the file is written. Only YAML 1.2's null, true, false and whole numbers are more than
text, so `no`, `2026-11-01` and `1.5` stay what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from motvekt.guide.pack.nodes import Node, Problem, Scalar, quoted, shown

MAX_DEPTH = 12
"""Levels of lists and fields; a pack needs seven."""
MAX_NODES = 50_000
"""Values in one file; the largest of a real pack has some 5 000."""
MAX_LINE = 20_000
"""Characters in a line. The parser's time grows with the square of a tag's length; a tag ends where its line does."""

_CONSTANTS: dict[str, Scalar] = {"": None, "~": None}
_CONSTANTS |= dict.fromkeys(("null", "Null", "NULL"), None)
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True)
_CONSTANTS |= dict.fromkeys(("false", "False", "FALSE"), False)
_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,18}")

_SYNTAX = (
    ("mapping values are not allowed", "et kolon der det ikke kan stå; sett anførselstegn rundt teksten"),
    ("could not find expected ':'", "det mangler et kolon etter feltnavnet"),
    ("expected <block end>", "innrykket stemmer ikke med linjene over"),
    ("found '<stream end>'", "et anførselstegn eller en klamme er ikke lukket"),
    ("found unexpected end of stream", "et anførselstegn eller en klamme er ikke lukket"),
    ("while scanning a quoted scalar", "et anførselstegn er ikke lukket, eller et tegn er skrevet feil"),
    ("expected ',' or", "det mangler et komma, eller en klamme er ikke lukket"),
    ("cannot start any token", "et tegn som ikke kan stå først; sett anførselstegn rundt teksten"),
)

_LOOK_ABOVE = "Feilen kan også stå på en linje over: se etter anførselstegn, klamme, eller mellomrom etter kolon"
"""The parser notices only where it can't go on."""


class _Stop(Exception):
    """The rest of the file is not read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The file's fields, and what is wrong with how they are written; None where that can't be read as fields.

    `file` is its name as problems give it. Never raises for anything that stands in the text.
    """
    long = next((number for number, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE), 0)
    if long:
        return None, [Problem(file, long, "", f"linjen er for lang (høyst {MAX_LINE} tegn)")]
    reader = _Reader(file, YAML(typ="safe", pure=True).parse(text))
    root: Node | None = None
    try:
        root = reader.document()
    except _Stop as stop:
        reader.report(stop.line, stop.message)
    except YAMLError as error:
        reader.report(_line_of(error), f"filen kan ikke leses: {_words_for(error)}. {_LOOK_ABOVE}")
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # The parser has no word of its own for some nonsense, such as the escape \UFFFFFFFF.
        reader.report(reader.line, "filen kan ikke leses: den er ikke skrevet som YAML")
    return root, reader.problems


class _Reader:
    """Builds nodes from events. Depth is bounded, so it may call itself."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.problems: list[Problem] = []
        self.line = 1
        self._file = file
        self._part = PurePosixPath(file).stem
        self._events = events
        self._count = 0

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._file, line, "", message))

    def document(self) -> Node | None:
        """The one document of the file, if it has fields."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise _Stop(self._at(event), "filen har mer enn én del; «---» kan bare stå øverst")
                if event.version or event.tags:
                    self.report(self._at(event), "linjer som begynner med % er ikke lov")
                root = self._node(next(self._events), 1)
            elif not isinstance(event, StreamStartEvent | DocumentEndEvent | StreamEndEvent):  # pragma: no cover
                raise _Stop(self._at(event), "filen kan ikke leses")
        if root is None or root.value is None:
            self.report(0, "filen er tom")
            return None
        if not isinstance(root.value, dict):
            self.report(root.line, "filen skal bestå av felt, slik som «signs:»")
            return None
        return root

    def _at(self, event: Any) -> int:
        self.line = event.start_mark.line + 1
        return self.line

    def _node(self, event: Any, depth: int) -> Node:
        line = self._at(event)
        self._count += 1
        if self._count > MAX_NODES:
            raise _Stop(line, f"filen har for mange verdier (høyst {MAX_NODES})")
        if depth > MAX_DEPTH:
            raise _Stop(line, f"for mange nivåer inni hverandre (høyst {MAX_DEPTH})")
        if isinstance(event, AliasEvent):
            self.report(line, f"{quoted('*' + event.anchor)}: * er ikke lov her; sett anførselstegn rundt tekst")
            return Node(None, self._file, line, broken=True)
        self._judge(event, line)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, line)
        if isinstance(event, SequenceStartEvent):
            return Node(tuple(self._rows(depth)), self._file, line)
        if isinstance(event, MappingStartEvent):
            return Node(self._fields(depth), self._file, line)
        raise _Stop(line, "filen kan ikke leses")  # pragma: no cover - the parser gives no other event here

    def _judge(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.report(line, f"{quoted('&' + event.anchor)}: & er ikke lov her; sett anførselstegn rundt tekst")
        if event.tag is not None:
            self.report(line, f"{quoted(event.tag)}: ! er ikke lov her; sett anførselstegn rundt tekst")

    def _scalar(self, event: ScalarEvent, line: int) -> Node:
        if event.style is None:
            return Node(_resolved(event.value), self._file, line)
        # Only the style | keeps the file's lines.
        return Node(event.value, self._file, line, text_line=line + 1 if event.style == "|" else 0)

    def _rows(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _fields(self, depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        before = len(self.problems)
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                break
            self._field(event, fields, depth)
        name = fields["id"].text if "id" in fields else ""
        if name and depth > 1:
            item = f"{self._part}/{shown(name)}"
            own = self.problems[before:]
            self.problems[before:] = [problem if problem.item else replace(problem, item=item) for problem in own]
        return fields

    def _field(self, event: Any, fields: dict[str, Node], depth: int) -> None:
        key = self._node(event, depth + 1)
        name = event.value if isinstance(event, ScalarEvent) else None
        value = self._node(next(self._events), depth + 1)
        if key.broken:
            return
        if name is None:
            self.report(key.line, "et feltnavn kan ikke være en liste eller ha felt under seg")
        elif name == "<<":
            self.report(key.line, "«<<» er ikke lov; skriv feltene der de skal stå")
        elif name in fields:
            self.report(key.line, f"{quoted(name)} er skrevet to ganger (også på linje {fields[name].line})")
        else:
            fields[name] = replace(value, line=key.line)


def _resolved(text: str) -> Scalar:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _line_of(error: YAMLError) -> int:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else 0


def _words_for(error: YAMLError) -> str:
    said = str(error)
    return next((words for known, words in _SYNTAX if known in said), "den er ikke skrevet som YAML")
