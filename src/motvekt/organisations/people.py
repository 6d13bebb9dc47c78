"""Reads for signing in, and for the page that tells somebody what they are here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from motvekt.access.capabilities import WORDS, Capability
from motvekt.access.roles import ROLES, Reach, Role
from motvekt.access.standing import Standing
from motvekt.kernel import clock
from motvekt.organisations import policy, queries
from motvekt.organisations.models import Account, Area, Factor, Membership
from motvekt.organisations.rules import is_invented
from motvekt.organisations.sessions import IDLE, kept_as


def proven(email: str, password: str) -> Account | None:
    """The open account with this address and password. An unknown address costs as much time as a wrong password."""
    found = Account.objects.filter(email=email.strip().lower()).first()
    # An account without a row has no usable password, and is checked against one of the same cost.
    right = (found or Account(password="!")).check_password(password)  # noqa: S106 - "!" is what no password matches
    return found if found and right and found.is_active else None


def by_id(account: str) -> Account | None:
    """An account by its id as text."""
    try:
        return Account.objects.filter(id=UUID(account)).first()
    except ValueError:
        return None


def lost_a_role(account: UUID, area: UUID, *, since: datetime) -> bool:
    """Whether a role of somebody's has been ended in an area since then."""
    return Membership.objects.filter(account=account, area=area, ended_at__gt=since).exists()


@dataclass(frozen=True)
class Held:
    """A role of somebody's, as others are told of it. `words` are in bokmål, and translated where they are shown."""

    id: UUID
    account: Account
    words: str
    unit: str
    organisation: str
    secured: bool = True
    """Whether the account can come in with two factors: only then can a role that receives be confirmed."""
    since: datetime | None = None


def _held(row: Membership) -> Held:
    return Held(
        row.id,
        row.account,
        ROLES[Role(row.role)].words,
        row.unit.name,
        row.unit.organisation.name,
        since=row.appointed_at,
    )


def of_unit(unit: UUID) -> list[Held]:
    """Everybody whose role in a unit holds, by name: each once, with the role in which they lead or came first."""
    rows = policy.holding(Membership.objects.filter(unit=unit)).select_related("account", "unit__organisation")
    found: dict[UUID, Membership] = {}
    for row in rows.order_by("appointed_at", "id"):
        if row.account_id not in found or row.role == Role.LEADER:
            found[row.account_id] = row
    return sorted(map(_held, found.values()), key=lambda held: held.account.name)


def cast(area: Area) -> list[Held]:
    """In demo mode the invented people with a role in the area, each with their first; nobody otherwise."""
    if not settings.DEMO:
        return []
    rows = Membership.objects.filter(area=area, ended_at__isnull=True, account__is_active=True)
    found: dict[UUID, Membership] = {}
    for row in rows.select_related("account", "unit__organisation").order_by("appointed_at", "id"):
        if is_invented(row.account.email):
            found.setdefault(row.account_id, row)
    order = {row.unit.organisation.name: row.unit.organisation.position for row in found.values()}
    return sorted(map(_held, found.values()), key=lambda held: order[held.organisation])


def cast_member(area: Area, account: str) -> Account | None:
    """One of the cast by their account's id as text."""
    return next((held.account for held in cast(area) if str(held.account.id) == account), None)


def myself_as(standing: Standing) -> Account:
    """The account of somebody who has signed in."""
    return Account.objects.get(id=standing.somebody)


def factors(account: Account) -> list[Factor]:
    """What an account signs in with beside its password, the oldest first."""
    return list(account.factors.order_by("added_at", "id"))


def factor(account: Account, factor: UUID) -> Factor | None:
    """One of an account's."""
    return account.factors.filter(id=factor).first()


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes are not used."""
    return account.recovery_codes.count()


@dataclass(frozen=True)
class SignedIn:
    """A browser in which somebody is signed in. `how` is a code of `How`."""

    how: str
    begun: datetime
    seen: datetime
    here: bool


def sessions(account: Account, *, now: SessionBase) -> list[SignedIn]:
    """Where an account is signed in, the one last used first. `now` is the session that asks."""
    since = clock.now() - IDLE
    rows = account.sessions.filter(ended_at__isnull=True, expire_date__gt=clock.now(), seen_at__gt=since)
    here = kept_as(now.session_key or "")
    return [
        SignedIn(row.how, row.begun_at, row.seen_at, row.session_key == here)
        for row in rows.order_by("-seen_at")
        if row.begun_at and row.seen_at
    ]


@dataclass(frozen=True)
class MyRole:
    """A role of somebody's as their own page tells it."""

    words: str
    unit: str
    organisation: str
    reach: Reach
    can: Sequence[str]
    waits: bool
    needs_two: bool
    """Whether the role needs two factors."""
    ask: Sequence[Account] = ()
    """Where it waits: who may confirm it."""


@dataclass(frozen=True)
class Myself:
    """An account with its roles in an area, and the administrators of the area, who can give it more."""

    account: Account
    roles: Sequence[MyRole]
    administrators: Sequence[Account]


def myself(standing: Standing) -> Myself:
    """What somebody who has signed in is told about themselves."""
    account = myself_as(standing)
    rows = Membership.objects.filter(account=account, area=standing.area, ended_at__isnull=True)
    roles = [_mine(row) for row in rows.select_related("unit__organisation").order_by("appointed_at", "id")]
    return Myself(account, roles, _administrators(standing))


def _mine(row: Membership) -> MyRole:
    role = ROLES[Role(row.role)]
    waits = not policy.holds(policy.State(Role(row.role), confirmed=row.confirmed_at is not None, ended=False))
    ask = _once(policy.confirmers(row)) if waits else ()
    can = [WORDS[capability] for capability in Capability if capability in role.capabilities]
    return MyRole(
        role.words, row.unit.name, row.unit.organisation.name, role.reach, can, waits, role.needs_two_factors, ask
    )


def _administrators(standing: Standing) -> list[Account]:
    rows = policy.holding(Membership.objects.filter(area=standing.area, role=Role.AREA_ADMIN))
    return _once(rows.exclude(account=standing.account).select_related("account").order_by("appointed_at"))


def _once(rows: Iterable[Membership]) -> list[Account]:
    return list({row.account_id: row.account for row in rows}.values())


def waiting_for(standing: Standing) -> list[Held]:
    """The memberships that wait for somebody to confirm them, the one that has waited longest first."""
    rows = policy.awaiting(standing).select_related("account", "unit__organisation")
    return [replace(_held(row), secured=queries.is_secured(row.account)) for row in rows.order_by("appointed_at", "id")]


def to_confirm(standing: Standing, membership: UUID) -> Membership | None:
    """A membership of a unit whose members somebody may confirm, whether or not it still waits. Others don't exist."""
    units = standing.units_with(Capability.CONFIRM_MEMBER)
    return Membership.objects.filter(id=membership, unit__in=units, area=standing.area).first()
