"""What the clock does at desks: nothing that arrived is left unread without somebody being told, and told once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from motvekt.audit.actions import record
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations import letters
from motvekt.organisations import queries as organisations
from motvekt.organisations.walls import within
from motvekt.post.letters import Letter
from motvekt.reports.delivering import aside
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival

CLOCK = Actor("system", "tick")


def escalate(*, by: Actor = CLOCK) -> int:
    """Tell those who receive, and the unit's leaders, of what nobody has read in time. Says of how many.

    Run twice, the second time it does nothing.
    """
    number = 0
    for area in organisations.ids():
        with within(area):
            late = Arrival.objects.filter(
                area=area, status=Status.DELIVERED, escalated_at__isnull=True, read_by__lt=clock.now()
            )
            for row in late.order_by("read_by", "id").values_list("id", flat=True):
                with transaction.atomic():
                    number += _escalated(row, by)
    return number


def _escalated(arrival: UUID, by: Actor) -> bool:
    rows = Arrival.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(id=arrival, status=Status.DELIVERED, escalated_at__isnull=True).first()
    if row is None:
        # Somebody has read it, or another clock was first.
        return False
    row.escalated_at = clock.now()
    row.save(update_fields=["escalated_at"])
    out, leaders = aside(row.dossier_id, row.unit_id), organisations.leaders(row.unit_id)
    # Where all have stepped aside, a leader finds somebody who hasn't.
    for account in ({*organisations.receivers(row.unit_id), *leaders} - out) or set(leaders):
        letters.send_later(letter=Letter.UNREAD, recipient=account, area=row.area_id)
    record(
        controller=row.unit.organisation_id,
        by=by,
        event="arrival_escalated",
        dossier=row.dossier_id,
        arrival=row.id,
    )
    return True
