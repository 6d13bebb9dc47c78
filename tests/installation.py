"""An area as tests need it: with the organisations that answer for it, and their units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from motvekt.kernel.actor import Actor
from motvekt.organisations import actions
from motvekt.organisations.actions import Controller
from motvekt.organisations.kinds import OrganisationKind
from motvekt.organisations.models import Area
from motvekt.site.areas import AreaRow, read_areas
from tests.guides import ROOT


@cache
def demo_areas() -> dict[str, AreaRow]:
    """The areas of the demo's file, by slug."""
    return {row.slug: row for row in read_areas(ROOT / "packs" / "areas.yaml")}


def controllers(slug: str) -> list[Controller]:
    """Those of a demo area, with their units; for another slug one municipality of that name, without."""
    if row := demo_areas().get(slug):
        return [named.named() for named in row.controllers]
    return [Controller(slug, f"{slug} kommune", OrganisationKind.MUNICIPALITY)]


def set_area(*, slug: str, hosts: Sequence[str], default: bool, by: Actor, address: str = "") -> Area:
    """As the action, with the organisations of `controllers`."""
    return actions.set_area(
        slug=slug, hosts=hosts, default=default, controllers=controllers(slug), by=by, address=address
    )
