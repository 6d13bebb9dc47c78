"""Closing and opening accounts, and resetting somebody's factors, which takes two people."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold, record
from motvekt.kernel import clock
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import account_policy, digests, invitations, queries
from motvekt.organisations.invitation_actions import lead_back
from motvekt.organisations.models import Account, Area, Factor, Identity, Membership, RecoveryCode, Reset, Session, Unit
from motvekt.organisations.walls import within

WAITS = no("reset_waits", _("Noen har alt bedt om det. Det venter på at en annen bekrefter."))
NOT_HERE = no("no_account", _("Personen har ingen rolle i området."))


@transaction.atomic
def close_account(*, account: Account, by: Standing) -> None:
    """Let nobody sign in with an account, from now on. Twice is as good as once. Raises Refused."""
    _set_open(account, by, is_open=False)


@transaction.atomic
def open_account(*, account: Account, by: Standing) -> None:
    """Let somebody sign in again. Twice is as good as once. Raises Refused."""
    _set_open(account, by, is_open=True)


def _set_open(account: Account, by: Standing, *, is_open: bool) -> None:
    area = _area_of(by)
    with within(area.id):
        row = _locked(account, area, by)
        if row.is_active == is_open:
            return
        row.is_active = is_open
        row.save(update_fields=["is_active"])
        if not is_open:
            _end_sessions(row)
        controller, digest = queries.controller_of(row.id, area), digests.of_account(row)
        if is_open:
            record(controller=controller, by=by.actor, event="account_opened", account=row.id, row=digest)
        else:
            record(controller=controller, by=by.actor, event="account_closed", account=row.id, row=digest)


@transaction.atomic
def ask_reset(*, account: Account, by: Standing) -> Reset:
    """Ask that somebody's factors and password be taken away. One that was asked for too long ago is closed first.

    Raises Refused.
    """
    area = _area_of(by)
    with within(area.id):
        row, now = _locked(account, area, by), clock.now()
        whoever_asked = Account.objects.get(id=by.somebody)
        known = Reset.objects.select_for_update().filter(account=row, area=area, closed_at__isnull=True).first()
        if known is not None:
            if account_policy.waits(account_policy.asked(known), now):
                raise Refused(WAITS)
            _close(known, whoever_asked, by)
        try:
            with transaction.atomic():
                reset = Reset.objects.create(area=area, account=row, asked_by=whoever_asked, asked_at=now)
        except IntegrityError:
            # One that waits in another area, where the account had a role when it was asked for.
            raise Refused(WAITS) from None
        controller = queries.controller_of(row.id, area)
        record(controller=controller, by=by.actor, event="reset_asked", reset=reset.id, account=row.id)
        return reset


@transaction.atomic
def withdraw_reset(*, reset: Reset, by: Standing) -> None:
    """Stop a reset that waits. Raises Refused."""
    with within(reset.area_id):
        row = Reset.objects.select_for_update().get(id=reset.id)
        _allowed(account_policy.may_withdraw_reset(by, account_policy.asked(row), clock.now()))
        _close(row, Account.objects.get(id=by.somebody), by)


def _close(row: Reset, account: Account, by: Standing) -> None:
    row.closed_at, row.closed_by = clock.now(), account
    row.save(update_fields=["closed_at", "closed_by"])
    controller = queries.controller_of(row.account_id, row.area)
    record(controller=controller, by=by.actor, event="reset_withdrawn", reset=row.id, account=row.account_id)


@transaction.atomic
def confirm_reset(*, reset: Reset, by: Standing) -> None:
    """Take away what somebody comes in with, end their sessions, and send them the way back. What they receive waits
    for a colleague again.

    Whoever asked must be an administrator still. Raises Refused.
    """
    with within(reset.area_id):
        row = Reset.objects.select_for_update().get(id=reset.id)
        _allowed(account_policy.may_confirm_reset(by, account_policy.asked(row), clock.now()))
        account = Account.objects.select_for_update(no_key=True).get(id=row.account_id)
        whoever_asked = queries.standing(row.asked_by, row.area_id)
        elsewhere = queries.works_elsewhere(account.id, row.area_id)
        _allowed(account_policy.may_change(whoever_asked, account=account.id, area=row.area_id, elsewhere=elsewhere))
        hold(_controllers_of(account, row))
        Factor.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        if account.address:
            # Somebody may have linked another's sign-on. Where no address is known, it is the only way back.
            Identity.objects.filter(account=account).delete()
        account.set_unusable_password()
        account.save(update_fields=["password"])
        _end_sessions(account)
        row.closed_at, row.done = clock.now(), True
        row.closed_by = Account.objects.get(id=by.somebody)
        row.save(update_fields=["closed_at", "closed_by", "done"])
        _unconfirm(account, row.area_id, by)
        way = lead_back(account=account, area=row.area, by=by.actor)
        controller = queries.controller_of(account.id, row.area)
        about = {"reset": row.id, "account": account.id, "invitation": way.id, "row": digests.of_account(account)}
        record(controller=controller, by=by.actor, event="factors_reset", given=invitations.digest_of(way), **about)


def _unconfirm(account: Account, area: UUID, by: Standing) -> None:
    """What somebody receives waits for a colleague again: they come back by a letter and a password, which are no two
    factors, and whoever reads their mail would otherwise read what others wrote.
    """
    rows = Membership.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.filter(account=account, area=area, ended_at__isnull=True, confirmed_at__isnull=False)
    for row in held.order_by("id"):
        row.confirmed_at, row.confirmed_by = None, ""
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        record(controller=row.unit.organisation_id, by=by.actor, event="member_unconfirmed", membership=row.id)


def _controllers_of(account: Account, reset: Reset) -> set[UUID]:
    """Those in whose logs a reset is told of."""
    units = Unit.objects.filter(memberships__account=account, area=reset.area_id)
    return {queries.controller_of(account.id, reset.area), *units.values_list("organisation_id", flat=True)}


def _locked(account: Account, area: Area, by: Standing) -> Account:
    """The account's row, where `by` may change it and it has or had a role here. Raises Refused."""
    elsewhere = queries.works_elsewhere(account.id, area.id)
    _allowed(account_policy.may_change(by, account=account.id, area=area.id, elsewhere=elsewhere))
    if not Membership.objects.filter(account=account, area=area).exists():
        raise Refused(NOT_HERE)
    return Account.objects.select_for_update(no_key=True).get(id=account.id)


def _area_of(by: Standing) -> Area:
    return Area.objects.get(id=by.area or UUID(int=0))


def _end_sessions(account: Account) -> None:
    Session.objects.filter(account=account, ended_at__isnull=True).update(ended_at=clock.now())


def _allowed(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)
