"""Whether an adviser has stopped reading something already: the same form sent twice is one."""

from __future__ import annotations

from uuid import UUID

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.dossiers import queries as dossiers
from motvekt.reports.models import Arrival


def has_stopped(by: Standing, arrival: UUID) -> bool:
    """Whether it lies at a desk of somebody's, and they have said that they see it no more."""
    row = Arrival.objects.filter(id=arrival, unit__in=by.units_with(Capability.READ_RECEIVED)).first()
    return row is not None and dossiers.is_recused(by.account, row.dossier_id, row.unit_id)
