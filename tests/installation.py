"""An area as tests need it: with one organisation that answers for it."""

from __future__ import annotations

from collections.abc import Sequence

from motvekt.kernel.actor import Actor
from motvekt.organisations import actions
from motvekt.organisations.actions import Controller
from motvekt.organisations.kinds import OrganisationKind
from motvekt.organisations.models import Area


def controller(slug: str) -> Controller:
    """A municipality of that name."""
    return Controller(slug, f"{slug} kommune", OrganisationKind.MUNICIPALITY)


def set_area(*, slug: str, hosts: Sequence[str], default: bool, by: Actor, address: str = "") -> Area:
    """As the action, with a municipality of the area's own name."""
    return actions.set_area(
        slug=slug, hosts=hosts, default=default, controllers=[controller(slug)], by=by, address=address
    )
