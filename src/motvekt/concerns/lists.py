"""Lists of concerns: one's own and those one is invited to, those that nobody answers for, what one sees to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.concerns import policy, queries
from motvekt.concerns.kinds import Status
from motvekt.concerns.models import Concern
from motvekt.kernel import clock
from motvekt.organisations.models import Account, Unit

PAGE = 20
"""Concerns on a page."""
FEW = 5
"""Concerns on «Min side»: the rest are a press away."""
AFTER_DUE = timedelta(days=30)
"""How long what is left to do is still told of after its day."""


class Tab(StrEnum):
    """Which concerns a list shows. The word stands in the address."""

    OPEN = "apne"
    REPORTED = "meldt"
    CLOSED = "avsluttet"


STATUSES: Mapping[Tab, Status] = {
    Tab.OPEN: Status.OPEN,
    Tab.REPORTED: Status.REPORTED,
    Tab.CLOSED: Status.CLOSED,
}


@dataclass(frozen=True)
class Page:
    """Some of a list, and the mark of where the next ones begin; empty where there are no more."""

    concerns: Sequence[Concern]
    next: str


def page(by: Standing, tab: Tab, after: str = "") -> Page:
    """What somebody may see with this status, what was written in last first. `after` is a mark of an earlier page; one
    that makes no sense begins at the top.
    """
    rows = _after(queries.listed(by, STATUSES[tab]), after)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Page(shown, _mark(shown[-1]) if len(found) > PAGE else "")


def _mark(row: Concern) -> str:
    return f"{clock.local(row.changed_at).isoformat()}~{row.pk}"


def _after(rows: QuerySet[Concern], mark: str) -> QuerySet[Concern]:
    try:
        at, _, last = mark.partition("~")
        moment, dossier = datetime.fromisoformat(at), UUID(last)
    except ValueError:
        return rows
    if moment.tzinfo is None:
        return rows
    return rows.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, dossier__gt=dossier))


def orphaned(by: Standing) -> QuerySet[Concern]:
    """The concerns that somebody may hand on, the oldest first."""
    return policy.orphaned(by).select_related("unit", "area").order_by("begun_at", "dossier")


def to_hand_on(by: Standing, dossier: UUID) -> Concern | None:
    """One of them, or nothing: that there are others isn't said."""
    return orphaned(by).filter(pk=dossier).first()


def remaining(by: Standing) -> QuerySet[Concern]:
    """What somebody sees to in concerns that are closed, by date. It is told of until a while after its day."""
    rows = policy.seen_by(by).filter(status=Status.CLOSED, rest_owner=by.account, rest_done_at=None)
    return rows.filter(rest_due_on__gte=clock.today() - AFTER_DUE).order_by("rest_due_on", "dossier")


def latest(by: Standing) -> list[Concern]:
    """The few that somebody answers for themselves and wrote in last, and that aren't closed."""
    return list(queries.listed(by).filter(writer=by.account).exclude(status=Status.CLOSED)[:FEW])


def units(by: Standing) -> list[Unit]:
    """The units in which somebody may write a worry down, by name."""
    rows = Unit.objects.filter(id__in=by.units_with(Capability.WRITE)).exclude(agency="")
    return list(rows.select_related("organisation").order_by("name", "id"))


def names(accounts: set[str]) -> dict[str, Account]:
    """The accounts of these ids, by their id as text."""
    return {str(account.id): account for account in Account.objects.filter(id__in=accounts)}
