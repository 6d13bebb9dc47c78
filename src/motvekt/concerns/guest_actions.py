"""Colleagues who are invited to a concern: asked for something by a day, done with it, or out of it again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns import policy
from motvekt.concerns.doing import locked
from motvekt.concerns.kinds import Task
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.states import Act
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import queries as dossier_queries
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.policy import NOT_THERE
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import letters
from motvekt.organisations.models import Account
from motvekt.post.letters import Letter

ONESELF = no("oneself", _("Du kan ikke invitere deg selv."))
DUE_BEFORE = no("due_before", _("Fristen er før i dag. Velg en senere dag."))
GUEST_RECUSED = no("guest_recused", _("Kollegaen er inhabil her. Velg en annen."))
ANOTHERS = no("anothers_invitation", _("Bare den som inviterte, kan avslutte invitasjonen."))
YOURS = no("yours", _("Bekymringen er din. Er du for nær, gi den videre til en kollega eller lederen."))


@transaction.atomic
def invite(*, concern: Concern, account: Account, task: Task, due_on: date, by: Standing) -> Guest:
    """Let a colleague of the unit see a concern, and ask them for something by a day. They hear that something waits.

    Whoever is invited already stays so: sent twice is once. Raises Refused.
    """
    row = locked(concern)
    allowed(policy.may_do(by, row, Act.WRITE))
    if account.id in (by.account, row.writer_id):
        raise Refused(ONESELF)
    if due_on < clock.today():
        raise Refused(DUE_BEFORE)
    if dossier_queries.is_recused(account.id, row.dossier_id, row.unit_id):
        raise Refused(GUEST_RECUSED)
    known = row.guests.filter(account=account, ended_at=None).first()
    if known is not None:
        return known
    dossiers.name_reader(dossier=row.dossier, unit=row.unit, account=account, by=by)
    made = Guest.objects.create(
        area=row.area,
        concern=row,
        account=account,
        task=task,
        due_on=due_on,
        invited_by_id=by.somebody,
        invited_at=clock.now(),
    )
    letters.send_later(letter=Letter.WAITING, recipient=account.id, area=row.area_id)
    log(row.unit, by, "guest_invited", dossier=row.dossier_id, account=account.id, task=task.value)
    return made


@transaction.atomic
def end_invitation(*, guest: Guest, by: Standing) -> None:
    """Let a colleague whom one invited no longer see it. Twice is as good as once. Raises Refused."""
    row = locked(guest.concern)
    allowed(policy.may_see(by, row))
    if guest.invited_by_id != by.account:
        raise Refused(ANOTHERS)
    if Guest.objects.filter(id=guest.id, ended_at=None).update(ended_at=clock.now()):
        dossiers.end_reader(dossier=row.dossier, unit=row.unit, account=guest.account, by=by)
        log(row.unit, by, "guest_ended", dossier=row.dossier_id, account=guest.account_id)


@transaction.atomic
def finish_task(*, guest: Guest, by: Standing) -> None:
    """Say that one has done what one was asked for. Twice is as good as once. Raises Refused."""
    row = locked(guest.concern)
    allowed(policy.may_see(by, row))
    if guest.account_id != by.account:
        raise Refused(NOT_THERE)
    if Guest.objects.filter(id=guest.id, ended_at=None, done_at=None).update(done_at=clock.now()):
        log(row.unit, by, "guest_done", dossier=row.dossier_id)


@transaction.atomic
def step_aside(*, concern: Concern, by: Standing) -> None:
    """A guest says that they are too close to it, and sees no more of it. Raises Refused."""
    row = locked(concern)
    allowed(policy.may_see(by, row))
    if row.writer_id == by.account:
        raise Refused(YOURS)
    dossiers.recuse(dossier=row.dossier, unit=row.unit, by=by)
    if Guest.objects.filter(concern=row, account=by.account, ended_at=None).update(ended_at=clock.now()):
        log(row.unit, by, "guest_ended", dossier=row.dossier_id, account=by.somebody)


def note_opening(*, concern: Concern, by: Standing) -> None:
    """Keep when a guest first opened it, for whoever waits for them. What they read is in the log besides."""
    Guest.objects.filter(concern=concern, account=by.somebody, ended_at=None, opened_at=None).update(
        opened_at=clock.now()
    )
