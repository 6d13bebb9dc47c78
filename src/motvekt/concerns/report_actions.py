"""A concern is reported: what is sent, the concern's status and its step, in one transaction."""

from __future__ import annotations

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns import policy
from motvekt.concerns.doing import did, locked
from motvekt.concerns.kinds import Status
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.dossiers.doing import allowed, log
from motvekt.guide.kinds import StepKind
from motvekt.kernel import clock
from motvekt.reports import sending_actions
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Report
from motvekt.reports.sending import Sending


def send_report(*, concern: Concern, wanted: Sending, by: Standing) -> Report:
    """Send it, to all its desks or none. A report makes the concern reported and its step done; a talk that another
    unit is asked to hold changes neither. Raises Refused.
    """
    allowed(policy.may_do(by, concern, Act.REPORT))

    def then(report: Report) -> None:
        row = locked(concern)
        allowed(policy.may_do(by, row, Act.REPORT))
        changed: dict[str, object] = {"changed_at": clock.now()}
        if wanted.kind is ArrivalKind.REPORT:
            changed["status"] = Status.REPORTED
            did(row, StepKind.REPORT, by)
        Concern.objects.filter(pk=row.pk).update(**changed)

    return sending_actions.send(wanted=wanted, by=by, then=then)


def note_printed(*, concern: Concern, by: Standing) -> None:
    """That somebody took the concern out as a file. Raises Refused."""
    allowed(policy.may_see(by, concern))
    with transaction.atomic():
        log(concern.unit, by, "concern_printed", dossier=concern.dossier_id)
