"""Rules over what is asked of people in a concern: pure functions, over the edition's own shapes and the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from motvekt.concerns.kinds import DutyKind
from motvekt.guide.schema import LegalBasis, Step
from motvekt.guide.shapes import Label
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports.limits import Limit, until, working_days_after

SILENT_AFTER = Limit(working_days=1)
"""How long a colleague who was invited may be silent before the routine goes on without them."""


def due_by_default(today: date) -> date:
    """When a colleague is asked to be done, unless somebody says otherwise, and when an attestation is due."""
    return working_days_after(today, 1)


def passed_by(invited_at: datetime, now: datetime) -> bool:
    """Whether a colleague has been silent for a working day. Nothing ever waits for them; the page only says so."""
    return now > until(invited_at, SILENT_AFTER)


def responsible_for(step: Step, agency: str) -> Label:
    """Who answers for a step in a unit of that kind, as the edition says it."""
    for entry in step.responsible:
        if agency in entry.kinds:
            return entry.label
    return next((entry.label for entry in step.responsible if not entry.kinds), step.responsible[0].label)


def duties_in(bases: Iterable[LegalBasis], agency: str) -> dict[DutyKind, LegalBasis | None]:
    """The duties that somebody in a unit of that kind may have, each with today's law where the edition has it as one.

    A school's duty towards its pupils is no basis for sharing: the edition speaks of it in its advice.
    """
    known = [basis for basis in bases if basis.duty]
    averting = next((basis for basis in known if "whoever_can_avert" in basis.recipients), None)
    reporting = next(
        (basis for basis in known if list(basis.recipients) == [AgencyKind.CHILD_WELFARE] and agency in basis.senders),
        None,
    )
    found: dict[DutyKind, LegalBasis | None] = {DutyKind.AVERT: averting}
    if reporting is not None:
        found[DutyKind.CHILD_WELFARE] = reporting
    if agency == AgencyKind.EDUCATION:
        found[DutyKind.PRINCIPAL] = None
    return found
