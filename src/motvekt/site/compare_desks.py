"""What came to desks, what has become of it, and who has stepped aside: as the log tells it, and as the tables do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from motvekt.audit.chain import Entry
from motvekt.consultations.models import Telephoned
from motvekt.dossiers.models import Recusal
from motvekt.organisations.models import Area
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival
from motvekt.site.told import Act, Told

CALL = "samtale på telefon "
"""What the key of a telephone consultation begins with."""


def _recused(told: Told, entry: Entry) -> None:
    about = entry.about
    told.recusals[f"{about['dossier']} {about['unit']} {entry.actor}"] = True


def _came(told: Told, entry: Entry) -> None:
    about = entry.about
    told.arrivals[about["arrival"]] = (about["dossier"], about["unit"], about["kind"], Status.DELIVERED.value, "")


ARRIVED = {
    "arrival_read": Status.READ,
    "arrival_accepted": Status.ACCEPTED,
    "arrival_taken_over": Status.TAKEN_OVER,
    "arrival_passed_on": Status.PASSED_ON,
    "arrival_dismissed": Status.DISMISSED,
    "arrival_closed": Status.CLOSED,
}
"""What each says has become of something at a desk."""


def _became(told: Told, entry: Entry) -> None:
    """Of something that never came as far as the log knows, only what was done with it is known."""
    arrival, status = entry.about["arrival"], ARRIVED[entry.event].value
    known = told.arrivals.get(arrival)
    if isinstance(known, tuple):
        told.arrivals[arrival] = (*known[:3], status, entry.about.get("case", known[4]))
    else:
        before = told.acts.get(arrival)
        told.acts[arrival] = Act(entry.about["dossier"], status, entry.about.get("case", before.case if before else ""))


def _telephoned(told: Told, entry: Entry) -> None:
    about = entry.about
    said = (about["unit"], entry.actor, about["day"], about.get("agency", ""), about.get("municipality", ""))
    told.arrivals[CALL + about["call"]] = said


HANDLERS: Mapping[str, Callable[[Told, Entry], None]] = {
    "recused": _recused,
    "arrival_came": _came,
    **dict.fromkeys(ARRIVED, _became),
    "telephone_noted": _telephoned,
}


def recusals(area: Area) -> dict[str, Hashable]:
    """Who has stepped aside from what."""
    rows = Recusal.objects.filter(area=area).values_list("dossier", "unit", "account")
    return {f"{dossier} {unit} account:{account}": True for dossier, unit, account in rows}


def arrivals(area: Area) -> dict[str, Hashable]:
    """What lies at which desk, what has become of it, and which case was begun from it; and who called an adviser."""
    rows = Telephoned.objects.filter(area=area).values_list("id", "unit", "by", "on", "agency", "municipality")
    calls: dict[str, Hashable] = {
        f"{CALL}{call}": (str(unit), f"account:{by}", on.isoformat(), agency, municipality)
        for call, unit, by, on, agency, municipality in rows
    }
    return calls | {
        str(row.id): (str(row.dossier_id), str(row.unit_id), row.kind, row.status, str(row.case_id or ""))
        for row in Arrival.objects.filter(area=area)
    }
