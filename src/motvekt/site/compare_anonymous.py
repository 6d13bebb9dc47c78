"""What somebody whom nobody knows did: no event tells of it, and each was counted for its day.

What staff did with it is in the log, and is held against the tables as far as that goes. A count is no link of a chain:
whoever changes rows and counts alike isn't found, nor is whoever writes as anybody can, with a receipt.
"""

from __future__ import annotations

from collections.abc import Hashable
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from motvekt.audit.models import AuditCount
from motvekt.consultations.kinds import Over
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Item
from motvekt.organisations.models import Area
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Status
from motvekt.reports.models import Arrival
from motvekt.reports.states import WAKES
from motvekt.site.told import Act, Told

ASKERS = (ItemKind.QUESTION, ItemKind.IMAGE, ItemKind.IDENTITY)
"""What an asker writes."""


def begun(area: Area) -> set[UUID]:
    """Dossiers that were begun anonymously, as the tables have them: of such a kind, and with a row for the asker's way
    in to the same unit.
    """
    rows = Anonymous.objects.filter(area=area, dossier__kind=DossierKind.ANONYMOUS_CONSULTATION)
    return set(rows.filter(unit=F("dossier__unit")).values_list("pk", flat=True))


def items_of_others(area: Area, begun: set[UUID]) -> QuerySet[Item]:
    """All items but those that an asker wrote: the desk's own unit has them, and nobody known."""
    askers = Item.objects.filter(
        area=area, dossier__in=begun, kind__in=ASKERS, written_by=None, unit=F("dossier__unit")
    )
    return Item.objects.filter(area=area).exclude(id__in=askers.values("id"))


def explain(told: Told, there: Told, begun: set[UUID]) -> None:
    """Let the log know of what came anonymously, as far as what was done with it agrees. All else that it says of
    such an arrival stays as it is said, and stands out.
    """
    for arrival, row in there.arrivals.items():
        if arrival in told.arrivals or not isinstance(row, tuple) or UUID(row[0]) not in begun:
            continue
        dossier, _, kind, status, case = row
        act = told.acts.pop(arrival, Act(dossier, Status.DELIVERED.value, ""))
        # What was read or closed lies unread again when the asker writes.
        woken = status == Status.DELIVERED and act.status in WAKES
        agrees = (woken or act.status == status) and (act.dossier, act.case) == (dossier, case)
        told.arrivals[arrival] = row if agrees and kind in ANONYMOUSLY else (act.dossier, act.status, act.case)
    told.arrivals |= {arrival: (act.dossier, act.status, act.case) for arrival, act in told.acts.items()}


def counted(area: Area) -> dict[str, Hashable]:
    """How many of each were counted when it happened."""
    rows = AuditCount.objects.filter(area=area.id, code__in=[*SAID, *ENDED]).values_list("code")
    numbers = dict(rows.annotate(total=Sum("number")))
    return {
        "anonymous_asked": numbers.get("anonymous_asked", 0),
        "anonymous_reported": numbers.get("anonymous_reported", 0),
        "texts": sum(numbers.get(code, 0) for code in SAID),
        **{code: numbers.get(code, 0) for code in ENDED},
    }


SAID = ("anonymous_asked", "anonymous_replied", "anonymous_reported")
"""Each is a text of an asker's."""
ENDED = {"anonymous_ended": Over.DELETED, "anonymous_expired": Over.SILENCE}


def lies(area: Area, begun: set[UUID]) -> dict[str, Hashable]:
    """How many of each lie there."""
    rows = Anonymous.objects.filter(area=area)
    return {
        "anonymous_asked": rows.count(),
        "anonymous_reported": Arrival.objects.filter(area=area, kind=ArrivalKind.ANONYMOUS_REPORT).count(),
        "texts": Item.objects.filter(area=area, kind=ItemKind.QUESTION, dossier__in=begun).count(),
        **{code: rows.filter(over=why).count() for code, why in ENDED.items()},
    }
