"""A question on its way, as a report is sent: without identity, to one desk, for advice."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from motvekt.dossiers.models import Dossier
from motvekt.organisations.models import Unit
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.sending import Leg, Sending
from motvekt.reports.shapes import ReportText


@dataclass(frozen=True)
class Question:
    """A question on its way. `id` comes with its form, so that one that is sent twice is one."""

    id: UUID
    unit: Unit
    desk: Unit
    text: ReportText = field(repr=False)
    basis: str
    attested: frozenset[int]
    edition: UUID
    health: bool | None = None
    alias: str = ""
    hides_sender: bool = False


def sending_of(question: Question, dossier: Dossier) -> Sending:
    """A question as a report is sent: without identity, to one desk, for advice."""
    leg = Leg(
        unit=question.desk,
        basis=question.basis,
        necessity=_("Råd om hvordan vi går fram, uten å si hvem det gjelder."),
        attested=question.attested,
        as_health_personnel=question.health,
    )
    return Sending(
        report=question.id,
        dossier=dossier,
        unit=question.unit,
        text=question.text,
        identity=None,
        legs=[leg],
        edition=question.edition,
        kind=ArrivalKind.QUESTION,
        alias=question.alias,
        hides_sender=question.hides_sender,
    )
