"""Reads of what lies at desks: the one door to them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from motvekt.access.standing import Standing
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.law import Law
from motvekt.reports import policy
from motvekt.reports.models import Arrival, Report


def arrival(by: Standing, arrival_id: UUID) -> Arrival | None:
    """Something at a desk of somebody's, or nothing: that they asked for what they may not see is logged."""
    rows = policy.seen_by(by).select_related("unit__organisation", "dossier", "area", "report", "disclosure")
    found = rows.filter(id=arrival_id).first()
    if found is None:
        other = Arrival.objects.filter(id=arrival_id).values_list("dossier", flat=True).first()
        if other is not None:
            dossiers.note_denial(by, other)
    return found


def sent(by: Standing, law: Law, dossier: UUID) -> QuerySet[Report]:
    """What was sent from a dossier, by those who may see the text that their own unit sent; the newest first."""
    own = dossiers.visible(by, law).own.filter(dossier=dossier).values("id")
    rows = Report.objects.filter(dossier=dossier, text__in=own).select_related("unit", "reporter", "edition")
    return rows.prefetch_related("arrivals__unit", "elsewhere__unit").order_by("-sent_at", "id")
