"""A desk's lists: what waits, a page at a time, by what the indexes of the table can give, and no totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.organisations.models import Unit
from motvekt.reports import policy
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival
from motvekt.reports.wording import MORE, TABS
from motvekt.vault import keystore

PAGE = 25
MOST = 100
"""Beyond so many nothing is counted: «99+»."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see: whose desk, of which kind, in which order, and after which row."""

    unit: UUID | None = None
    kind: str = ""
    by_limit: bool = False
    after: UUID | None = None
    read_after: UUID | None = None


@dataclass(frozen=True)
class Rows:
    """A page of a list; `next` is its last row where there are more."""

    rows: Sequence[Arrival]
    next: UUID | None


@dataclass(frozen=True)
class Tab:
    """A kind, in words, and how many of it wait; empty where nobody counts that far."""

    kind: str
    words: str
    number: str


@dataclass(frozen=True)
class Desk:
    """The page of one unit's desk."""

    unit: Unit
    units: Sequence[Unit]
    unread: Rows
    read: Rows
    waiting: int
    """How many wait to be read, at most `MOST`."""
    shortest: Arrival | None
    tabs: Sequence[Tab]
    asked: Asked
    is_asked_anonymously: bool
    """Whether anybody can ask here without saying who they are: no letter tells when they do."""

    @property
    def number(self) -> str:
        """How many wait to be read, as one writes it."""
        return MORE if self.waiting >= MOST else str(self.waiting)


def units_of(by: Standing) -> list[Unit]:
    """The units in which somebody receives: the edition's desks first, by name."""
    found = Unit.objects.filter(id__in=by.units_with(Capability.READ_RECEIVED)).order_by("name", "id")
    return sorted(found, key=lambda unit: not unit.desk)


def desk(by: Standing, asked: Asked) -> Desk | None:
    """What waits at a desk of somebody's; none where they receive in no such unit."""
    units = units_of(by)
    unit = next((one for one in units if asked.unit in (None, one.id)), None)
    if unit is None:
        return None
    mine = policy.seen_by(by, unit.id)
    unread, read = mine.filter(status=Status.DELIVERED), mine.filter(status=Status.READ)
    kinds = [list(rows.order_by().values_list("kind", flat=True)[:MOST]) for rows in (unread, read)]
    order = "read_by" if asked.by_limit else "came_at"
    return Desk(
        unit=unit,
        units=units,
        unread=_page(_of_kind(unread, asked.kind), order, asked.after, mine),
        read=_page(_of_kind(read, asked.kind), "came_at", asked.read_after, mine),
        waiting=len(kinds[0]),
        shortest=unread.order_by("read_by", "id").first(),
        tabs=_tabs(kinds, asked.kind),
        asked=asked,
        is_asked_anonymously=keystore.desk_public(unit.id) is not None,
    )


def decided(by: Standing, unit_id: UUID | None, after: UUID | None) -> tuple[Unit, Rows] | None:
    """What a desk has dealt with, the last first."""
    unit = next((one for one in units_of(by) if unit_id in (None, one.id)), None)
    if unit is None:
        return None
    mine = policy.seen_by(by, unit.id)
    return unit, _page(mine.filter(decided_at__isnull=False), "-decided_at", after, mine)


def _of_kind(rows: QuerySet[Arrival], kind: str) -> QuerySet[Arrival]:
    return rows.filter(kind=kind) if kind in set(ArrivalKind) else rows


def _page(rows: QuerySet[Arrival], order: str, after: UUID | None, mine: QuerySet[Arrival]) -> Rows:
    """The rows behind one that is named, by what they are ordered by and then by id: as quick far down as on top.

    The named one may have moved to another list since; one that isn't of `mine` is as good as none.
    """
    down, field = order.startswith("-"), order.removeprefix("-")
    # Asked for in any case, so that a page further down costs no more questions.
    from_ = mine.filter(id=after).values_list(field, flat=True).first() if after else None
    if after and from_ is not None:
        rows = rows.filter(_behind(field, from_, after, down=down))
    ordered = (order, "-id" if down else "id")
    # The ids come first and by themselves: with all that is joined to them, SQLite would read and sort the whole list.
    page = Arrival.objects.filter(id__in=rows.order_by(*ordered).values("id")[: PAGE + 1])
    found = list(page.select_related("disclosure", "handler", "passed_to__unit", "told_to").order_by(*ordered))
    return Rows(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _behind(field: str, moment: datetime, after: UUID, *, down: bool) -> Q:
    way = "lt" if down else "gt"
    # The first condition alone says where an index is entered.
    return Q(**{f"{field}__{way}e": moment}) & (Q(**{f"{field}__{way}": moment}) | Q(**{f"id__{way}": after}))


def _tabs(kinds: Sequence[Sequence[str]], chosen: str) -> list[Tab]:
    """How many wait of each kind, read or not: where there are too many to count, none is. Those of which none waits
    have no tab, but for the one that was chosen.
    """
    counted = all(len(one) < MOST for one in kinds)
    numbers = Counter(kind for some in kinds for kind in some)
    known = {"": sum(numbers.values()), **numbers}
    return [
        Tab(kind, words, str(known.get(kind, 0)) if counted else MORE if not kind else "")
        for kind, words in TABS.items()
        if not counted or known.get(kind) or kind in ("", chosen)
    ]
