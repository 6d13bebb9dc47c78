"""What is done in a step of the routine: it is done or not, and what was said in it is written down."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns import policy, queries, texts
from motvekt.concerns.actions import KINDS
from motvekt.concerns.doing import locked
from motvekt.concerns.models import Concern, StepDone
from motvekt.concerns.states import Act
from motvekt.concerns.texts import Written
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.actions import CHANGED_MEANWHILE
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.models import Item
from motvekt.dossiers.policy import NOT_THERE
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _

NOT_YOURS = no("not_yours", _("Bare den som skrev dette, kan endre det. Skriv heller noe nytt."))


@transaction.atomic
def mark_step(*, concern: Concern, step: str, by: Standing) -> None:
    """Say that a step of the concern's edition is done. Twice is as good as once. Raises Refused."""
    row = _with_step(concern, step, by)
    _, made = StepDone.objects.get_or_create(
        concern=row, step=step, defaults={"area": row.area, "by_id": by.somebody, "at": clock.now()}
    )
    if made:
        log(row.unit, by, "step_done", dossier=row.dossier_id, step=step)


@transaction.atomic
def unmark_step(*, concern: Concern, step: str, by: Standing) -> None:
    """Say that it isn't after all. Twice is as good as once. Raises Refused."""
    row = _with_step(concern, step, by)
    gone, _ = StepDone.objects.filter(concern=row, step=step).delete()
    if gone:
        log(row.unit, by, "step_undone", dossier=row.dossier_id, step=step)


def _with_step(concern: Concern, step: str, by: Standing) -> Concern:
    row = locked(concern)
    allowed(policy.may_do(by, row, Act.WRITE))
    if not any(known.id == step for known in queries.guide_of(row).steps):
        raise Refused(NOT_THERE)
    return row


@transaction.atomic
def put(*, concern: Concern, item: UUID, content: Written, version: int, by: Standing) -> Item:
    """Write a part of a concern whose id came with the form; `version` is the one it was shown in, 0 where it is new.

    The same form sent twice is one part. Raises Refused: with the code `changed_meanwhile` where it has been written
    anew since, in another window.
    """
    row = locked(concern)
    allowed(policy.may_do(by, row, Act.WRITE))
    kind = KINDS[type(content)]
    found = Item.objects.filter(id=item).first()
    if found is None:
        made = dossiers.add_item(
            dossier=row.dossier, unit=row.unit, kind=kind, text=texts.written(content), by=by, item_id=item
        )
    else:
        if (found.dossier_id, found.unit_id, found.kind) != (row.dossier_id, row.unit_id, kind):
            raise Refused(NOT_THERE)
        if found.written_by_id != by.account:
            raise Refused(NOT_YOURS)
        if found.version != version:
            return _the_same(row, found, content, by)
        made = dossiers.rewrite_item(item=found, text=texts.written(content), version=version, by=by)
    Concern.objects.filter(pk=row.pk).update(changed_at=clock.now())
    return made


def _the_same(concern: Concern, found: Item, content: Written, by: Standing) -> Item:
    """What stands there, where it says the same: then the form was sent twice. Raises Refused."""
    stands = next((part for part in queries.parts(by, concern) if part.id == found.id), None)
    if stands is None or stands.content != content:
        raise Refused(CHANGED_MEANWHILE)
    return found
