"""Reads of notices: from which unit, to which desk and on which basis one may be sent, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.dossiers import gate
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.facts import Person, Sharing, Told
from motvekt.dossiers.gate import Offer
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.law import Law
from motvekt.dossiers.queries import Closed
from motvekt.guide.kinds import AgencyKind, Function
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Area, Unit
from motvekt.reports import notice_policy, shapes
from motvekt.reports.kinds import Channel
from motvekt.reports.models import Arrival
from motvekt.reports.notice_shapes import PoliceNotice, read_notice


def senders(by: Standing) -> list[Unit]:
    """The units for which somebody may write a notice. None for all but those who work in the police."""
    return list(notice_policy.senders(by).select_related("organisation", "area").order_by("name"))


def desks(area: Area, law: Law) -> list[Unit]:
    """The SLT desks of an area that take notices here and where somebody reads them, in the guide's order."""
    known = [
        desk.id
        for desk in law.desks
        if desk.function is Function.SLT_COORDINATOR and Channel(desk.channel) is Channel.MOTVEKT
    ]
    rows = Unit.objects.select_related("organisation", "area").filter(area=area, desk__in=known)
    found = [unit for unit in rows if organisations.somebody_receives(unit.id)]
    return sorted(found, key=lambda unit: known.index(unit.desk))


def offers(law: Law, sender: Unit, desk: Unit) -> list[Offer]:
    """The bases that the edition has for the police alone, open to this desk or with the reasons why not."""
    own = [basis for basis in law.bases if list(basis.senders) == [AgencyKind.POLICE]]
    return gate.offers(sharing(law, sender, desk), own, law.today)


def sharing(
    law: Law,
    sender: Unit,
    desk: Unit,
    *,
    basis: str = "",
    necessity: str = "",
    attested: frozenset[int] = frozenset(),
    identifies: bool = True,
    told: Told | None = None,
) -> Sharing:
    """A notice as the gate is asked about it, before there is a dossier: nobody has consented to anything."""
    return Sharing(
        basis=basis,
        sender=law.party(sender),
        recipient=law.party(desk),
        as_health_personnel=None,
        identifies=identifies,
        purpose="report",
        is_necessary=bool(necessity.strip()),
        attested=attested,
        told=told or Told(),
        person=Person(),
        made_on=law.today,
    )


def sent(by: Standing) -> Sequence[Arrival]:
    """The notices that somebody has sent, the last first, each as it lies at its desk: with what became of it."""
    rows = notice_policy.followed(by).filter(passed_from__isnull=True)
    rows = rows.select_related("unit", "report", "passed_to__unit", "told_to", "handler")
    return list(rows.order_by("-came_at", "id"))


def followed(by: Standing, arrival: UUID) -> Arrival | None:
    """A notice that somebody has sent, or nothing: whether there is another isn't said; that they asked is logged."""
    rows = notice_policy.followed(by).select_related("unit", "area", "report__unit", "passed_to__unit", "told_to")
    found = rows.filter(id=arrival).first()
    if found is None:
        other = Arrival.objects.filter(id=arrival).values_list("dossier", flat=True).first()
        if other is not None:
            dossiers.note_denial(by, other)
    return found


@dataclass(frozen=True)
class Opened:
    """What was sent, and what the desk has answered, the oldest first. A text that doesn't open is None."""

    notice: PoliceNotice | None
    names_somebody: bool
    answers: tuple[tuple[datetime, str | None], ...]


def laid_open(by: Standing, arrival: Arrival) -> Opened:
    """A notice as whoever sent it may read it: without the name, which they have no need to be shown here. Logged."""
    kinds = frozenset({ItemKind.REPORT, ItemKind.ANSWER})
    rows = dossiers.read(by, arrival.dossier_id, laws.of_today(arrival.area), kinds=kinds)
    report = arrival.report
    own = next((one.text for one in rows if report is not None and one.item == report.text_id), Closed.DAMAGED)
    answers = [one for one in rows if one.was_received and one.kind is ItemKind.ANSWER and one.unit == arrival.unit_id]
    return Opened(
        None if isinstance(own, Closed) else read_notice(own),
        report is not None and report.identity_id is not None,
        tuple((one.made_at, None if isinstance(one.text, Closed) else shapes.plain(one.text)) for one in answers),
    )


def unread_since(arrivals: Sequence[Arrival]) -> datetime | None:
    """Since when the oldest of them lies unread; None where all have been read."""
    return min((one.came_at for one in arrivals if one.read_at is None), default=None)
