"""What somebody has asked desks about people who can't be recognised, what became of it, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.law import Law
from motvekt.kernel import clock
from motvekt.organisations.models import Area, Unit
from motvekt.reports import hearing, shapes
from motvekt.reports import queries as reports
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival, Report
from motvekt.reports.queries import Answered
from motvekt.reports.shapes import ReportText

PAGE = 20
"""Questions on a page."""
TOLD_FOR = timedelta(days=14)
"""How long «Min side» tells of an answer; it stands by the question for as long as the desk shares it."""


@dataclass(frozen=True)
class Asked:
    """A question that lies at a desk, and what its asker may hear of it, in words. Nothing of it is opened."""

    report: Report
    arrival: Arrival
    words: tuple[str, ...]

    @property
    def is_read(self) -> bool:
        """Whether anybody at the desk has read it."""
        return self.arrival.status != Status.DELIVERED


@dataclass(frozen=True)
class Opened:
    """A question opened: its text as it was sent, or nothing where it doesn't open, and the answers to it."""

    asked: Asked
    text: ReportText | None
    answers: Sequence[Answered]


def units(by: Standing) -> list[Unit]:
    """The units from which somebody may ask, by name."""
    rows = Unit.objects.filter(id__in=by.units_with(Capability.SHARE)).exclude(agency="")
    return list(rows.select_related("organisation", "area").order_by("name", "id"))


def area(by: Standing) -> Area | None:
    """The area in which somebody asks."""
    unit = next(iter(units(by)), None)
    return unit.area if unit else None


def alone(by: Standing, after: UUID | None = None) -> tuple[list[Asked], UUID | None]:
    """What somebody has asked from no concern, the newest first; and after which there are more."""
    place = area(by)
    if place is None:
        return [], None
    rows = _questions(by, laws.of_today(place)).filter(
        report__reporter=by.account, dossier__kind=DossierKind.CONSULTATION
    )
    last = rows.filter(report=after).first() if after else None
    if last is not None:
        rows = rows.filter(Q(came_at__lt=last.came_at) | Q(came_at=last.came_at, id__lt=last.id))
    found = [_asked(row) for row in rows[: PAGE + 1]]
    return found[:PAGE], found[PAGE - 1].report.id if len(found) > PAGE else None


def question(by: Standing, question: UUID, kind: DossierKind) -> Opened | None:
    """A question of a unit of theirs, opened; or nothing, which is logged where there is one that they may not see.

    Opening it is logged. `kind` is what it was asked from.
    """
    place = area(by)
    if place is None:
        return None
    law = laws.of_today(place)
    row = _questions(by, law).filter(report=question, dossier__kind=kind).first()
    if row is None or row.report is None:
        other = Report.objects.filter(id=question).values_list("dossier", flat=True).first()
        if other is not None:
            dossiers.note_denial(by, other)
        return None
    read = dossiers.read(by, row.dossier_id, law, kinds=frozenset({ItemKind.REPORT}))
    text = next((one.text for one in read if one.item == row.report.text_id), None)
    opened = shapes.read(ReportText, text) if isinstance(text, str) else None
    return Opened(_asked(row), opened, answers(by, row))


def answers(by: Standing, row: Arrival) -> list[Answered]:
    """What the desk of a question has answered since it came, opened. That is logged."""
    found = reports.answers_for(by, row.dossier_id)
    return [one for one in found if one.desk.id == row.unit_id and one.at >= row.came_at]


def _questions(by: Standing, law: Law) -> QuerySet[Arrival]:
    """The questions whose text somebody may open, the newest first."""
    own = dossiers.visible(by, law).own.filter(kind=ItemKind.REPORT).values("id")
    rows = Arrival.objects.filter(kind=ArrivalKind.QUESTION, report__text__in=own)
    rows = rows.select_related(
        "unit__organisation", "unit__area", "dossier", "report__unit__organisation", "report__reporter"
    )
    return rows.order_by("-came_at", "-id")


def _asked(row: Arrival) -> Asked:
    assert row.report is not None  # noqa: S101 - a question is sent as one, which the database holds
    return Asked(row.report, row, hearing.words(row))


@dataclass(frozen=True)
class AnsweredDue:
    """That a desk has written to somebody who asked, of late: when, from where, and about what they asked."""

    at: datetime
    desk: str
    question: UUID
    dossier: UUID
    from_concern: bool


def answered(by: Standing) -> list[AnsweredDue]:
    """What desks have written of late to what somebody asked. What it says stands by the question alone."""
    place = area(by)
    if place is None:
        return []
    law = laws.of_today(place)
    theirs = dossiers.visible(by, law).received.filter(item__kind=ItemKind.ANSWER, made_at__gte=clock.now() - TOLD_FOR)
    new = list(theirs.order_by("-made_at", "-id").values_list("dossier", "disclosure__sender", "made_at"))
    rows = _questions(by, law).filter(report__reporter=by.account, dossier__in={dossier for dossier, _, _ in new})
    found: dict[tuple[UUID, UUID], AnsweredDue] = {}
    for row in rows:
        at = next((at for key in [(row.dossier_id, row.unit_id)] for *ids, at in new if tuple(ids) == key), None)
        if at is not None and at >= row.came_at and row.report_id and (row.dossier_id, row.unit_id) not in found:
            from_concern = row.dossier.kind != DossierKind.CONSULTATION
            due = AnsweredDue(at, row.unit.name, row.report_id, row.dossier_id, from_concern)
            found[row.dossier_id, row.unit_id] = due
    return list(found.values())
