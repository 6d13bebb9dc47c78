"""Reads of areas, and of what an account is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from motvekt.access.roles import Role
from motvekt.access.standing import NOBODY, Post, Standing
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import policy
from motvekt.organisations.models import Account, Area, AreaHost, Membership
from motvekt.organisations.walls import within


@dataclass(frozen=True)
class Hosts:
    """Which host leads to which area, for one moment."""

    by_host: Mapping[str, str]
    default: str | None


def hosts() -> Hosts:
    """All hosts and the default area's slug, in two queries."""
    by_host = dict(AreaHost.objects.values_list("host", "area__slug"))
    default = Area.objects.filter(is_default=True).values_list("slug", flat=True).first()
    return Hosts(by_host, default)


def area(slug: str) -> Area | None:
    """An area by its slug."""
    return Area.objects.filter(slug=slug).first()


def address(slug: str) -> str:
    """Where people find an area, without a slash at the end; empty where it has neither an address nor a host."""
    place = area(slug)
    if place is None or place.address:
        return place.address if place else ""
    first = place.hosts.order_by("host").values_list("host", flat=True).first()
    return f"https://{first}" if first else ""


def first_controller(area: Area) -> UUID:
    """The organisation that answers for the area itself and its guide. Raises Refused where the area has none yet."""
    with within(area.id):
        found = area.organisations.order_by("position", "slug").values_list("id", flat=True).first()
    if found is None:
        raise Refused(no("no_controller", f"Området {area.slug} har ingen virksomhet. Sett controllers i områdefilen."))
    return found


def ids() -> list[UUID]:
    """Every area, for work that goes through all of them, one after the other."""
    return list(Area.objects.order_by("slug").values_list("id", flat=True))


def listed() -> list[tuple[str, list[str], bool]]:
    """Slug, hosts and whether it is the default, the default first and then by slug."""
    areas = Area.objects.order_by("-is_default", "slug").prefetch_related("hosts")
    return [(area.slug, sorted(row.host for row in area.hosts.all()), area.is_default) for area in areas]


def standing(account: Account, area: UUID) -> Standing:
    """What an account is in an area now. An account that is closed is nobody."""
    if not account.is_active:
        return NOBODY
    held = policy.holding(Membership.objects.filter(account=account, area=area))
    with within(area):
        rows = list(held.values_list("unit_id", "unit__organisation_id", "area_id", "role"))
    return Standing(
        account.id, area, frozenset(Post(unit, body, place, Role(role)) for unit, body, place, role in rows)
    )
