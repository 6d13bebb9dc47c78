"""What the clock does for those who asked anonymously: a way in that nobody uses any more ends."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from motvekt.audit.actions import count
from motvekt.consultations.kinds import Over, Side
from motvekt.consultations.models import Anonymous
from motvekt.consultations.queries import SHORTEST, ends_on
from motvekt.dossiers.models import Dossier
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations import queries as organisations
from motvekt.organisations.walls import within
from motvekt.vault import keystore

CLOCK = Actor("system", "tick")


def expire(*, by: Actor = CLOCK) -> int:
    """End the ways in where the desk's word is the last and the days of silence are over. Says how many.

    Never while the asker's last word is unanswered. What the desk has stays. Run twice, the second time it does
    nothing.
    """
    number = 0
    for area in organisations.ids():
        with within(area):
            silent = Anonymous.objects.filter(
                area=area, over="", last_by=Side.DESK, last_on__lt=clock.today() - SHORTEST
            )
            for row in silent.order_by("last_on", "pk").values_list("pk", flat=True):
                number += _expired(row)
    return number


@transaction.atomic
def _expired(dossier: UUID) -> bool:
    # The dossier first, as whoever writes in it does: a word that comes now is either before this or after it.
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier)
    rows = Anonymous.objects.select_for_update(of=("self",)).select_related("unit", "dossier__area")
    row = rows.filter(pk=dossier, over="", last_by=Side.DESK).first()
    if row is None:
        return False
    last = ends_on(row)
    if last is None or last >= clock.today():
        return False
    # The key first: where this is broken off the next time ends the rest, and no row says that a key is gone too soon.
    keystore.forget_receipt(row.pk)
    row.finds, row.over, row.over_on = None, Over.SILENCE, clock.today()
    row.save(update_fields=["finds", "over", "over_on"])
    count(area=row.area_id, code="anonymous_expired")
    return True
