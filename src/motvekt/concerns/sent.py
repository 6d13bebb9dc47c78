"""What was sent from a concern, as its pages tell of it: where it lies, and whether anybody has read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from motvekt.concerns.models import Concern
from motvekt.guide.contacts import Line, lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function
from motvekt.guide.schema import Desk
from motvekt.kernel import clock
from motvekt.reports import hearing
from motvekt.reports import queries as reports
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival


@dataclass(frozen=True)
class Sent:
    """Something that was sent to a desk: in words, and whom to call until it is read."""

    row: Arrival
    words: tuple[str, ...]
    """What the law of the desk lets whoever sent it hear."""
    call: Line | None


def sent(request: HttpRequest, concern: Concern) -> list[Sent]:
    """All that was sent, the latest first. The concern is one that whoever looks may see."""
    rows = reports.sent_from(concern.dossier_id, concern.unit_id)
    return [Sent(row, hearing.words(row), _to_call(request, row)) for row in rows]


def unread(shown: Sequence[Sent]) -> list[Sent]:
    """Of these, what nobody has read."""
    return [one for one in shown if one.row.status == Status.DELIVERED]


def _to_call(request: HttpRequest, row: Arrival) -> Line | None:
    """Whom to call about what lies there: today's contact of the desk's function, who is open now before the others."""
    edition = edition_of(request)
    desk: Desk | None = next((one for one in edition.guide.desks if one.id == row.unit.desk), None)
    functions = [desk.function] if desk else [Function.RADICALISATION_CONTACT]
    place = desk.municipalities[0] if desk and desk.municipalities else None
    found = lines(edition.guide, edition.checked, clock.now(), functions=functions, municipality=place)
    return next((line for line in found if line.phones), None)
