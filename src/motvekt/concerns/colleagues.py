"""Who works in a unit, for those of its pages where one chooses among them."""

from __future__ import annotations

from uuid import UUID

from motvekt.access.capabilities import Capability
from motvekt.access.roles import ROLES
from motvekt.organisations import policy
from motvekt.organisations.models import Account, Membership

_WRITING = sorted(role.value for role, described in ROLES.items() if Capability.WRITE in described.capabilities)


def writers_in(unit: UUID, *, but: UUID | None = None) -> list[Account]:
    """Those who may write in a unit now, by name; without the one who asks, where that is said."""
    rows = policy.holding(Membership.objects.filter(unit=unit, role__in=_WRITING)).select_related("account")
    found = {row.account_id: row.account for row in rows if row.account_id != but}
    return sorted(found.values(), key=lambda account: (account.name, account.id))
