"""Who answers for which concern, who is invited to it, and who sent what: as the log tells it, and as the tables do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from django.db.models import F

from motvekt.audit.chain import Entry
from motvekt.concerns.models import Concern, Guest
from motvekt.organisations.models import Area
from motvekt.reports.models import Elsewhere, Report
from motvekt.site.told import Told

CONCERN, GUEST, REPORT, AWAY = "bekymring ", "kollega som er bedt om noe ", "melding ", "melding levert utenfor "
"""What each key begins with."""


def _noted(told: Told, entry: Entry) -> None:
    told.concerns[CONCERN + entry.about["dossier"]] = (entry.actor, "")


def _handed_on(told: Told, entry: Entry) -> None:
    _becomes(told, CONCERN + entry.about["dossier"], 0, f"account:{entry.about['account']}")


def _closed(told: Told, entry: Entry) -> None:
    _becomes(told, CONCERN + entry.about["dossier"], 1, entry.about["why"])


def _reopened(told: Told, entry: Entry) -> None:
    _becomes(told, CONCERN + entry.about["dossier"], 1, "")


def _becomes(told: Told, key: str, place: int, to: Hashable) -> None:
    """Of what never was, nothing becomes."""
    known = told.concerns.get(key)
    if isinstance(known, tuple):
        told.concerns[key] = (*known[:place], to, *known[place + 1 :])


def _invited(told: Told, entry: Entry) -> None:
    told.concerns[_guest(entry)] = entry.actor


def _guest_ended(told: Told, entry: Entry) -> None:
    told.concerns.pop(_guest(entry), None)


def _guest(entry: Entry) -> str:
    return f"{GUEST}{entry.about['dossier']} {entry.about['account']}"


def _sent(told: Told, entry: Entry) -> None:
    about = entry.about
    told.concerns[REPORT + about["report"]] = (about["dossier"], entry.actor, about.get("row", ""))


def _for_elsewhere(told: Told, entry: Entry) -> None:
    about = entry.about
    told.concerns[_away(entry)] = (about["basis"], about["channel"], False)


def _sent_elsewhere(told: Told, entry: Entry) -> None:
    _becomes(told, _away(entry), 2, True)


def _away(entry: Entry) -> str:
    return f"{AWAY}{entry.about['report']} {entry.about['unit']}"


HANDLERS: Mapping[str, Callable[[Told, Entry], None]] = {
    "concern_noted": _noted,
    "concern_handed_on": _handed_on,
    "concern_closed": _closed,
    "concern_reopened": _reopened,
    "guest_invited": _invited,
    "guest_ended": _guest_ended,
    "report_sent": _sent,
    "report_for_elsewhere": _for_elsewhere,
    "report_sent_elsewhere": _sent_elsewhere,
}


def rows(area: Area) -> dict[str, Hashable]:
    """All of it, as an area's rows have it. That a concern is reported, its reports say."""
    concerns = Concern.objects.filter(area=area).values_list("dossier", "writer", "closed_why")
    guests = Guest.objects.filter(area=area, ended_at=None).values_list("concern", "account", "invited_by")
    # What a desk sends on is an item of its own with the same id, and in the log as that.
    sent = Report.objects.filter(area=area).exclude(id=F("text"))
    reports = sent.values_list("id", "dossier", "reporter", "digest")
    away = Elsewhere.objects.filter(area=area).values_list("report", "unit", "basis", "channel", "sent_at")
    return {
        **{f"{CONCERN}{concern}": (f"account:{writer}", why) for concern, writer, why in concerns},
        **{f"{GUEST}{concern} {account}": f"account:{by}" for concern, account, by in guests},
        **{f"{REPORT}{one}": (str(dossier), f"account:{by}", row) for one, dossier, by, row in reports},
        **{f"{AWAY}{report} {unit}": (basis, by, at is not None) for report, unit, basis, by, at in away},
    }
