"""What every action on a concern begins with: the row as it is now, locked."""

from __future__ import annotations

from motvekt.concerns.models import Concern
from motvekt.dossiers.doing import locked as locked_dossier
from motvekt.dossiers.models import Dossier


def locked(concern: Concern) -> Concern:
    """The concern as it is now, locked with its dossier until the end of the transaction."""
    locked_dossier(Dossier.objects.get(id=concern.dossier_id))
    return Concern.objects.select_related("dossier", "unit__organisation", "area").get(pk=concern.pk)
