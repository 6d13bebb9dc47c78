"""Who may do something to an account: close it, open it, and have its factors reset, which takes two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import policy
from motvekt.organisations.models import Membership, Reset

RESET_LIFE = timedelta(hours=24)
"""How long somebody else has to say yes."""

NOT_ADMINISTRATOR = no("not_administrator", _("Bare administratorer kan gjøre dette."))
NOT_ONESELF = no("not_oneself", _("Du kan ikke gjøre dette med din egen konto. Be en annen administrator."))
ELSEWHERE = no(
    "used_elsewhere",
    _("Kontoen brukes i et annet samarbeidsområde også, og kan ikke endres herfra. Be dem som drifter Motvekt."),
)
NO_RESET = no("no_reset", _("Nullstillingen er gjort, trukket eller for gammel. Be om en ny."))
ANOTHER = no("takes_two", _("En annen enn den det gjelder, og den som ba om nullstillingen, må bekrefte den."))
NOT_BESIDE = no("not_beside", _("Bare en administrator, eller en som bekrefter roller i enheten, kan bekrefte dette."))


def may_administer(by: Standing, *, area: UUID) -> Decision:
    """Administrators look after the units and accounts of their area."""
    return YES if by.holds(Capability.APPOINT, area=area) else NOT_ADMINISTRATOR


def may_change(by: Standing, *, account: UUID, area: UUID, elsewhere: bool) -> Decision:
    """Whether somebody may close, open or ask for a reset of an account.

    `elsewhere`: it has a role in another area, where whoever gets hold of it here would come in as well.
    """
    if not (decision := may_administer(by, area=area)):
        return decision
    if by.account == account:
        return NOT_ONESELF
    return ELSEWHERE if elsewhere else YES


@dataclass(frozen=True)
class Asked:
    """A reset that somebody has asked for. `units` are those where the account has a role that holds."""

    account: UUID
    area: UUID
    asked_by: UUID
    asked_at: datetime
    is_open: bool
    units: frozenset[UUID]


def asked(row: Reset) -> Asked:
    """A reset's row as the rules take it, to be read within its area."""
    held = policy.holding(Membership.objects.filter(account=row.account_id, area=row.area_id))
    units = frozenset(held.values_list("unit", flat=True))
    return Asked(row.account_id, row.area_id, row.asked_by_id, row.asked_at, row.closed_at is None, units)


def waits(asked: Asked, now: datetime) -> bool:
    """Whether a reset can still be confirmed."""
    return asked.is_open and now < asked.asked_at + RESET_LIFE


def may_confirm_reset(by: Standing, asked: Asked, now: datetime) -> Decision:
    """Another administrator, or somebody who confirms roles in a unit of the person's: never the two concerned."""
    if not waits(asked, now):
        return NO_RESET
    if by.account in (asked.account, asked.asked_by):
        return ANOTHER
    if by.holds(Capability.APPOINT, area=asked.area):
        return YES
    return YES if by.units_with(Capability.CONFIRM_MEMBER) & asked.units else NOT_BESIDE


def may_withdraw_reset(by: Standing, asked: Asked, now: datetime) -> Decision:
    """Whoever asked, whoever may confirm, and the one it is about: stopping it harms nobody."""
    if not waits(asked, now):
        return NO_RESET
    if by.account is not None and by.account in (asked.account, asked.asked_by):
        return YES
    return may_confirm_reset(by, asked, now)


def _open(by: Standing, now: datetime) -> QuerySet[Reset]:
    return Reset.objects.filter(area=by.area, closed_at__isnull=True, asked_at__gt=now - RESET_LIFE)


def confirmable_resets(by: Standing, now: datetime) -> QuerySet[Reset]:
    """The resets that somebody may confirm: `may_confirm_reset`, as a query, to be read within their area."""
    others = _open(by, now).exclude(Q(account=by.account) | Q(asked_by=by.account))
    if by.area is not None and by.holds(Capability.APPOINT, area=by.area):
        return others
    beside = policy.holding(
        Membership.objects.filter(account=OuterRef("account"), unit__in=by.units_with(Capability.CONFIRM_MEMBER))
    )
    return others.filter(Exists(beside))


def withdrawable_resets(by: Standing, now: datetime) -> QuerySet[Reset]:
    """The resets that somebody may withdraw: `may_withdraw_reset`, as a query."""
    mine = Q(account=by.account) | Q(asked_by=by.account)
    return _open(by, now).filter(mine | Q(id__in=confirmable_resets(by, now).values("id")))
