"""Which edition is in force, and what may be published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import YES, Decision, no


class Numbered(Protocol):
    """An edition as far as time is concerned."""

    @property
    def number(self) -> int: ...
    @property
    def valid_from(self) -> date: ...


class Dated(Numbered, Protocol):
    """An edition of which it is known on which day it was published."""

    @property
    def published_on(self) -> date: ...


E = TypeVar("E", bound=Numbered)
D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Reign:
    """The first day on which an edition is shown, and the day on which a newer one takes its place, if one does."""

    first: date
    until: date | None


def in_force(editions: Iterable[E], today: date) -> E | None:
    """The newest edition whose first day has come."""
    begun = [edition for edition in editions if edition.valid_from <= today]
    return max(begun, key=lambda edition: edition.number, default=None)


def replaced_by(editions: Iterable[E], valid_from: date, today: date) -> E | None:
    """The edition that readers have when a new one takes its place: what a proposal is to be compared with."""
    return in_force(editions, max(valid_from, today))


def overtaken(editions: Sequence[D], valid_from: date, today: date) -> list[D]:
    """Editions that are still to begin, and never will if a new one begins on this day."""
    first = max(valid_from, today)
    return [
        edition
        for edition in editions
        if (planned := reign(edition, editions)) and planned.first > today and first <= planned.first
    ]


def reign(edition: Dated, editions: Iterable[Dated]) -> Reign | None:
    """When an edition is shown, among all of its area; None where a newer one begins before it."""
    first = _first_day(edition)
    until = min((_first_day(other) for other in editions if other.number > edition.number), default=None)
    if until is None or until > first:
        return Reign(first, until)
    # Of two that begin on a day to come only the newer is shown; one that began at once was shown until the other came.
    began_at_once = edition.valid_from <= edition.published_on
    return Reign(first, until) if until == first and began_at_once else None


def _first_day(edition: Dated) -> date:
    return max(edition.valid_from, edition.published_on)


def digest(content: str) -> str:
    """SHA-256 of an edition's content, as hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def may_publish(new: str, newest: str | None) -> Decision:
    """Whether content with digest `new` may follow the newest edition's. The same once more helps nobody."""
    if new == newest:
        return no("same_content", "Innholdet er det samme som i den nyeste utgaven. Ingen ny utgave er laget.")
    return YES


CODE_LENGTH = 12
"""Characters of a proposal's digest that whoever confirms it repeats: proof of which content was looked at."""


def code(digest: str) -> str:
    """What a proposal is called by."""
    return digest[:CODE_LENGTH]


def may_confirm(*, proposed_by: str, follows: int, newest: int, by: Actor, alone: bool = False) -> Decision:
    """Whether a proposal that was compared with edition `follows` may become the next one now.

    It takes two: two accounts, or two login names at the command line. `alone`: one may, as in the demo, and for the
    first edition of an area, which nobody uses yet.
    """
    if follows != newest:
        return no(
            "published_meanwhile",
            f"Utgave {newest} er publisert siden forslaget ble laget. Lag det på nytt, og se på endringene.",
        )
    if str(by) == proposed_by and not alone:
        return no(
            "same_person", "Den som foreslår en utgave, kan ikke bekrefte den selv. Be en annen se på endringene."
        )
    return YES
