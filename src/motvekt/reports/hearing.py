"""What whoever sent something to a desk gets to know of it: as much as the law of the desk says, and no more.

By default that it came and that somebody has read it. Where to it was sent on is always told.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from motvekt.guide.templatetags.guide import clock_time, day
from motvekt.kernel import clock
from motvekt.organisations.kinds import PUBLIC_BODIES, AgencyKind
from motvekt.reports import limits
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival


def words(row: Arrival) -> tuple[str, ...]:
    """The sentences for one arrival. Its report's unit with its organisation is read already."""
    if row.kind == ArrivalKind.QUESTION:
        return _of_a_question(row)
    if row.status == Status.DELIVERED:
        return (
            _("Levert %(when)s. Ingen har lest den ennå.") % {"when": _when(row.came_at)},
            _("Den skal leses innen %(when)s.") % {"when": _when(row.read_by)},
        )
    said = [_("Mottatt, og lest %(when)s.") % {"when": _when(row.read_at or row.came_at)}]
    if row.status == Status.PASSED_ON:
        said += _where_to(row)
    elif row.kind == ArrivalKind.TALK:
        said += _of_a_talk(row)
    elif row.unit.agency == AgencyKind.CHILD_WELFARE and row.kind == ArrivalKind.REPORT and _is_public(row):
        said += _of_child_welfare(row)
    if row.answered_at is not None:
        said.append(_("Mottaket svarte %(when)s.") % {"when": _when(row.answered_at)})
    return tuple(said)


def _where_to(row: Arrival) -> list[str]:
    if row.passed_to is not None:
        desk = {"desk": row.passed_to.unit.name}
        return [_("Mottaket har sendt det de mener trengs, videre til %(desk)s.") % desk]
    if row.told_to is not None:
        desk = {"desk": row.told_to.name}
        return [_("Mottaket sier at den hører til hos %(desk)s. Den er ikke sendt dit. Send den dit selv.") % desk]
    return []


def _of_a_question(row: Arrival) -> tuple[str, ...]:
    """Whoever asks for advice hears who has read it, until when they have an answer, and that it came."""
    if row.status == Status.DELIVERED:
        return (
            _("Levert %(when)s. Ingen har lest det ennå.") % {"when": _when(row.came_at)},
            _("Det skal leses innen %(when)s.") % {"when": _when(row.read_by)},
        )
    said = [_("Lest %(when)s.") % {"when": _when(row.read_at or row.came_at)}]
    if row.answered_at is not None:
        said.append(_("Mottaket svarte %(when)s.") % {"when": _when(row.answered_at)})
    elif row.status == Status.CLOSED:
        said.append(_("Mottaket er ferdig med dette. Ring hvis du ikke har fått svar."))
    elif row.answer_by is not None:
        said.append(_("Du skal få svar innen %(day)s.") % {"day": day(row.answer_by)})
    return tuple(said)


def _of_a_talk(row: Arrival) -> list[str]:
    """Whoever asks for something hears whether it is done."""
    if row.status == Status.DISMISSED:
        return [_("Mottaket kan ikke holde samtalen.")]
    return [_("Mottaket er ferdig med dette.")] if row.status == Status.CLOSED else []


def _of_child_welfare(row: Arrival) -> list[str]:
    """barnevernsloven § 2-1: assessed within a week; § 13-3: public reporters hear within three weeks."""
    if row.status == Status.ACCEPTED:
        return [_("Barnevernet undersøker saken.")]
    if row.status == Status.DISMISSED:
        return [_("Barnevernet undersøker ikke saken.")]
    week = limits.until(row.came_at, limits.BY_LAW[AgencyKind.CHILD_WELFARE])
    weeks = limits.until(row.came_at, limits.FEEDBACK[AgencyKind.CHILD_WELFARE])
    return [
        _("Barnevernet skal vurdere den innen %(day)s.") % {"day": day(week)},
        _("Innen %(day)s får du vite om de undersøker saken.") % {"day": day(weeks)},
    ]


def _is_public(row: Arrival) -> bool:
    return row.report is not None and row.report.unit.organisation.kind in PUBLIC_BODIES


def _when(moment: datetime) -> str:
    local = clock.local(moment)
    return _("%(day)s kl. %(time)s") % {"day": day(local), "time": clock_time(local)}
