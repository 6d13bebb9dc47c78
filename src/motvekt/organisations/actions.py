"""Changes to areas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area, AreaHost
from motvekt.organisations.rules import ADDRESS_PATTERN, bare_host


@transaction.atomic
def set_area(*, slug: str, hosts: Sequence[str], default: bool, by: Actor, address: str = "") -> Area:
    """Make an area, or give it exactly these hosts. A default area replaces the one before.

    Raises Refused where a host is no host name or belongs to another area, and where the address can't be printed.
    """
    if address and not re.match(ADDRESS_PATTERN, address):
        raise Refused(no("not_an_address", f"Ikke en adresse: {address!r}. Skriv https:// og vertsnavnet, uten mer."))
    if wrong := [host for host in hosts if bare_host(host) != host]:
        raise Refused(no("not_a_host", f"Ikke et vertsnavn: {wrong[0]!r}. Skriv det med små bokstaver og uten port."))
    if taken := AreaHost.objects.filter(host__in=hosts).exclude(area__slug=slug).first():
        raise Refused(no("host_taken", f"Vertsnavnet {taken.host} hører til området {taken.area.slug}."))
    if default:
        Area.objects.exclude(slug=slug).filter(is_default=True).update(is_default=False)
    area, _ = Area.objects.update_or_create(slug=slug, defaults={"is_default": default, "address": address})
    area.hosts.exclude(host__in=hosts).delete()
    for host in hosts:
        AreaHost.objects.get_or_create(area=area, host=host)
    return area
