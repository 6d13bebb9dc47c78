"""A concern and a report as plain data for paper: for the typesetter, and for a page to print from the browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from motvekt.access.standing import Standing
from motvekt.concerns import queries, reading
from motvekt.concerns.kinds import WHYS, Why
from motvekt.concerns.models import Concern, Duty
from motvekt.concerns.queries import Part
from motvekt.concerns.sent_reads import Sent
from motvekt.concerns.step_queries import calls, duties
from motvekt.guide.kinds import Language
from motvekt.guide.printing.characters import printable
from motvekt.guide.printing.tree import said
from motvekt.guide.templatetags.guide import clock_time, day
from motvekt.kernel import clock

Row = TypeVar("Row")

IN_PLACE = "\u25a1"
"""What stands where the typeface has no sign."""


def of_report(found: Sent, language: Language) -> dict[str, Any]:
    """A report as it was sent, without the name."""
    report = found.report
    desks = found.desks(language)
    facts = [
        [_("Sendt"), _moment(report.sent_at)],
        [_("Av"), f"{report.reporter.name}, {report.unit.name}"],
        *([desk.unit.name, f"{desk.state}. {desk.basis}"] for desk in desks),
        [_("Utgave av veilederen"), str(report.edition.number)],
        [_("Kontrollkode"), report.digest],
    ]
    parts = [[part.heading, part.text] for part in (found.text.parts if found.text else ())]
    return _paper(_("Bekymringsmelding"), found.concern, facts, parts)


def of_concern(by: Standing, concern: Concern) -> dict[str, Any]:
    """A concern as it stands, with all that was written in it, the oldest first. Opening it is logged.

    The guide's words that somebody chose are help in writing, and stay where they were chosen.
    """
    facts = [
        [_("Begynt"), _moment(concern.begun_at)],
        [_("Ansvarlig"), concern.writer.name],
        [_("Enhet"), concern.unit.name],
        *([_("Ringt"), f"{_(one.to)}, {one.row.by.name}, {_moment(one.at)}"] for one in _oldest(calls(by, concern))),
        *([_("Plikt"), f"{_(one.words)}. {_done(one.row)}"] for one in _oldest(duties(by, concern))),
        *_ended(concern),
    ]
    written = reading.shown(queries.parts(by, concern), queries.guide_of(concern))
    parts = [
        [f"{one.heading}: {name}", f"{text}\n{_written_by(one.part)}"] for one in written for name, text in one.lines
    ]
    return _paper(_("Bekymring"), concern, facts, parts)


def _oldest(rows: list[Row]) -> Iterator[Row]:
    return reversed(rows)


def _done(duty: Duty) -> str:
    return f"{duty.by.name}, {_moment(duty.done_at)}"


def _written_by(part: Part) -> str:
    return f"({part.written_by.name}, {_moment(part.made_at)})" if part.written_by else ""


def _ended(concern: Concern) -> list[list[str]]:
    if concern.closed_at is None:
        return []
    rest = concern.rest_owner
    found = [[_("Avsluttet"), f"{_(WHYS[Why(concern.closed_why)])}. {_moment(concern.closed_at)}"]]
    if rest is not None and concern.rest_due_on is not None:
        found.append(
            [_("Det som gjenstår"), _("%(name)s, innen %(day)s") % {"name": rest.name, "day": day(concern.rest_due_on)}]
        )
    return found


def _moment(at: Any) -> str:
    local = clock.local(at)
    return _("%(day)s kl. %(time)s") % {"day": day(local), "time": clock_time(local)}


def _paper(title: str, concern: Concern, facts: Sequence[list[str]], parts: Sequence[list[str]]) -> dict[str, Any]:
    today = clock.today()
    words = [text for row in (*facts, *parts) for text in row]
    missing = any(_lost(text) for text in words)
    return {
        "language": translation.get_language() or "nb",
        "title": f"{title} – {concern.alias}",
        "date": [today.year, today.month, today.day],
        "heading": concern.alias,
        "kind": title,
        "lead": _("Dekknavn. Navnet på den det gjelder, står ikke her."),
        "facts": [[_set(name), _set(text)] for name, text in facts],
        "parts": [{"heading": _set(name), "lines": [_set(line) for line in text.splitlines()]} for name, text in parts],
        "footer": _("Taushetsbelagt. Skrevet ut fra Motvekt %s.") % day(today),
        "note": _("Noen tegn finnes ikke i skriften på papir, og står som %s.") % IN_PLACE if missing else "",
        "of": _("av"),
        "page": _("Side"),
    }


def _lost(text: str) -> bool:
    return bool(set(text) - printable() - set("\n\r\t"))


def _set(text: str) -> str:
    """As it can be set: what the typeface lacks is said to be lacking, and never a reason for no paper at all."""
    known = printable() | set("\n\r\t")
    return said("".join(one if one in known else IN_PLACE for one in text))
