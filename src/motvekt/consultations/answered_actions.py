"""What a desk's answer changes for whoever asked. Called by the desk, through `reports.asker`."""

from __future__ import annotations

from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.consultations.kinds import Side
from motvekt.consultations.models import Anonymous
from motvekt.kernel import clock


def was_answered(*, dossier: UUID, by: Standing) -> None:
    """The desk's word is the last from today on: the way in ends after so many days in which nobody writes.

    Within the transaction that writes the answer and its event, and holds the dossier.
    """
    Anonymous.objects.filter(pk=dossier, over="").update(last_by=Side.DESK, last_on=clock.today())
