"""Which edition is in force, and what may be published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from motvekt.kernel.decision import YES, Decision, no


class Numbered(Protocol):
    """An edition as far as time is concerned."""

    @property
    def number(self) -> int: ...
    @property
    def valid_from(self) -> date: ...


E = TypeVar("E", bound=Numbered)


def in_force(editions: Iterable[E], today: date) -> E | None:
    """The newest edition whose first day has come."""
    begun = [edition for edition in editions if edition.valid_from <= today]
    return max(begun, key=lambda edition: edition.number, default=None)


def digest(content: str) -> str:
    """SHA-256 of an edition's content, as hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def may_publish(new: str, newest: str | None) -> Decision:
    """Whether content with digest `new` may follow the newest edition's. The same once more helps nobody."""
    if new == newest:
        return no("same_content", "Innholdet er det samme som i den nyeste utgaven. Ingen ny utgave er laget.")
    return YES
