"""At which desks of an area somebody reads what is asked anonymously.

It changes a few times a year and is asked for at every step of `/droft/`, so a process looks once a second at most. Who
sends within that second to a desk that has just closed, sends as if a second earlier. Whoever has a receipt needs the
area alone, which stays what it is: the look at the desks is the work of ten pages.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within
from motvekt.vault import keystore

FRESH_SECONDS = 1.0
AREA_SECONDS = 60.0


@dataclass(frozen=True)
class Reading:
    """A unit that has the keys of a desk, and how many people read all that comes there: one or more."""

    unit: Unit
    people: int


@dataclass(frozen=True)
class Here:
    """An area, and by the edition's id for each the desks of it where somebody reads."""

    area: Area
    desks: Mapping[str, Reading]


_known: dict[str, tuple[float, Here]] = {}
_areas: dict[str, tuple[float, Area]] = {}


def area(slug: str) -> Area | None:
    """An area as it was a minute ago at most. None where there is none. Raises django.db.Error where nobody can be
    asked.
    """
    taken, known = _areas.get(slug, (0.0, None))
    if known is None or time.monotonic() - taken > AREA_SECONDS:
        now, known = time.monotonic(), organisations.area(slug)
        if known is not None:
            _areas[slug] = now, known
    return known


def here(slug: str) -> Here | None:
    """What was so in an area a second ago at most. None where there is no such area.

    Raises django.db.Error where nobody can be asked.
    """
    taken, known = _known.get(slug, (0.0, None))
    if known is None or time.monotonic() - taken > FRESH_SECONDS:
        now, known = time.monotonic(), _looked(slug)
        if known is None:
            return None
        _known[slug] = now, known
    return known


def forget() -> None:
    """Look anew at the next request."""
    _known.clear()
    _areas.clear()


def _looked(slug: str) -> Here | None:
    place = area(slug)
    if place is None:
        return None
    with within(place.id):
        units = list(Unit.objects.select_related("organisation", "area").filter(area=place).exclude(desk=""))
        people = organisations.how_many_receive(unit.id for unit in units)
    with_keys = keystore.with_pairs(people)
    return Here(place, {unit.desk: Reading(unit, people[unit.id]) for unit in units if unit.id in with_keys})
