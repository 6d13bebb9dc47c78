"""Accounts and who they are to a provider of sign-on: coming in for the first time, and linking from within."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.audit.actions import record
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions, digests, policy, queries
from motvekt.organisations.letters import send_later
from motvekt.organisations.models import Account, Area, Factor, Identity, Membership
from motvekt.organisations.openid.failures import ADDRESS_TAKEN, OTHERS
from motvekt.organisations.openid.persons import Person
from motvekt.organisations.rules import without_address
from motvekt.organisations.walls import within
from motvekt.post.letters import Letter


@transaction.atomic
def sign_on(*, who: Person, area: Area, by: Actor) -> Account:
    """Make the account of somebody who signs on for the first time: an employee where a claim names a unit that can
    have them, and without a role otherwise.

    An address that another account has is never taken, and leads to no account. Raises Refused; IntegrityError where
    the same somebody came in at the same moment.
    """
    if who.email and Account.objects.filter(email=who.email).exists():
        raise Refused(ADDRESS_TAKEN)
    try:
        account = actions.make_account(
            email=who.email or without_address(new_id()), name=who.name, area=area, by=by, password=None
        )
    except ValidationError as error:
        raise Refused(ADDRESS_TAKEN) from error
    _linked(account, who)
    record(
        controller=queries.first_controller(area),
        by=by,
        event="identity_linked",
        account=account.id,
        row=digests.of_account(account),
    )
    unit = queries.unit(area.id, who.unit) if who.unit else None
    if unit is not None and policy.may_hold(Role.EMPLOYEE, unit.agency):
        actions.appoint(account=account, unit=unit, role=Role.EMPLOYEE, by=by)
    return account


@transaction.atomic
def link(*, account: UUID, who: Person, area: Area, by: Standing) -> None:
    """Let whoever somebody is to a provider sign their account in. Twice is as good as once.

    Where they have signed on before and so have another account that never was anything, it goes over. Raises Refused.
    """
    found = Identity.objects.select_related("account").filter(issuer=who.issuer, subject=who.subject).first()
    if found is not None and found.account_id == account:
        return
    if found is not None:
        if not _never_was_anything(found.account):
            raise Refused(OTHERS)
        found.delete()
        record(
            controller=queries.controller_of(account, area),
            by=by.actor,
            event="identity_unlinked",
            account=found.account.id,
            row=digests.of_account(found.account),
        )
    mine = Account.objects.get(id=account)
    _linked(mine, who)
    # It is another way in: whoever did it, the owner is told.
    send_later(letter=Letter.SIGN_IN_CHANGED, recipient=account, area=area.id)
    record(
        controller=queries.controller_of(account, area),
        by=by.actor,
        event="identity_linked",
        account=account,
        row=digests.of_account(mine),
    )


def _linked(account: Account, who: Person) -> None:
    now = clock.now()
    Identity.objects.create(account=account, issuer=who.issuer, subject=who.subject, linked_at=now, used_at=now)


def _never_was_anything(account: Account) -> bool:
    """Whether nothing hangs on an account but one identity: no role ever, in any area, and no other way in."""
    if not account.is_active or account.has_usable_password() or account.identities.count() != 1:
        return False
    if Factor.objects.filter(account=account).exists():
        return False
    return not any(_was_something(account, area) for area in queries.ids())


def _was_something(account: Account, area: UUID) -> bool:
    with within(area):
        return Membership.objects.filter(account=account, area=area).exists()
