"""Who sees what lies at a desk: those who receive in the unit, but for whoever has said that they are too close to it.

The rule and its query stand side by side. What it says is opened by `dossiers`, through the gate.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.models import Recusal
from motvekt.dossiers.policy import NOT_THERE, RECUSED
from motvekt.kernel.decision import YES, Decision
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import states
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival
from motvekt.reports.states import Act


def may_see(by: Standing, arrival: Arrival) -> Decision:
    """Whether somebody may see that this lies at the desk, and work on it."""
    if not by.holds(Capability.READ_RECEIVED, unit=arrival.unit_id):
        return NOT_THERE
    recused = dossiers.is_recused(by.account, arrival.dossier_id, arrival.unit_id)
    return RECUSED if recused else YES


def seen_by(by: Standing, unit: UUID | None = None) -> QuerySet[Arrival]:
    """What lies at the desks of somebody, or at one of them: `may_see`, as a query."""
    out = Recusal.objects.filter(account=by.account, dossier=OuterRef("dossier"), unit=OuterRef("unit"))
    desks = by.units_with(Capability.READ_RECEIVED)
    rows = Arrival.objects.filter(unit__in=desks) if unit is None else Arrival.objects.filter(unit=unit)
    return (rows if unit is None or unit in desks else rows.none()).exclude(Exists(out))


def may_do(by: Standing, arrival: Arrival, act: Act) -> Decision:
    """Whether somebody may do this with it now."""
    seen = may_see(by, arrival)
    if not seen:
        return seen
    return states.may(Status(arrival.status), act, ArrivalKind(arrival.kind), police=is_police(arrival.unit))


def is_ever_open(arrival: Arrival, act: Act) -> bool:
    """Whether anybody may ever do this with such a thing at such a desk."""
    kind = ArrivalKind(arrival.kind)
    return any(states.row(status, act, kind, police=is_police(arrival.unit)) for status in Status)


def is_police(unit: Unit) -> bool:
    """Whether a desk is the police's, where what arrives only passes through."""
    return unit.agency == AgencyKind.POLICE
