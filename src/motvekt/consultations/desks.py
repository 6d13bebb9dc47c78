"""Whom somebody can ask today without saying who they are: which desks, how many read there, by when they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from motvekt.consultations.half_days import half_day
from motvekt.consultations.who_reads import Here, Reading
from motvekt.guide.contacts import Line, constant, lines
from motvekt.guide.kinds import Function
from motvekt.guide.queries import InForce
from motvekt.guide.schema import Desk
from motvekt.kernel import clock
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import limits
from motvekt.reports.kinds import ArrivalKind, Channel

BEGIN_OF_WORK = time(8)
"""When a working day begins, in local time; `limits.END_OF_WORK` is when it ends."""
EVENING, NIGHT, MORNING = time(17), time(20), time(6)
CALLED = (Function.SLT_COORDINATOR, Function.CHILD_WELFARE, Function.RADICALISATION_CONTACT, Function.POLICE)
"""Who is called in place of writing, in this order, where they are open."""


@dataclass(frozen=True)
class Offer:
    """A desk that takes anonymous questions today."""

    desk: Desk
    reading: Reading
    edition: InForce = field(repr=False)

    @property
    def unit(self) -> Unit:
        """Who it is."""
        return self.reading.unit

    @property
    def readers(self) -> int:
        """How many people read all that comes there."""
        return self.reading.people

    @property
    def answer_by(self) -> date:
        """For what is sent now."""
        return answer_by(self.unit, clock.now())

    @property
    def lines(self) -> Sequence[Line]:
        """Where the same people are called."""
        return called(self.edition, self.desk)

    @property
    def silence(self) -> int:
        """After how many days without a word the way in ends."""
        return self.desk.silence


def offered(edition: InForce, here: Here) -> list[Offer]:
    """The desks in the edition's order: those that say yes, that are a unit here, where somebody reads, with keys."""
    wanted = [desk for desk in edition.guide.desks if desk.anonymous and Channel(desk.channel) is Channel.MOTVEKT]
    return [Offer(desk, here.desks[desk.id], edition) for desk in wanted if desk.id in here.desks]


def at(found: Sequence[Offer], unit: UUID) -> Offer | None:
    """The one that is this unit's; None where it takes no questions any more."""
    return next((one for one in found if one.unit.id == unit), None)


def answer_by(unit: Unit, moment: datetime) -> date:
    """By which day a unit has answered what was sent then."""
    return limits.answer_by(half_day(moment), ArrivalKind.ANONYMOUS, AgencyKind(unit.agency)).date()


def called(edition: InForce, desk: Desk) -> Sequence[Line]:
    """The telephone of the people behind a desk."""
    return [
        line
        for place in (*desk.municipalities, *(() if desk.municipalities else (None,)))
        for line in lines(edition.guide, edition.checked, clock.now(), functions=[desk.function], municipality=place)
        if line.phones
    ]


def open_now(edition: InForce) -> Sequence[Line]:
    """Who can be called at this moment: whoever is known to be open, and the helpline for children, which always is."""
    found = lines(edition.guide, edition.checked, clock.now(), functions=CALLED)
    return [*(line for line in found if line.availability.is_open and line.phones), constant("child_helpline")]


@dataclass(frozen=True)
class Quiet:
    """Nobody reads for now: until `again`, which is a working day."""

    when: Literal["night", "evening", "now"]
    again: date


def quiet(moment: datetime) -> Quiet | None:
    """Whether nobody is at work at that moment (local time), and when somebody is; None where they are."""
    day, at_ = moment.date(), moment.time()
    works = limits.is_working_day(day)
    if works and BEGIN_OF_WORK <= at_ < limits.END_OF_WORK:
        return None
    again = day if works and at_ < BEGIN_OF_WORK else limits.working_days_after(day, 1)
    if at_ >= NIGHT or at_ < MORNING:
        return Quiet("night", again)
    return Quiet("evening" if at_ >= (limits.END_OF_WORK if works else EVENING) else "now", again)
