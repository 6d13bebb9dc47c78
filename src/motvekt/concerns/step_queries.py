"""Reads for the steps and the exits: who is invited, what was called, what is owed. Each through `policy`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.concerns import policy, queries, rules
from motvekt.concerns.actions import KINDS
from motvekt.concerns.kinds import CALLED, DUTIES, TASKS, CallTo, DutyKind, Task
from motvekt.concerns.models import Call, Concern, Duty, Guest
from motvekt.concerns.queries import Part
from motvekt.concerns.texts import Written
from motvekt.kernel import clock
from motvekt.organisations import people
from motvekt.organisations.models import Account
from motvekt.organisations.people import Held


def colleagues(by: Standing, concern: Concern) -> list[Held]:
    """Whom somebody may invite: everybody in the unit but themselves, whose it is, and those who are invited."""
    if not policy.may_see(by, concern):
        return []
    known = {by.account, concern.writer_id, *concern.guests.filter(ended_at=None).values_list("account", flat=True)}
    return [held for held in people.of_unit(concern.unit_id) if held.account.id not in known]


def colleague(by: Standing, concern: Concern, account: UUID) -> Account | None:
    """One of `colleagues`; those who are invited already too, since a form may be sent twice."""
    found = next((held.account for held in people.of_unit(concern.unit_id) if held.account.id == account), None)
    return found if policy.may_see(by, concern) else None


@dataclass(frozen=True)
class Invited:
    """A colleague who is invited, as a page tells of them. `task` is in bokmål."""

    row: Guest
    task: str
    passed_by: bool
    """Whether they have been silent for a working day: nobody waits for them."""
    mine: bool
    """Whether whoever looks invited them, and so may end it."""
    is_me: bool


def invited(by: Standing, concern: Concern) -> list[Invited]:
    """The invitations that stand, the oldest first."""
    if not policy.may_see(by, concern):
        return []
    rows = concern.guests.filter(ended_at=None).select_related("account", "invited_by", "concern")
    return [_invited(by, row) for row in rows.order_by("invited_at", "id")]


def _invited(by: Standing, row: Guest) -> Invited:
    silent = row.done_at is None and rules.passed_by(row.invited_at, clock.now())
    return Invited(row, TASKS[Task(row.task)], silent, row.invited_by_id == by.account, row.account_id == by.account)


def invitation(by: Standing, guest: UUID) -> Guest | None:
    """An invitation in a concern that somebody may see, or nothing. One that has ended is there still: it ends once."""
    rows = Guest.objects.filter(id=guest, concern__in=policy.seen_by(by))
    return rows.select_related("concern__dossier", "concern__unit", "account").first()


def asked_of(by: Standing) -> list[Invited]:
    """What somebody is invited for and hasn't done, in all their concerns; what is due first before the rest."""
    rows = Guest.objects.filter(account=by.account, ended_at=None, done_at=None, concern__in=policy.seen_by(by))
    rows = rows.select_related("concern", "invited_by", "account").order_by("due_on", "id")
    return [_invited(by, row) for row in rows]


def silent_to(by: Standing) -> list[Invited]:
    """Those whom somebody invited, who have been silent for a working day."""
    rows = Guest.objects.filter(invited_by=by.account, ended_at=None, done_at=None, concern__in=policy.seen_by(by))
    rows = rows.select_related("concern", "account", "invited_by").order_by("invited_at", "id")
    return [shown for shown in (_invited(by, row) for row in rows) if shown.passed_by]


@dataclass(frozen=True)
class Called:
    """A call from the page of a concern: by whom, when, and whether it has words. `to` is in bokmål."""

    row: Call
    to: str

    @property
    def at(self) -> datetime:
        return self.row.at


def calls(by: Standing, concern: Concern, to: CallTo | None = None) -> list[Called]:
    """The calls that were stamped, by one of the exits or by both, the latest first."""
    if not policy.may_see(by, concern):
        return []
    rows = concern.calls.select_related("by").order_by("-at", "id")
    return [Called(row, CALLED[CallTo(row.to)]) for row in (rows.filter(to=to) if to else rows)]


def is_stamped(by: Standing, concern: Concern, call: UUID) -> bool:
    """Whether a call of this id is there already."""
    return bool(policy.may_see(by, concern)) and concern.calls.filter(id=call).exists()


@dataclass(frozen=True)
class Did:
    """A duty that somebody did. `words` are in bokmål."""

    row: Duty
    words: str
    owed: bool
    """Whether whoever looks has yet to write what it rests on."""


def duties(by: Standing, concern: Concern) -> list[Did]:
    """What was done in a concern out of duty, the latest first."""
    if not policy.may_see(by, concern):
        return []
    return _did(by, concern.duties.select_related("by", "concern").order_by("-done_at", "id"))


def owed(by: Standing) -> list[Did]:
    """The duties of somebody's own that they have yet to put into words, what is due first before the rest."""
    rows = Duty.objects.filter(by=by.account, words=None, concern__in=policy.seen_by(by))
    return _did(by, rows.select_related("concern", "by").order_by("due_on", "id"))


def duty(by: Standing, duty_id: UUID) -> Duty | None:
    """A duty of somebody's own, in a concern that they may see; or nothing."""
    rows = Duty.objects.filter(id=duty_id, by=by.account, concern__in=policy.seen_by(by))
    return rows.select_related("concern__dossier", "concern__unit").first()


def _did(by: Standing, rows: Iterable[Duty]) -> list[Did]:
    return [Did(row, DUTIES[DutyKind(row.kind)], row.words_id is None and row.by_id == by.account) for row in rows]


def parts_of(by: Standing, concern: Concern, shape: type[Written]) -> list[Part]:
    """What was written of one shape, the oldest first; what doesn't open any more is among it."""
    return [part for part in queries.parts(by, concern) if part.kind is KINDS[shape]]
