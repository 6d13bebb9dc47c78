"""Who may write a notice to an SLT desk, and who sees what became of it. Each rule has its query beside it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.models import Recusal
from motvekt.dossiers.policy import NOT_THERE, RECUSED
from motvekt.kernel.decision import YES, Decision
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Arrival


def may_send_from(by: Standing, unit: Unit) -> Decision:
    """Whether somebody may write a notice for a unit: it is the police's, and they write and share there."""
    holds = by.holds(Capability.WRITE, unit=unit.id) and by.holds(Capability.SHARE, unit=unit.id)
    return YES if holds and unit.agency == AgencyKind.POLICE else NOT_THERE


def senders(by: Standing) -> QuerySet[Unit]:
    """The units for which somebody may write notices: `may_send_from`, as a query."""
    units = by.units_with(Capability.WRITE) & by.units_with(Capability.SHARE)
    return Unit.objects.filter(id__in=units, agency=AgencyKind.POLICE)


def may_follow(by: Standing, arrival: Arrival) -> Decision:
    """Whether somebody sees what became of a notice: they sent it, and are still in the unit that they sent it for."""
    report = arrival.report
    if arrival.kind != ArrivalKind.NOTICE or report is None or report.reporter_id != by.account:
        return NOT_THERE
    if dossiers.is_recused(by.account, arrival.dossier_id, report.unit_id):
        return RECUSED
    return YES if by.holds(Capability.OPEN, unit=report.unit_id) else NOT_THERE


def followed(by: Standing) -> QuerySet[Arrival]:
    """The notices whose fate somebody sees: `may_follow`, as a query."""
    out = Recusal.objects.filter(account=by.account, dossier=OuterRef("dossier"), unit=OuterRef("report__unit"))
    rows = Arrival.objects.filter(
        kind=ArrivalKind.NOTICE, report__reporter=by.account, report__unit__in=by.units_with(Capability.OPEN)
    )
    return rows.exclude(Exists(out))
