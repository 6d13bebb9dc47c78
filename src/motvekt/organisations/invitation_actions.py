"""Inviting somebody, and coming in by an invitation: to a role in a unit, or back into an account that was reset."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.audit.actions import hold, record
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import account_policy, actions, digests, invitations, letters, policy, queries
from motvekt.organisations.models import Account, Area, Invitation, Unit
from motvekt.organisations.walls import within
from motvekt.post.letters import Letter

SIGN_IN_FIRST = no("sign_in_first", _("Det finnes allerede en konto med denne e-postadressen. Logg inn med den først."))
ANOTHER_ACCOUNT = no("another_account", _("Invitasjonen er til en annen konto. Logg ut, og logg inn med den."))


@transaction.atomic
def invite(*, email: str, name: str, unit: Unit, role: Role, by: Standing | Actor) -> Invitation:
    """Ask somebody to take a role in a unit. Twice is as good as once while the first is open. Raises Refused."""
    email = email.strip().lower()
    with within(unit.area_id):
        # One at a time, so that two presses are one invitation.
        unit = queries.as_it_is(unit)
        Unit.objects.select_for_update(no_key=True).get(id=unit.id)
        _allowed(_may_invite(by, email, unit.area_id))
        _allowed(policy.may_hold(role, unit.agency))
        actor, now = _actor(by), clock.now()
        same = Invitation.objects.filter(
            email=email, unit=unit, role=role, accepted_at=None, withdrawn_at=None, expires_at__gt=now
        )
        if known := next((row for row in same.order_by("invited_at", "id") if invitations.holds(row, now)), None):
            return known
        row = Invitation.objects.create(
            area=unit.area,
            unit=unit,
            role=role,
            email=email,
            name=name.strip(),
            invited_by=str(actor),
            invited_at=now,
            expires_at=now + invitations.LIFE,
        )
        letters.send_later(letter=Letter.INVITATION, recipient=row.id, area=unit.area_id)
        about = {"invitation": row.id, "unit": unit.id, "role": role.value, "given": invitations.digest_of(row)}
        record(controller=unit.organisation_id, by=actor, event="member_invited", **about)
        return row


def _may_invite(by: Standing | Actor, email: str, area: UUID) -> Decision:
    """Whoever appoints may invite, and not their own account by its address."""
    invited = queries.account(email)
    return policy.may_appoint(by, account=invited.id, area=area) if invited else policy.may_end(by, area=area)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Standing) -> None:
    """Take an invitation back. One that is withdrawn or used already stays as it is. Raises Refused."""
    with within(invitation.area_id):
        row = Invitation.objects.select_for_update().get(id=invitation.id)
        _allowed(account_policy.may_administer(by, area=row.area_id))
        if row.accepted_at is not None or row.withdrawn_at is not None:
            return
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        record(controller=_controller(row), by=by.actor, event="invitation_withdrawn", invitation=row.id)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, account: UUID, by: Actor) -> None:
    """Take the role that one is invited to, with the account that one has signed in to. Raises Refused.

    Where the invitation's address is an account's, no other account accepts it.
    """
    with within(invitation.area_id):
        row = _locked(invitation)
        named, mine = queries.account(row.email), Account.objects.get(id=account)
        if not row.role or (named is not None and named != mine):
            raise Refused(ANOTHER_ACCOUNT)
        _take_role(row, mine)
        _record_accepted(row, mine, by)


@transaction.atomic
def come_in(*, invitation: Invitation, name: str, password: str, by: Actor) -> Account:
    """Make an account of the invitation's address, and take the role that it invites to. Raises Refused."""
    with within(invitation.area_id):
        row = _locked(invitation)
        if not row.role:
            raise Refused(invitations.GONE)
        if queries.account(row.email) is not None:
            raise Refused(SIGN_IN_FIRST)
        hold([queries.first_controller(row.area), _controller(row)])
        account = actions.make_account(email=row.email, name=name, area=row.area, password=password, by=by)
        _take_role(row, account)
        _record_accepted(row, account, Actor("account", str(account.id)))
        return account


@transaction.atomic
def come_back(*, invitation: Invitation, password: str, by: Actor) -> Account:
    """Give a new password to an account that was reset. Raises Refused."""
    with within(invitation.area_id):
        row = _locked(invitation)
        if row.role or row.account_id is None:
            raise Refused(invitations.GONE)
        account = Account.objects.select_for_update().get(id=row.account_id)
        if not account.is_active:
            raise Refused(invitations.GONE)
        account.set_password(password)
        account.save(update_fields=["password"])
        _use(row, account)
        _record_accepted(row, account, by)
        return account


def _locked(invitation: Invitation) -> Invitation:
    """The row, held until the transaction ends: of two who open it at once, one comes in. Raises Refused."""
    # Without the joined rows: PostgreSQL doesn't lock what may be null.
    row = Invitation.objects.select_for_update().filter(id=invitation.id).first()
    if row is None or not invitations.holds(row, clock.now()):
        raise Refused(invitations.GONE)
    return row


def _take_role(row: Invitation, account: Account) -> None:
    """The role as the one who invited gives it: never to themselves."""
    if row.unit is None:
        raise Refused(invitations.GONE)
    hold([row.unit.organisation_id])
    actions.appoint(account=account, unit=row.unit, role=Role(row.role), by=invitations.giver(row))
    _use(row, account)


def _use(row: Invitation, account: Account) -> None:
    row.account, row.accepted_at = account, clock.now()
    row.save(update_fields=["account", "accepted_at"])


def _record_accepted(row: Invitation, account: Account, by: Actor) -> None:
    about = {"invitation": row.id, "account": account.id, "row": digests.of_account(account)}
    record(controller=_controller(row), by=by, event="invitation_accepted", **about)


def _controller(row: Invitation) -> UUID:
    """Whose log tells of an invitation: the unit's organisation, or where the account belongs that is led back."""
    if row.unit is not None:
        return row.unit.organisation_id
    # The table demands an account where there is no unit.
    return queries.controller_of(row.account_id or UUID(int=0), row.area)


def lead_back(*, account: Account, area: Area, by: Actor) -> Invitation:
    """Make the invitation that leads somebody back into their account; earlier ones no longer do. Part of a reset."""
    now = clock.now()
    before = Invitation.objects.filter(account=account, area=area, role="", accepted_at=None, withdrawn_at=None)
    earlier = list(before.select_for_update())
    _withdraw_all(earlier, by)
    row = Invitation.objects.create(
        area=area,
        account=account,
        email=account.email,
        name=account.name,
        invited_by=str(by),
        invited_at=now,
        expires_at=now + invitations.LIFE,
    )
    letters.send_later(letter=Letter.WAY_BACK, recipient=row.id, area=area.id)
    return row


def _withdraw_all(rows: Iterable[Invitation], by: Actor) -> None:
    for row in rows:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        record(controller=_controller(row), by=by, event="invitation_withdrawn", invitation=row.id)


def _allowed(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


def _actor(by: Standing | Actor) -> Actor:
    return by.actor if isinstance(by, Standing) else by
