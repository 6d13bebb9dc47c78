"""What actions on a concern have in common: the row as it is now, locked, and a step of its edition that is done."""

from __future__ import annotations

from motvekt.access.standing import Standing
from motvekt.concerns import policy, queries
from motvekt.concerns.models import Concern, StepDone
from motvekt.concerns.states import Act
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.doing import locked as locked_dossier
from motvekt.dossiers.models import Dossier
from motvekt.guide.kinds import StepKind
from motvekt.kernel import clock


def locked(concern: Concern) -> Concern:
    """The concern as it is now, locked with its dossier until the end of the transaction."""
    locked_dossier(Dossier.objects.get(id=concern.dossier_id))
    return Concern.objects.select_related("dossier", "unit__organisation", "area").get(pk=concern.pk)


def did(concern: Concern, kind: StepKind, by: Standing) -> None:
    """What was done is the step of that kind in the concern's own edition, where it has one. Done already, it stays."""
    step = next((step for step in queries.guide_of(concern).steps if step.kind is kind), None)
    if step is None:
        return
    _, made = StepDone.objects.get_or_create(
        concern=concern,
        step=step.id,
        defaults={"area_id": concern.area_id, "by_id": by.somebody, "at": clock.now()},
    )
    if made:
        log(concern.unit, by, "step_done", dossier=concern.dossier_id, step=step.id)


def ready(concern: Concern, act: Act, by: Standing) -> Concern:
    """The concern, locked, for whoever may do this with it now. Raises Refused."""
    row = locked(concern)
    allowed(policy.may_do(by, row, act))
    return row
