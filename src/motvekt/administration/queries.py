"""What administrators see: units with their desks, who has which role, what waits. Names of staff, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from motvekt.access.roles import ROLES, Role
from motvekt.access.standing import Standing
from motvekt.administration import scopes
from motvekt.administration.wording import AGENCIES
from motvekt.kernel import clock
from motvekt.organisations import account_policy, invitations, naming, policy
from motvekt.organisations.models import Account, Factor, Invitation, Membership, Organisation, Reset, Unit

PAGE = 50
"""How many rows a page of a list has."""


# --- units ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitRow:
    """A unit in the list, with how many have a role there that holds."""

    unit: Unit
    agency: str
    members: int


@dataclass(frozen=True)
class Body:
    """An organisation with its units."""

    organisation: Organisation
    units: Sequence[UnitRow]


def bodies(by: Standing) -> list[Body]:
    """Every unit that somebody looks after, by organisation; two queries."""
    held = Q(memberships__ended_at__isnull=True, memberships__account__is_active=True)
    counted = scopes.units(by).annotate(members=Count("memberships__account", filter=held, distinct=True))
    rows = scopes.organisations(by).order_by("position", "slug")
    found = rows.prefetch_related(Prefetch("units", queryset=counted.order_by("name"), to_attr="listed"))
    return [Body(body, [UnitRow(unit, AGENCIES[unit.agency], unit.members) for unit in body.listed]) for body in found]


def unit(by: Standing, unit: UUID) -> Unit | None:
    """A unit that somebody looks after."""
    return scopes.units(by).select_related("organisation", "area").filter(id=unit).first()


def organisation(by: Standing, organisation: UUID) -> Organisation | None:
    """An organisation whose units somebody looks after."""
    return scopes.organisations(by).select_related("area").filter(id=organisation).first()


def holders(by: Standing) -> dict[str, str]:
    """Which unit each desk is, by the desk's id."""
    return dict(scopes.units(by).exclude(desk="").values_list("desk", "name"))


def agencies(by: Standing) -> dict[str, str]:
    """The agency of each unit, by the unit's id as text."""
    return {str(unit): agency for unit, agency in scopes.units(by).values_list("id", "agency")}


def unit_choices(by: Standing) -> list[tuple[str, list[tuple[str, str]]]]:
    """Units to choose from, by organisation."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = scopes.units(by).order_by("organisation__position", "organisation__slug", "name")
    for unit, name, body in rows.values_list("id", "name", "organisation__name"):
        found.setdefault(body, []).append((str(unit), name))
    return list(found.items())


def organisation_choices(by: Standing) -> list[tuple[str, str]]:
    """Organisations to choose from."""
    rows = scopes.organisations(by).order_by("position", "slug").values_list("id", "name")
    return [(str(body), name) for body, name in rows]


# --- people -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """Which roles a list shows, in which order, and which page of it."""

    text: str = ""
    unit: UUID | None = None
    role: str = ""
    state: str = ""
    """`waits` or `holds`; empty: both."""
    order: str = "person"
    page: int = 1


@dataclass(frozen=True)
class Held:
    """A role of somebody's, with who gave it and who confirmed it, in words."""

    row: Membership
    role: str
    waits: bool
    given_by: str
    confirmed_by: str = ""
    ask: Sequence[Account] = field(default=())
    """Where it waits: who can confirm it."""


@dataclass(frozen=True)
class Listing:
    """A page of a list, and where there are more."""

    rows: Sequence[Held]
    total: int
    page: int
    pages: int


ORDERS = {"person": ("account__name", "account_id", "unit__name"), "unit": ("unit__name", "unit_id", "account__name")}
_HAS_FACTOR = Exists(Factor.objects.filter(account=OuterRef("account")))


def people(by: Standing, wanted: Wanted) -> Listing:
    """Who has what, in a fixed number of queries."""
    rows = scopes.memberships(by).filter(ended_at__isnull=True)
    if wanted.text:
        rows = rows.filter(Q(account__name__icontains=wanted.text) | Q(account__email__icontains=wanted.text))
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    waiting = Q(role__in=policy.RECEIVING, confirmed_at__isnull=True)
    if wanted.state:
        rows = rows.filter(waiting if wanted.state == "waits" else ~waiting)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(wanted.page, pages)
    ordered = rows.order_by(*ORDERS[wanted.order], "role", "id").annotate(has_factor=_HAS_FACTOR)
    shown = list(ordered.select_related("account", "unit__organisation")[(page - 1) * PAGE : page * PAGE])
    return Listing(_held(shown), total, page, pages)


def _held(rows: Iterable[Membership]) -> list[Held]:
    listed = list(rows)
    known = naming.names(naming.account_in(actor) for row in listed for actor in (row.appointed_by, row.confirmed_by))
    return [
        Held(
            row,
            ROLES[Role(row.role)].words,
            row.role in policy.RECEIVING and row.confirmed_at is None and row.ended_at is None,
            naming.who(row.appointed_by, known),
            naming.who(row.confirmed_by, known),
        )
        for row in listed
    ]


@dataclass(frozen=True)
class Person:
    """An account as an administrator sees it."""

    account: Account
    roles: Sequence[Held]
    ended: Sequence[Held]
    has_factor: bool
    is_oneself: bool
    reset: Waiting | None


@dataclass(frozen=True)
class Waiting:
    """A reset that waits for another to confirm it."""

    row: Reset
    may_confirm: bool
    may_withdraw: bool


def account(by: Standing, account: UUID) -> Account | None:
    """Somebody who has or had a role in the area that one looks after."""
    return scopes.accounts(by).filter(id=account).first()


def person(by: Standing, account: Account) -> Person:
    """Somebody's roles, those that have ended too, and how they sign in."""
    rows = scopes.memberships(by).filter(account=account).select_related("unit__organisation", "account")
    held = _held(rows.order_by("appointed_at", "id"))
    resets = resets_for(by, Reset.objects.filter(account=account))
    return Person(
        account,
        [_asking(one) for one in held if one.row.ended_at is None],
        [one for one in held if one.row.ended_at is not None],
        Factor.objects.filter(account=account).exists(),
        by.account == account.id,
        resets[0] if resets else None,
    )


def _asking(held: Held) -> Held:
    if not held.waits:
        return held
    ask = {row.account_id: row.account for row in policy.confirmers(held.row)}
    return Held(held.row, held.role, held.waits, held.given_by, held.confirmed_by, list(ask.values()))


def membership(by: Standing, membership: UUID) -> Held | None:
    """A role that somebody may end, which has not ended."""
    rows = scopes.memberships(by).select_related("account", "unit__organisation")
    found = rows.filter(id=membership, ended_at__isnull=True)
    return next(iter(_held(found)), None)


# --- resets -----------------------------------------------------------------------------------------------------------


def resets_for(by: Standing, among: QuerySet[Reset] | None = None) -> list[Waiting]:
    """The resets that wait and that somebody has to do with: they asked, may confirm, or are the one it is about."""
    now = clock.now()
    may = set(account_policy.confirmable_resets(by, now).values_list("id", flat=True))
    rows = account_policy.withdrawable_resets(by, now)
    if among is not None:
        rows = rows.filter(id__in=among.values("id"))
    found = rows.select_related("account", "asked_by").order_by("asked_at", "id")
    return [Waiting(row, row.id in may, may_withdraw=True) for row in found]


def reset(by: Standing, reset: UUID) -> Reset | None:
    """A reset of those that `resets_for` lists, or that one has had to do with: others don't exist."""
    known = account_policy.withdrawable_resets(by, clock.now()).filter(id=reset)
    return known.select_related("area").first()


def may_confirm(by: Standing, reset: Reset) -> bool:
    """Whether somebody may be the second of the two."""
    return account_policy.confirmable_resets(by, clock.now()).filter(id=reset.id).exists()


# --- invitations ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invited:
    """An invitation that is open. `link` is there in the demo alone: whoever has it becomes the one invited."""

    row: Invitation
    role: str
    by: str
    holds: bool
    link: str


def open_invitations(by: Standing) -> list[Invited]:
    """The invitations that nobody has used yet, the newest first."""
    now = clock.now()
    rows = scopes.invitations(by).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    found = list(rows.select_related("unit__organisation").order_by("-invited_at", "id"))
    known = naming.names(naming.account_in(row.invited_by) for row in found)
    may: dict[str, bool] = {}
    for row in found:
        # Asked once of each who invites: they may have stopped being an administrator.
        if row.role and row.invited_by not in may:
            may[row.invited_by] = invitations.holds(row, now)
    return [_invited(row, known, not row.role or may[row.invited_by]) for row in found]


def _invited(row: Invitation, known: Mapping[str, str], holds: bool) -> Invited:
    role = ROLES[Role(row.role)].words if row.role else ""
    link = invitations.link_of(row) if settings.DEMO else ""
    return Invited(row, role, naming.who(row.invited_by, known), holds, link)


def ways_back(by: Standing) -> list[Invited]:
    """In the demo: the ways back that somebody has just opened for another, since no letter is sent."""
    if not settings.DEMO or by.account is None:
        return []
    rows = Invitation.objects.filter(area=by.area, role="", invited_by=str(by.actor), accepted_at=None)
    now = clock.now()
    return [_invited(row, {}, True) for row in rows.filter(withdrawn_at=None, expires_at__gt=now)]


def invitation(by: Standing, invitation: UUID) -> Invitation | None:
    """An invitation of the area that somebody looks after."""
    return scopes.invitations(by).filter(id=invitation).first()


# --- the front --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Front:
    """What waits, for whoever keeps the area."""

    people: int
    waiting: int
    units: int
    desks: int
    invited: int


def front(by: Standing) -> Front | None:
    """Figures for an administrator; None for others."""
    if scopes.area_of(by) is None:
        return None
    rows = scopes.memberships(by).filter(ended_at__isnull=True)
    units = scopes.units(by)
    now = clock.now()
    return Front(
        people=rows.values("account").distinct().count(),
        waiting=rows.filter(role__in=policy.RECEIVING, confirmed_at__isnull=True).count(),
        units=units.count(),
        desks=units.exclude(desk="").count(),
        invited=scopes.invitations(by).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now).count(),
    )
