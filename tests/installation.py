"""An area as tests need it: with the organisations that answer for it."""

from __future__ import annotations

from collections.abc import Sequence

from motvekt.kernel.actor import Actor
from motvekt.organisations import actions
from motvekt.organisations.actions import Controller
from motvekt.organisations.kinds import OrganisationKind
from motvekt.organisations.models import Area

ORGANISATIONS = {
    "asker-baerum": ("asker", "baerum", "oslo-politidistrikt"),
    "fjellvik": ("fjellvik", "fjellvik-politidistrikt"),
}
"""Those of the demo's areas, as its file has them."""


def controller(slug: str) -> Controller:
    """A municipality of that name."""
    return Controller(slug, f"{slug} kommune", OrganisationKind.MUNICIPALITY)


def set_area(*, slug: str, hosts: Sequence[str], default: bool, by: Actor, address: str = "") -> Area:
    """As the action, with the demo's organisations, or one of the area's own name."""
    controllers = [controller(name) for name in ORGANISATIONS.get(slug, (slug,))]
    return actions.set_area(slug=slug, hosts=hosts, default=default, controllers=controllers, by=by, address=address)
