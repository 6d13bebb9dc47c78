"""How a concern ends, begins again, and comes to somebody else when its writer is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.concerns import policy, texts
from motvekt.concerns.doing import locked, ready
from motvekt.concerns.kinds import SOMETHING_REMAINS, Status, Why
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.states import Act
from motvekt.concerns.texts import Closing
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import name_actions
from motvekt.dossiers import queries as reads
from motvekt.dossiers.doing import Place, allowed, log, name, unname
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item, NameMark
from motvekt.kernel import clock
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import letters
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Account, Unit
from motvekt.post.letters import Letter

NO_OWNER = no("rest_without_owner", _("Velg hvem som har ansvaret for resten, og innen når."))
NOT_A_COLLEAGUE = no("not_a_colleague", _("Velg en kollega i enheten som kan skrive i bekymringer."))
NOT_THE_OWNER = no("not_the_owner", _("Bare den som har ansvaret for det som gjenstår, kan si at det er gjort."))
IN_THE_PAST = no("due_in_the_past", _("Velg en dag som ikke er forbi."))


@dataclass(frozen=True)
class Ending:
    """Why a concern is closed, in a code and in words, and who sees to what is left."""

    why: Why
    closing: Closing
    owner: Account | None = None
    due_on: date | None = None


@transaction.atomic
def close(*, concern: Concern, ending: Ending, closing_id: UUID, by: Standing) -> None:
    """Close a concern for a reason. `closing_id` comes with the form: sent twice, it is one closing. Raises Refused.

    Where there was no ground, no desk finds it by a name any more. Whoever sees to the rest may read it from now on.
    """
    row = locked(concern)
    if row.status == Status.CLOSED and Item.objects.filter(id=closing_id, dossier=row.dossier_id).exists():
        return
    row = ready(concern, Act.CLOSE, by)
    remains = ending.why in SOMETHING_REMAINS
    if remains:
        allowed(_may_own(row, ending))
    dossiers.add_item(
        dossier=row.dossier,
        unit=row.unit,
        kind=ItemKind.CLOSURE,
        text=texts.written(ending.closing),
        by=by,
        item_id=closing_id,
    )
    if ending.why is Why.NO_GROUND:
        _forget_names(row, by)
    owner = ending.owner if remains else None
    if owner is not None and owner.id != by.account:
        dossiers.name_reader(dossier=row.dossier, unit=row.unit, account=owner, by=by)
        letters.send_later(letter=Letter.WAITING, recipient=owner.id, area=row.area_id)
    now = clock.now()
    Concern.objects.filter(pk=row.pk).update(
        status=Status.CLOSED,
        closed_at=now,
        closed_why=ending.why,
        changed_at=now,
        rest_owner=owner,
        rest_due_on=ending.due_on if remains else None,
    )
    log(row.unit, by, "concern_closed", dossier=row.dossier_id, why=ending.why.value)


def _may_own(row: Concern, ending: Ending) -> Decision:
    if ending.owner is None or ending.due_on is None:
        return NO_OWNER
    if ending.due_on < clock.today():
        return IN_THE_PAST
    theirs = organisations.standing(ending.owner, row.area_id)
    recused = reads.is_recused(ending.owner.id, row.dossier_id, row.unit_id)
    return YES if theirs.holds(Capability.WRITE, unit=row.unit_id) and not recused else NOT_A_COLLEAGUE


def _forget_names(row: Concern, by: Standing) -> None:
    """Take it out of the index of every desk that can find it by a name."""
    units = NameMark.objects.filter(dossier=row.dossier_id).values("unit")
    for desk in Unit.objects.filter(id__in=units).order_by("id"):
        name_actions.forget_name(
            dossier=row.dossier, desk=desk, why=Why.NO_GROUND.value, by=by.actor, controller=desk.organisation_id
        )


@transaction.atomic
def reopen(*, concern: Concern, by: Standing) -> None:
    """Open a closed concern again. What was written when it was closed stands. Twice is as good as once.

    Raises Refused.
    """
    row = locked(concern)
    if row.status == Status.OPEN and policy.may_see(by, row):
        return
    row = ready(concern, Act.REOPEN, by)
    Concern.objects.filter(pk=row.pk).update(
        status=Status.OPEN,
        closed_at=None,
        closed_why="",
        changed_at=clock.now(),
        rest_owner=None,
        rest_due_on=None,
        rest_done_at=None,
    )
    log(row.unit, by, "concern_reopened", dossier=row.dossier_id)


@transaction.atomic
def finish_rest(*, concern: Concern, by: Standing) -> None:
    """Whoever sees to what was left says that it is done. Twice is as good as once. Raises Refused."""
    row = locked(concern)
    allowed(policy.may_see(by, row))
    if row.status != Status.CLOSED or row.rest_owner_id != by.account:
        raise Refused(NOT_THE_OWNER)
    if Concern.objects.filter(pk=row.pk, rest_done_at=None).update(rest_done_at=clock.now()):
        log(row.unit, by, "rest_done", dossier=row.dossier_id)


@transaction.atomic
def hand_on(*, concern: Concern, colleague: Account, by: Standing) -> None:
    """Let a colleague answer for a concern that nobody answers for any more. Whoever hands it on reads nothing of it.

    The one who had it sees it no more, should they come back, and those whom they invited don't either: whoever takes
    over invites anew. Both hear that something waits, the former one where their account is open. Raises Refused.
    """
    row = locked(concern)
    allowed(policy.may_hand_on(by, row))
    theirs = organisations.standing(colleague, row.area_id)
    recused = reads.is_recused(colleague.id, row.dossier_id, row.unit_id)
    if colleague.id == by.account or recused or not theirs.holds(Capability.WRITE, unit=row.unit_id):
        raise Refused(NOT_A_COLLEAGUE)
    place, former = Place(row.dossier, row.unit), row.writer_id
    if not reads.is_named(colleague.id, row.dossier_id, row.unit_id):
        name(place, colleague.id, by)
    _end_invitations(place, former, colleague.id, by)
    unname(place, [former], by)
    Concern.objects.filter(pk=row.pk).update(writer=colleague)
    for whom in Account.objects.filter(id__in=[former, colleague.id], is_active=True):
        letters.send_later(letter=Letter.WAITING, recipient=whom.id, area=row.area_id)
    log(row.unit, by, "concern_handed_on", dossier=row.dossier_id, account=colleague.id)


def _end_invitations(place: Place, former: UUID, to: UUID, by: Standing) -> None:
    """What the former one gave, and what the one who takes over was asked for: that is theirs altogether now."""
    rows = Guest.objects.filter(Q(invited_by=former) | Q(account=to), concern=place.dossier.id, ended_at__isnull=True)
    for row in rows.order_by("invited_at", "id"):
        Guest.objects.filter(id=row.id).update(ended_at=clock.now())
        log(place.unit, by, "guest_ended", dossier=place.dossier.id, account=row.account_id)
        if row.account_id != to:
            unname(place, [row.account_id], by, named_by=former)
