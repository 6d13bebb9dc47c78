"""At which desks of an area somebody reads what is asked anonymously.

It changes a few times a year and is asked for at every step of `/droft/`, so a process looks once a second at most. Who
sends within that second to a desk that has just closed, sends as if a second earlier.
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


def _looked(slug: str) -> Here | None:
    area = organisations.area(slug)
    if area is None:
        return None
    with within(area.id):
        units = list(Unit.objects.select_related("organisation", "area").filter(area=area).exclude(desk=""))
        people = organisations.how_many_receive(unit.id for unit in units)
    with_keys = keystore.with_pairs(people)
    return Here(area, {unit.desk: Reading(unit, people[unit.id]) for unit in units if unit.id in with_keys})
