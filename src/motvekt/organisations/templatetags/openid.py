"""Which providers of sign-on a page shows."""

from __future__ import annotations

from django import template

from motvekt.organisations import session
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.openid import known, registry
from motvekt.organisations.openid.provider import Provider

register = template.Library()


@register.simple_tag
def sign_on_providers(request: InsideRequest) -> list[Provider]:
    """Those by which people of the area sign on."""
    return registry.of_area(request.area)


@register.simple_tag
def providers_to_link(request: InsideRequest) -> list[Provider]:
    """Those that whoever has proven two factors can still link to their account."""
    if request.standing.account is None or not session.how(request).strong:
        return []
    found = registry.of_area(request.area)
    linked = known.linked(request.standing.account, [one.issuer for one in found]) if found else frozenset()
    return [one for one in found if one.issuer not in linked]
