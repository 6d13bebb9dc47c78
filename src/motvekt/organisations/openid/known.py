"""Which account somebody has, by issuer and subject alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from motvekt.kernel import clock
from motvekt.organisations.models import Account, Area, Identity
from motvekt.organisations.openid import registry
from motvekt.organisations.openid.persons import Person
from motvekt.organisations.openid.provider import Provider


def account_of(who: Person) -> Account | None:
    """Their account, and a note that its identity was used now. Every letter counts, its case too."""
    found = Identity.objects.select_related("account").filter(issuer=who.issuer, subject=who.subject).first()
    if found is None:
        return None
    Identity.objects.filter(id=found.id).update(used_at=clock.now())
    return found.account


def providers_of(account: Account, area: Area) -> list[Provider]:
    """Those that an account signs on by in an area, where it has no factor of its own."""
    found = registry.of_area(area)
    if not found or account.factors.exists():
        return []
    issuers = linked(account.id, [one.issuer for one in found])
    return [one for one in found if one.issuer in issuers]


def linked(account: UUID, issuers: Iterable[str]) -> frozenset[str]:
    """Those of the issuers that an account is linked to."""
    rows = Identity.objects.filter(account=account, issuer__in=list(issuers))
    return frozenset(rows.values_list("issuer", flat=True))
