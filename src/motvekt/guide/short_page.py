"""What the short path shows in one of its languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from motvekt.guide import contacts
from motvekt.guide.contacts import Line
from motvekt.guide.queries import InForce
from motvekt.guide.short_paths import ShortPath
from motvekt.kernel import clock


@dataclass(frozen=True)
class ShortLine:
    """A contact in the short path's own language: whether it is open, and who it is."""

    line: Line
    state: str
    text: str


def context(edition: InForce, code: str) -> dict[str, Any] | None:
    """Context of the short path in a language; None where the edition doesn't have it."""
    guide = edition.guide
    path = next((path for path in guide.short_paths if path.id == code), None)
    if path is None:
        return None
    texts = {called.function: called.text for called in path.call.who}
    found = contacts.lines(guide, {}, clock.now(), functions=list(texts))
    return {
        "path": path,
        "own": path.id in guide.languages,
        "lines": [
            ShortLine(line, _short_state(path, line), texts[line.contact.function] if line.contact else "")
            for line in found
            if line.phones
        ],
        "helpline": ShortLine(contacts.constant("child_helpline"), path.opening.open, path.call.helpline),
    }


def _short_state(path: ShortPath, line: Line) -> str:
    if line.availability.is_open:
        return path.opening.open
    return path.opening.closed if line.availability.state == "closed" else path.opening.unknown
