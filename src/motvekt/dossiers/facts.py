"""What the gate is asked: plain facts, without database and without content.

A fact that nobody knows is None, and denies. Only the kinds of facts that the law asks for are here: nothing of what
was seen or said, no name, no belief.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from motvekt.organisations.kinds import AgencyKind, SpecialBody


@dataclass(frozen=True)
class Party:
    """A unit, or a private person (whose `unit` and `body` are their own ids), as the law sees them."""

    unit: UUID
    body: UUID
    """The organisation that the unit is a part of."""
    agency: AgencyKind | Literal["private"]
    is_public: bool
    has_task: bool
    """Whether it has a task in the routine of the edition in force."""
    special: frozenset[SpecialBody] = frozenset()


class AgeBand(StrEnum):
    """As old as somebody is taken to be where nobody knows the birth date."""

    UNDER_15 = "under_15"
    FROM_15_TO_17 = "15_17"
    ADULT = "18"


_YEARS = {AgeBand.UNDER_15: (0, 15), AgeBand.FROM_15_TO_17: (15, 18), AgeBand.ADULT: (18, 150)}
_UNKNOWN = (0, 150)


def years_before(day: date, years: int) -> date:
    """The last birthday of those who are at least so many years old on that day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # 29 February, in a year that has none: whoever is born on 1 March is not that old yet.
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Person:
    """The one it is about, as far as consent goes. `guardians` are all holders of parental responsibility.

    Born on neither an earlier day than `born_from` nor a later one than `born_to`; None where nobody knows.
    """

    born_from: date | None = None
    born_to: date | None = None
    guardians: frozenset[UUID] | None = None

    def ages(self, today: date) -> tuple[int, int]:
        """The least and the most years that the person can be old."""
        least, most = _UNKNOWN
        return (
            least if self.born_to is None else max(least, _age(self.born_to, today)),
            most if self.born_from is None else _age(self.born_from, today),
        )


def _age(born: date, today: date) -> int:
    had = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had)


def born_in_month_of(born: date) -> tuple[date, date]:
    """The first and the last day of a birthday's month: as exactly as it is kept outside sealed texts."""
    first = born.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def born_by_band(band: AgeBand, seen: date) -> tuple[date, date]:
    """Between which days somebody is born who was taken to be in that band on a day. They grow older from then on."""
    least, below = _YEARS[band]
    return years_before(seen, below) + timedelta(days=1), years_before(seen, least)


@dataclass(frozen=True)
class Consent:
    """That somebody lets a unit tell others something for a purpose. It lifts confidentiality and nothing more."""

    sender: UUID
    recipients: frozenset[UUID]
    purpose: str
    given: date
    by_self: bool = False
    by_guardians: frozenset[UUID] = frozenset()
    until: date | None = None
    withdrawn: date | None = None

    def holds(self, today: date) -> bool:
        """Whether it is in force on a day: on its last day it is, on the day of its withdrawal it no longer is."""
        begun = self.given <= today
        ended = self.withdrawn is not None and self.withdrawn <= today
        return begun and not ended and (self.until is None or today <= self.until)


@dataclass(frozen=True)
class Told:
    """Whether the person, and parents who take part, were told of it; if not, why, and when to look again."""

    was: bool | None = None
    has_reason: bool = False
    look_again: date | None = None


@dataclass(frozen=True)
class Sharing:
    """A disclosure, or somebody's wish for one."""

    basis: str
    """The id of a legal basis of the edition."""
    sender: Party
    recipient: Party
    as_health_personnel: bool | None
    """Whether the sender learnt it as health personnel. Asked of health care alone; elsewhere it is passed over."""
    identifies: bool
    """Whether what is shared says who it is, or lets it be guessed."""
    purpose: str
    is_necessary: bool
    """Whether it is written down why it is necessary."""
    attested: frozenset[int]
    """Which of the basis's attestations the decider stands for, by their places from 0."""
    told: Told
    person: Person
    made_on: date
    consents: tuple[Consent, ...] = field(default=())
    until: date | None = None
    ended: date | None = None
