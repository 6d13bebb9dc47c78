"""What the actions of concerns begin with: the lock, and the concern as it is now."""

from __future__ import annotations

from motvekt.access.standing import Standing
from motvekt.concerns import policy
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.dossiers.doing import allowed, locked
from motvekt.dossiers.models import Dossier


def fresh(concern: Concern) -> Concern:
    """The concern as it is now, locked with its dossier until the end of the transaction."""
    locked(Dossier.objects.get(id=concern.dossier_id))
    return Concern.objects.select_related("dossier", "unit__organisation", "area").get(pk=concern.pk)


def ready(concern: Concern, act: Act, by: Standing) -> Concern:
    """The same, for whoever may do this with it now. Raises Refused."""
    row = fresh(concern)
    allowed(policy.may_do(by, row, act))
    return row
