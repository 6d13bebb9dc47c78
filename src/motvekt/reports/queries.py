"""Reads of what lies at desks: the one door to them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from motvekt.access.standing import Standing
from motvekt.dossiers import queries as dossiers
from motvekt.reports import policy
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival


def arrival(by: Standing, arrival_id: UUID) -> Arrival | None:
    """Something at a desk of somebody's, or nothing: that they asked for what they may not see is logged."""
    rows = policy.seen_by(by).select_related("unit__organisation", "dossier", "area", "report", "disclosure")
    found = rows.filter(id=arrival_id).first()
    if found is None:
        other = Arrival.objects.filter(id=arrival_id).values_list("dossier", flat=True).first()
        if other is not None:
            dossiers.note_denial(by, other)
    return found


def sent_from(dossier: UUID, unit: UUID) -> QuerySet[Arrival]:
    """What a unit has sent to desks out of a dossier, the latest first: where it lies and what became of it.

    These rows say nothing of what was written. Whoever asks has made sure that the dossier may be seen.
    """
    sent = Q(report__unit=unit) | Q(disclosure__sender=unit)
    rows = Arrival.objects.filter(sent, dossier=dossier).exclude(unit=unit)
    return rows.select_related("unit__organisation", "unit__area", "told_to").order_by("-came_at", "id")


def unread_of(dossier: UUID, unit: UUID) -> list[Arrival]:
    """Of `sent_from`, what nobody has read."""
    return [row for row in sent_from(dossier, unit) if row.status == Status.DELIVERED]
