"""Reads of what was sent from a concern: the frozen text, and what became of it at each desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from motvekt.access.standing import Standing
from motvekt.concerns import policy
from motvekt.concerns.kinds import Status as ConcernStatus
from motvekt.concerns.models import Concern
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.queries import Closed
from motvekt.guide import queries as guides
from motvekt.guide.kinds import Language
from motvekt.guide.schema import Guide
from motvekt.kernel import clock
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import child_welfare_file, hearing, limits, shapes
from motvekt.reports import queries as reports
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival, Elsewhere, Report
from motvekt.reports.queries import Answered
from motvekt.reports.reasons import Reasons, Why
from motvekt.reports.shapes import Identity, ReportText

TOLD_FOR = timedelta(days=14)
"""How long «Min side» tells that a desk has answered."""


@dataclass(frozen=True)
class AtDesk:
    """A desk that a report went to, and what became of it there. Nothing is called delivered that isn't."""

    unit: Unit
    text: str
    """What the edition says to those who want to reach the desk."""
    basis: str
    necessity: str
    arrival: Arrival | None = None
    elsewhere: Elsewhere | None = None
    feedback_by: datetime | None = None
    """Until when a public reporter hears whether it is looked into, where the law says so."""
    has_file: bool = False

    @property
    def state(self) -> str:
        """In words."""
        if self.elsewhere is not None:
            return _("Du tok den dit selv") if self.elsewhere.sent_at else _("Ikke levert her")
        status = Status(self.arrival.status if self.arrival else Status.DELIVERED)
        if status is Status.PASSED_ON:
            return _("Sendt videre")
        # What else a desk makes of it is told by `heard` alone, as far as its law lets it.
        return _("Levert. Ingen har lest den ennå.") if status is Status.DELIVERED else _("Lest")

    @property
    def heard(self) -> Sequence[str]:
        """What the law of the desk lets whoever sent it hear, once it is read."""
        if self.arrival is None or self.arrival.status == Status.DELIVERED:
            return ()
        return hearing.words(self.arrival)[1:]


@dataclass(frozen=True)
class Sent:
    """A report, opened: the text as it was sent, or nothing where it doesn't open."""

    concern: Concern
    report: Report
    text: ReportText | None
    reasons: Sequence[Why]

    def desks(self, language: Language) -> list[AtDesk]:
        """Each desk, in the order in which they were chosen."""
        law = laws.of_today(self.concern.area)
        guide = guides.of_edition(self.concern.area.slug, self.report.edition_id)
        arrivals = {row.unit_id: row for row in self.report.arrivals.all()}
        elsewhere = {row.unit_id: row for row in self.report.elsewhere.all()}
        units = {row.unit_id: row.unit for row in arrivals.values()} | {
            row.unit_id: row.unit for row in elsewhere.values()
        }
        order = [why.unit for why in self.reasons] or list(units)
        whys = {why.unit: why for why in self.reasons}
        found = []
        for unit in (units[one] for one in order if one in units):
            desk, why, away = law.desk(unit), whys.get(unit.id), elsewhere.get(unit.id)
            agency = AgencyKind(unit.agency)
            found.append(
                AtDesk(
                    unit,
                    str(desk.text.get(language, "")) if desk else "",
                    _basis(guide, why.basis if why else "", language),
                    why.necessity if why else "",
                    arrivals.get(unit.id),
                    away,
                    limits.until(self.report.sent_at, limits.FEEDBACK[agency]) if agency in limits.FEEDBACK else None,
                    away is not None and away.identifies and child_welfare_file.is_for(unit),
                )
            )
        return found

    @property
    def any_elsewhere(self) -> bool:
        """Whether the sender takes it to any desk themselves."""
        return bool(self.report.elsewhere.all())

    @property
    def all_elsewhere(self) -> bool:
        """Whether nothing of it was delivered here."""
        return not self.report.arrivals.all()

    @property
    def plain(self) -> str:
        """The text to copy, without the name."""
        return "\n\n".join(f"{part.heading}\n{part.text}" for part in self.text.parts) if self.text else ""


def _basis(guide: Guide, basis: str, language: Language) -> str:
    found = next((one for one in guide.bases if one.id == basis), None)
    if found is None:
        return basis
    label = found.label.get(language) or next(iter(found.label.values()))
    cite = found.in_force.cite if found.in_force else ""
    # Consent has no paragraph, and is cited by its own word.
    return f"{label} ({cite})" if cite and not cite.casefold().startswith(label.casefold()) else label


def sent(by: Standing, concern: Concern, report: UUID) -> Sent | None:
    """A report of a concern, opened without the name; nothing where there is none. Opening it is logged."""
    law = laws.of_today(concern.area)
    row = reports.reports_of(by, law, concern.pk).filter(id=report).first()
    if row is None:
        return None
    read = dossiers.read(by, concern.pk, law, kinds=frozenset({ItemKind.REPORT, ItemKind.DECISION}))
    own = [one for one in read if not one.was_received]
    texts = {one.item: one.text for one in own}
    text = texts.get(row.text_id)
    return Sent(
        concern,
        row,
        shapes.read(ReportText, text) if isinstance(text, str) else None,
        _reasons(row, [one.text for one in own if one.kind is ItemKind.DECISION]),
    )


def _reasons(report: Report, texts: Sequence[str | Closed]) -> Sequence[Why]:
    for text in texts:
        found = shapes.read(Reasons, text) if isinstance(text, str) else None
        if found is not None and found.report == report.id:
            return found.why
    return ()


def identity(by: Standing, found: Sent) -> Identity | None:
    """Whom a report is about. Opening it is logged; whoever calls has asked who it is that looks."""
    law = laws.of_today(found.concern.area)
    read = dossiers.read(by, found.concern.pk, law, kinds=frozenset({ItemKind.IDENTITY}))
    text = next((one.text for one in read if one.item == found.report.identity_id), None)
    return shapes.read(Identity, text) if isinstance(text, str) else None


def child_welfare_file_of(by: Standing, found: Sent, row: Elsewhere, guide: Guide) -> str:
    """The national file of a report, as JSON."""
    return child_welfare_file.made(
        report=found.report,
        text=found.text or ReportText(parts=()),
        identity=identity(by, found),
        told=row.was_told,
        not_told_why=next((why.not_told_why for why in found.reasons if why.unit == row.unit_id), ""),
        desk=row.unit,
        guide=guide,
    )


@dataclass(frozen=True)
class Due:
    """Something about a report that waits for whoever sent it: since when, about whom, and where it is seen."""

    since: datetime
    concern: Concern
    report: UUID
    unit: str = ""
    """The desk that the sender was to take it to; empty where it is to be looked at again whether the person knows."""


def due(by: Standing) -> list[Due]:
    """What somebody sent without telling the person, where the day to look again has come, once for each report; and
    what they have not taken to a desk yet. Nothing of a concern that is closed, or that they don't see any more.
    """
    mine = policy.seen_by(by).exclude(status=ConcernStatus.CLOSED).select_related("dossier", "unit")
    concerns = {row.pk: row for row in mine}
    away = Elsewhere.objects.filter(report__dossier__in=concerns, report__reporter=by.account).select_related(
        "report", "unit"
    )
    found = [
        Due(row.decided_at, concerns[row.report.dossier_id], row.report_id, row.unit.name)
        for row in away.filter(sent_at__isnull=True)
    ]
    again = _untold(by, concerns)
    return found + [
        Due(datetime.combine(day, time(8), clock.LOCAL), concerns[report.dossier_id], report.id)
        for report, day in again
    ]


def _untold(by: Standing, concerns: Mapping[UUID, Concern]) -> list[tuple[Report, date]]:
    """The reports whose day to look again has come, and that nobody has looked at since."""
    today = clock.today()
    away = Elsewhere.objects.filter(report__dossier__in=concerns, report__reporter=by.account)
    arrived = Arrival.objects.filter(dossier__in=concerns, report__reporter=by.account)
    again: list[tuple[Report, date | None]] = [
        (row.report, row.look_again_on) for row in away.filter(look_again_on__lte=today).select_related("report")
    ]
    again += [
        (row.report, row.disclosure.look_again_on)
        for row in arrived.filter(disclosure__look_again_on__lte=today).select_related("report", "disclosure")
        if row.report is not None and row.disclosure is not None
    ]
    found: dict[UUID, tuple[Report, date]] = {}
    for report, day in again:
        looked = concerns[report.dossier_id].looked_again_on
        if day is not None and (looked is None or day > looked):
            found[report.id] = (report, day)
    put_off = {key: row.look_again_on for key, row in concerns.items() if row.look_again_on}
    for report in Report.objects.filter(dossier__in=put_off, reporter=by.account).order_by("sent_at", "id"):
        if put_off[report.dossier_id] <= today:
            found[report.id] = (report, put_off[report.dossier_id])
    return list(found.values())


def is_to_be_looked_at(by: Standing, found: Sent) -> bool:
    """Whether it is time to ask again whether the person knows of this report."""
    return any(report.id == found.report.id for report, _day in _untold(by, {found.concern.pk: found.concern}))


def answers(by: Standing, found: Sent) -> list[Answered]:
    """What the desks of a report have answered, for those whom it was sent from. Opening them is logged."""
    desks = {row.unit_id for row in found.report.arrivals.all() if row.answered_at}
    if not desks:
        return []
    return [one for one in reports.answers_for(by, found.concern.pk) if one.desk.id in desks]


@dataclass(frozen=True)
class AnsweredDue:
    """That a desk has answered something that somebody sent, and where it is read."""

    at: datetime
    concern: Concern
    report: UUID
    desk: str


def answered(by: Standing) -> list[AnsweredDue]:
    """What desks have answered in somebody's own concerns of late. It is told of for some days; what they said stands
    by the report for as long as the desk shares it.
    """
    mine = policy.seen_by(by).exclude(status=ConcernStatus.CLOSED).filter(writer=by.account).select_related("unit")
    concerns = {row.pk: row for row in mine}
    rows = Arrival.objects.filter(dossier__in=concerns, report__isnull=False, answered_at__gte=clock.now() - TOLD_FOR)
    # What was only asked about is told of as that.
    rows = rows.exclude(kind=ArrivalKind.QUESTION)
    return [
        AnsweredDue(row.answered_at, concerns[row.dossier_id], row.report_id, row.unit.name)
        for row in rows.select_related("unit", "report").order_by("answered_at", "id")
        if row.answered_at and row.report_id and row.report and row.report.unit_id == concerns[row.dossier_id].unit_id
    ]
