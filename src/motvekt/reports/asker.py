"""What a desk may know of somebody who asked anonymously, and must tell the room that keeps their way in.

That room lies above this one: it gives its functions here when the system starts, as a provider does behind a port.
Without them a desk answers nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from motvekt.access.standing import Standing


@dataclass(frozen=True)
class WhoAsked:
    """Whether an answer reaches anybody, and how: nothing of who it is."""

    language: str
    """The interface's, in which they read the page."""
    ends_on: date | None
    """The day on which their way in ends if nobody writes; none while their last word is unanswered."""
    is_gone: bool
    """Whether the way in has ended: nobody reads an answer."""


class Answered(Protocol):
    """From now on the desk's word is the last. Within the transaction of the answer, which holds the dossier."""

    def __call__(self, *, dossier: UUID, by: Standing) -> None: ...


@dataclass(frozen=True)
class Askers:
    """The room that knows who has a way in."""

    find: Callable[[UUID], WhoAsked]
    """Whoever asked in a dossier."""
    answered: Answered


_askers: Askers | None = None


def keep(known: Askers) -> None:
    """Ask there from now on."""
    global _askers
    _askers = known


def askers() -> Askers:
    """Where askers are known."""
    if _askers is None:
        raise RuntimeError("no room knows who asked")
    return _askers
