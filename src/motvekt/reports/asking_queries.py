"""Who takes requests in an area: each municipality's SLT desk, or its telephone where no desk can be written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motvekt.guide.contacts import Line, lines
from motvekt.guide.kinds import Function
from motvekt.guide.queries import InForce
from motvekt.guide.schema import Desk, Guide, Municipality
from motvekt.kernel import clock
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Area, Unit
from motvekt.reports.kinds import Channel


@dataclass(frozen=True)
class Taker:
    """Who takes the requests of a municipality. Without `unit` nobody can be written to, and the lines are called."""

    municipality: Municipality
    desk: Desk | None
    unit: Unit | None
    lines: Sequence[Line]

    @property
    def numbers(self) -> Sequence[Line]:
        """The lines that have a number to call."""
        return [line for line in self.lines if line.phones]


def takers(edition: InForce, area: Area) -> list[Taker]:
    """One for each municipality, in the guide's order."""
    return [_taker(edition, area, place) for place in edition.guide.municipalities]


def _taker(edition: InForce, area: Area, place: Municipality) -> Taker:
    desk = _desk(edition.guide, place.id)
    found = lines(
        edition.guide, edition.checked, clock.now(), functions=[Function.SLT_COORDINATOR], municipality=place.id
    )
    return Taker(place, desk, _unit(area, desk), found)


def _desk(guide: Guide, municipality: str) -> Desk | None:
    """The SLT desk of a municipality; one that names no municipality is for all."""
    desks = [desk for desk in guide.desks if desk.function is Function.SLT_COORDINATOR]
    return next((desk for desk in desks if not desk.municipalities or municipality in desk.municipalities), None)


def _unit(area: Area, desk: Desk | None) -> Unit | None:
    """The unit that the desk is, where it takes things here and somebody reads them."""
    if desk is None or Channel(desk.channel) is not Channel.MOTVEKT:
        return None
    unit = Unit.objects.select_related("organisation", "area").filter(area=area, desk=desk.id).first()
    return unit if unit is not None and organisations.somebody_receives(unit.id) else None
