"""Changes to areas, their organisations and units; accounts, and the roles that they are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.audit.actions import record
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import desk_keys, digests, policy, queries
from motvekt.organisations.kinds import AgencyKind, How, OrganisationKind, SpecialBody
from motvekt.organisations.models import Account, Area, AreaHost, Membership, Organisation, Session, Unit
from motvekt.organisations.rules import ADDRESS_PATTERN, bare_host
from motvekt.organisations.walls import within

SESSIONS_KEPT = timedelta(days=1)
"""How long a session's row stays after its hours: what was typed in it is kept for its account alone."""


@dataclass(frozen=True)
class NamedUnit:
    """A unit as an operator names it. One without an agency is an administration, which owns and receives nothing."""

    slug: str
    name: str
    agency: AgencyKind | None = None
    desk: str = ""
    special: SpecialBody | None = None


@dataclass(frozen=True)
class Controller:
    """An organisation as an operator names it, with its units."""

    slug: str
    name: str
    kind: OrganisationKind
    units: Sequence[NamedUnit] = field(default=())


@transaction.atomic
def set_area(
    *,
    slug: str,
    hosts: Sequence[str],
    default: bool,
    controllers: Sequence[Controller],
    by: Actor,
    address: str = "",
    keep_units: bool = False,
) -> Area:
    """Make an area, or give it exactly these hosts and, in this order, these organisations. A default area replaces the
    one before. `keep_units`: units that are not named, as those that an administrator has added, stay as they are.

    Raises Refused where a host is no host name or belongs to another area, the address can't be printed, no
    organisation is named, or an organisation or unit that the area has is left out: what it answers for doesn't go
    away with its name.
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
    if default and (other := Area.objects.exclude(slug=slug).filter(is_default=True).first()):
        other.is_default = False
        other.save(update_fields=["is_default"])
        _record_area(other, by)
    area, _ = Area.objects.update_or_create(slug=slug, defaults={"is_default": default, "address": address})
    area.hosts.exclude(host__in=hosts).delete()
    for host in hosts:
        AreaHost.objects.get_or_create(area=area, host=host)
    with within(area.id):
        _set_controllers(area, controllers, keep_units)
    desk_keys.give(area)
    # An installation says the same at every start.
    if _described(slug) != before:
        _record_area(area, by)
    return area


def _record_area(area: Area, by: Actor) -> None:
    with within(area.id):
        record(
            controller=queries.first_controller(area),
            by=by,
            event="area_set",
            area=area.id,
            row=digests.of_area(area),
        )


def _described(slug: str) -> str | None:
    """All that can be set of an area, as something to compare; None where there is none."""
    area = Area.objects.filter(slug=slug).first()
    if area is None:
        return None
    with within(area.id):
        return digests.of_area(area)


def _set_controllers(area: Area, controllers: Sequence[Controller], keep_units: bool) -> None:
    left = area.organisations.exclude(slug__in=[named.slug for named in controllers]).first()
    if left is not None:
        raise Refused(no("controller_left_out", f"Virksomheten {left.slug} finnes i {area.slug} og kan ikke utelates."))
    named_units = {unit.slug for named in controllers for unit in named.units}
    if (unit := area.units.exclude(slug__in=named_units).first()) and not keep_units:
        raise Refused(no("unit_left_out", f"Enheten {unit.slug} finnes i {area.slug} og kan ikke utelates."))
    # A desk may move from one unit to another, and is nobody's in between.
    desks = [unit.desk for named in controllers for unit in named.units if unit.desk]
    area.units.filter(Q(slug__in=named_units) | Q(desk__in=desks)).exclude(desk="").update(desk="")
    for position, named in enumerate(controllers):
        organisation, _ = Organisation.objects.update_or_create(
            area=area, slug=named.slug, defaults={"name": named.name, "kind": named.kind.value, "position": position}
        )
        _set_units(organisation, named.units)


def _set_units(organisation: Organisation, units: Sequence[NamedUnit]) -> None:
    slugs = [named.slug for named in units]
    known = {unit.slug: unit for unit in Unit.objects.filter(area=organisation.area_id, slug__in=slugs)}
    made = []
    for named in units:
        said = {"name": named.name, "special": named.special or "", "desk": named.desk}
        unit = known.get(named.slug)
        if unit is None:
            place = {"area_id": organisation.area_id, "organisation": organisation, "slug": named.slug}
            made.append(Unit(**place, agency=named.agency or "", **said))
        elif (unit.organisation_id, unit.agency) != (organisation.id, named.agency or ""):
            words = f"Enheten {named.slug} kan ikke bytte virksomhet eller tjeneste. Lag en ny enhet."
            raise Refused(no("unit_is_another", words))
        else:
            Unit.objects.filter(id=unit.id).update(**said)
    Unit.objects.bulk_create(made)


@transaction.atomic
def make_account(*, email: str, name: str, area: Area, by: Actor, password: str | None = None) -> Account:
    """Make an account, without any role. Without a password nobody can sign in with one.

    Raises ValidationError for an address that is none or is taken.
    """
    account = Account.objects.create_user(email, password, name=name)
    row = digests.of_account(account)
    with within(area.id):
        record(controller=queries.first_controller(area), by=by, event="account_made", account=account.id, row=row)
    return account


@transaction.atomic
def appoint(*, account: Account, unit: Unit, role: Role, by: Standing | Actor) -> Membership:
    """Give an account a role in a unit; one that is held or waits already stays as it is.

    A role that receives takes effect when it is confirmed. Raises Refused.
    """
    with within(unit.area_id):
        unit = queries.as_it_is(unit)
        _allowed(policy.may_appoint(by, account=account.id, area=unit.area_id, role=role))
        _allowed(policy.may_hold(role, unit.agency))
        held = Membership.objects.filter(account=account, unit=unit, role=role, ended_at__isnull=True).first()
        if held:
            return held
        membership = Membership.objects.create(
            area=unit.area,
            account=account,
            unit=unit,
            role=role,
            appointed_at=clock.now(),
            appointed_by=str(_actor(by)),
        )
        record(
            controller=unit.organisation_id,
            by=_actor(by),
            event="member_appointed",
            membership=membership.id,
            unit=unit.id,
            account=account.id,
            role=role.value,
        )
        return membership


@transaction.atomic
def confirm(*, membership: Membership, by: Standing | Actor) -> None:
    """Let a role that receives take effect. Twice is as good as once; other roles need nobody. Raises Refused."""
    with within(membership.area_id):
        row = Membership.objects.select_for_update().get(id=membership.id)
        if row.ended_at is not None:
            raise Refused(no("membership_ended", _("Rollen er avsluttet.")))
        # One at a time in a unit: of two that wait for a leader, the second is for the first to confirm.
        Unit.objects.select_for_update(no_key=True).get(id=row.unit_id)
        if row.confirmed_at is not None or row.role not in policy.RECEIVING:
            return
        sitting = policy.holding(Membership.objects.filter(unit=row.unit_id, role__in=policy.RECEIVING))
        waiting = policy.Waiting(
            row.account_id,
            row.unit_id,
            row.appointed_by,
            somebody_sits=sitting.exists(),
            secured=queries.is_secured(row.account),
        )
        _allowed(policy.may_confirm(by, waiting))
        row.confirmed_at, row.confirmed_by = clock.now(), str(_actor(by))
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        record(controller=row.unit.organisation_id, by=_actor(by), event="member_confirmed", membership=row.id)


@transaction.atomic
def end_membership(*, membership: Membership, by: Standing | Actor) -> None:
    """End a role, at once. Twice is as good as once. Raises Refused."""
    with within(membership.area_id):
        row = Membership.objects.select_for_update().get(id=membership.id)
        if row.ended_at is not None:
            return
        _allowed(policy.may_end(by, area=row.area_id))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        record(controller=row.unit.organisation_id, by=_actor(by), event="membership_ended", membership=row.id)


@transaction.atomic
def sign_in(*, account: Account, area: Area, how: How, by: Actor) -> None:
    """Note that somebody has signed in to an area. Sessions that have run out go at the same time.

    The event stands in the chain of the organisation where the account has its first role in the area, and of the
    area's first organisation where it has none.
    """
    Session.objects.filter(expire_date__lt=clock.now() - SESSIONS_KEPT).delete()
    Account.objects.filter(id=account.id).update(last_login=clock.now())
    record(
        controller=queries.controller_of(account.id, area), by=by, event="signed_in", account=account.id, how=how.value
    )


@transaction.atomic
def sign_out(*, account: UUID, area: Area, by: Actor) -> None:
    """Note that somebody has signed out, in the chain where `sign_in` noted that they came."""
    record(controller=queries.controller_of(account, area), by=by, event="signed_out", account=account)


@transaction.atomic
def step_up(*, account: UUID, area: Area, act: str, about: UUID, by: Actor) -> None:
    """Note that somebody has shown once more who they are, and for what."""
    controller = queries.controller_of(account, area)
    record(controller=controller, by=by, event="stepped_up", account=account, act=act, about=about)


@transaction.atomic
def deny_page(*, account: UUID, area: Area, page: str, why: str, by: Actor) -> None:
    """Note that somebody was denied a page, in the chain where `sign_in` noted that they came.

    Called when whatever was denied has been rolled back: the denial is true all the same.
    """
    record(controller=queries.controller_of(account, area), by=by, event="page_denied", page=page, why=why)


def _allowed(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


def _actor(by: Standing | Actor) -> Actor:
    return by.actor if isinstance(by, Standing) else by
