"""Changes to areas and their organisations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from motvekt.audit.actions import record
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries
from motvekt.organisations.kinds import OrganisationKind
from motvekt.organisations.models import Area, AreaHost, Organisation
from motvekt.organisations.rules import ADDRESS_PATTERN, bare_host


@dataclass(frozen=True)
class Controller:
    """An organisation as an operator names it."""

    slug: str
    name: str
    kind: OrganisationKind


@transaction.atomic
def set_area(
    *, slug: str, hosts: Sequence[str], default: bool, controllers: Sequence[Controller], by: Actor, address: str = ""
) -> Area:
    """Make an area, or give it exactly these hosts and, in this order, these organisations. A default area replaces the
    one before.

    Raises Refused where a host is no host name or belongs to another area, the address can't be printed, no
    organisation is named, or one that the area has is left out: what it answers for doesn't go away with its name.
    """
    if address and not re.match(ADDRESS_PATTERN, address):
        raise Refused(no("not_an_address", f"Ikke en adresse: {address!r}. Skriv https:// og vertsnavnet, uten mer."))
    if wrong := [host for host in hosts if bare_host(host) != host]:
        raise Refused(no("not_a_host", f"Ikke et vertsnavn: {wrong[0]!r}. Skriv det med små bokstaver og uten port."))
    if taken := AreaHost.objects.filter(host__in=hosts).exclude(area__slug=slug).first():
        raise Refused(no("host_taken", f"Vertsnavnet {taken.host} hører til området {taken.area.slug}."))
    if not controllers:
        raise Refused(no("no_controller", f"Området {slug} må ha minst én virksomhet under controllers."))
    before = _described(slug)
    if default:
        Area.objects.exclude(slug=slug).filter(is_default=True).update(is_default=False)
    area, _ = Area.objects.update_or_create(slug=slug, defaults={"is_default": default, "address": address})
    area.hosts.exclude(host__in=hosts).delete()
    for host in hosts:
        AreaHost.objects.get_or_create(area=area, host=host)
    _set_controllers(area, controllers)
    # An installation says the same at every start.
    if _described(slug) != before:
        record(controller=queries.first_controller(area), by=by, event="area_set", area=area.id)
    return area


def _described(slug: str) -> object:
    """All that can be set of an area, as something to compare."""
    area = Area.objects.filter(slug=slug).first()
    if area is None:
        return None
    organisations = list(area.organisations.order_by("position").values_list("slug", "name", "kind"))
    return area.is_default, area.address, sorted(area.hosts.values_list("host", flat=True)), organisations


def _set_controllers(area: Area, controllers: Sequence[Controller]) -> None:
    left = area.organisations.exclude(slug__in=[named.slug for named in controllers]).first()
    if left is not None:
        raise Refused(no("controller_left_out", f"Virksomheten {left.slug} finnes i {area.slug} og kan ikke utelates."))
    for position, named in enumerate(controllers):
        Organisation.objects.update_or_create(
            area=area, slug=named.slug, defaults={"name": named.name, "kind": named.kind.value, "position": position}
        )
