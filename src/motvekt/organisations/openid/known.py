"""Which account somebody has, by issuer and subject alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from motvekt.kernel import clock
from motvekt.organisations.models import Account, Identity
from motvekt.organisations.openid.persons import Person


def account_of(who: Person) -> Account | None:
    """Their account, and a note that its identity was used now. Every letter counts, its case too."""
    found = Identity.objects.select_related("account").filter(issuer=who.issuer, subject=who.subject).first()
    if found is None:
        return None
    Identity.objects.filter(id=found.id).update(used_at=clock.now())
    return found.account


def linked(account: UUID, issuers: Iterable[str]) -> frozenset[str]:
    """Those of the issuers that an account is linked to."""
    rows = Identity.objects.filter(account=account, issuer__in=list(issuers))
    return frozenset(rows.values_list("issuer", flat=True))
