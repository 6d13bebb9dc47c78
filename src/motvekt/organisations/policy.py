"""Who may give, confirm and end a role, and which memberships hold: each as one rule, with its scope beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.roles import ROLES, Role
from motvekt.access.standing import Standing
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Factor, Identity, Membership
from motvekt.organisations.openid import registry
from motvekt.organisations.rules import NO_ADDRESS

RECEIVING = frozenset(role for role, described in ROLES.items() if described.receives)
DEMO = Actor("system", "demo")
"""Confirms the demo's cast, which nobody sits beside yet. Only the command that loads the cast acts in its name."""
SIGN_ON = Actor("system", "openid")
"""Makes an account for whoever signs on by their employer for the first time, and at most an employee of them."""


@dataclass(frozen=True)
class State:
    """A membership as far as it matters whether it holds."""

    role: Role
    confirmed: bool
    ended: bool


def holds(membership: State) -> Decision:
    """Whether a membership gives what its role gives."""
    if membership.ended:
        return no("membership_ended", _("Rollen er avsluttet."))
    if membership.role in RECEIVING and not membership.confirmed:
        return no("not_confirmed", _("Rollen gjelder når en kollega i enheten har bekreftet den."))
    return YES


def holding(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those of them that hold: `holds`, as a query."""
    confirmed = Q(confirmed_at__isnull=False) | ~Q(role__in=RECEIVING)
    return memberships.filter(confirmed, ended_at__isnull=True, account__is_active=True)


def may_appoint(by: Standing | Actor, *, account: UUID, area: UUID, role: Role | None = None) -> Decision:
    """Administrators appoint in their area, and never themselves. An operator at the command line makes the first. The
    employer's sign-on makes people employees, and nothing else.
    """
    if by == SIGN_ON:
        return YES if role is Role.EMPLOYEE else NOT_APPOINTING
    if isinstance(by, Standing) and by.account == account:
        return no("not_oneself", _("Du kan ikke gi en rolle til deg selv. Be en annen administrator."))
    return may_end(by, area=area)


def may_end(by: Standing | Actor, *, area: UUID) -> Decision:
    """Whoever appoints may end a role, their own too: giving something up harms nobody."""
    if isinstance(by, Actor):
        return YES if by.kind == "operator" or by == DEMO else NOT_APPOINTING
    return YES if by.holds(Capability.APPOINT, area=area) else NOT_APPOINTING


NOT_APPOINTING = no("not_appointing", _("Bare administratorer gir og avslutter roller."))


@dataclass(frozen=True)
class Waiting:
    """A membership that waits to be confirmed, and whether anybody who receives sits in its unit already."""

    account: UUID
    unit: UUID
    appointed_by: str
    somebody_sits: bool
    secured: bool
    """Whether its account can come in with two factors: else whoever guesses the password could add their own."""


def may_confirm(by: Standing | Actor, waiting: Waiting) -> Decision:
    """A sitting member with a receiving role confirms the next; the unit's leader confirms the first."""
    if isinstance(by, Actor):
        return YES if by == DEMO else NOT_SITTING
    if by.account == waiting.account or str(by.actor) == waiting.appointed_by:
        return no("not_oneself", _("En annen enn den det gjelder, og den som ga rollen, må bekrefte den."))
    if not by.holds(Capability.CONFIRM_MEMBER, unit=waiting.unit):
        return NOT_SITTING
    if not waiting.secured:
        return no("not_secured", _("Kollegaen må først legge til en passnøkkel eller en app for koder på kontoen sin."))
    sits = by.holds(Capability.READ_RECEIVED, unit=waiting.unit)
    if waiting.somebody_sits and not sits:
        return no("others_sit", _("Enheten har medlemmer som kan bekrefte. Be en av dem."))
    return YES


NOT_SITTING = no(
    "not_sitting", _("Bare en som har rollen i enheten fra før, kan bekrefte. Den første bekrefter lederen.")
)


def confirmable(by: Standing) -> QuerySet[Membership]:
    """The memberships that somebody may confirm: `may_confirm`, as a query, to be read within their area."""
    comes_in = Exists(Factor.objects.filter(account=OuterRef("account"))) | Exists(
        Identity.objects.filter(account=OuterRef("account"), issuer__in=registry.strong_issuers())
    )
    invented = Q(account__email__endswith=".example") | Q(account__email__endswith=".invalid")
    invented &= ~Q(account__email__endswith=f"@{NO_ADDRESS}")
    return awaiting(by).filter(comes_in | invented)


def awaiting(by: Standing) -> QuerySet[Membership]:
    """Those, and the ones that somebody may confirm as soon as the colleague can come in with two factors."""
    waiting = Membership.objects.filter(role__in=RECEIVING, confirmed_at__isnull=True, ended_at__isnull=True)
    sitting = Membership.objects.filter(
        unit=OuterRef("unit"),
        role__in=RECEIVING,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
        account__is_active=True,
    )
    as_member = Q(unit__in=by.units_with(Capability.READ_RECEIVED))
    as_leader = Q(unit__in=by.units_with(Capability.CONFIRM_MEMBER)) & ~Exists(sitting)
    mine = Q(account=by.account) | Q(appointed_by=str(by.actor))
    return waiting.filter(as_member | as_leader).exclude(mine)


def confirmers(membership: Membership) -> list[Membership]:
    """Those whose accounts may confirm one that waits: `may_confirm`, the other way round."""
    others = holding(Membership.objects.filter(unit=membership.unit_id)).select_related("account")
    sitting = [row for row in others if row.role in RECEIVING]
    asked = sitting or [row for row in others if Capability.CONFIRM_MEMBER in ROLES[Role(row.role)].capabilities]
    return [
        row
        for row in asked
        if row.account_id != membership.account_id and f"account:{row.account_id}" != membership.appointed_by
    ]


OF_ITS_AGENCY: Mapping[Role, AgencyKind] = {
    Role.SLT_COORDINATOR: AgencyKind.SLT,
    Role.RADICALISATION_CONTACT: AgencyKind.POLICE,
    Role.CHILD_WELFARE_INTAKE: AgencyKind.CHILD_WELFARE,
    Role.CORE_GROUP_MEMBER: AgencyKind.SLT,
}
"""Roles that belong to one kind of service. The core group is a unit of the SLT work."""


def may_hold(role: Role, agency: str) -> Decision:
    """Whether a role can be held in a unit of that agency: what writes and receives is of a service."""
    if not agency and Capability.WRITE in ROLES[role].capabilities:
        return no("no_service", _("Enheten er en administrasjon. Velg en enhet som hører til en tjeneste."))
    if agency != OF_ITS_AGENCY.get(role, agency):
        return no("another_service", _("Rollen hører til en annen tjeneste enn enheten."))
    return YES
