"""Which edition answers for a host, at the cost of a dictionary look-up.

Hosts and editions change a few times a year and are asked for on every request: a process looks once a second at most.
Where the database can't be asked, or the newest edition is damaged, what was known last goes on being shown: somebody
may be reading what to do.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import date

from django.db import DatabaseError

from motvekt.guide import queries
from motvekt.guide.queries import DamagedEdition, InForce
from motvekt.kernel import clock
from motvekt.organisations import queries as organisations
from motvekt.organisations.queries import Hosts
from motvekt.organisations.rules import area_for, bare_host

FRESH_SECONDS = 1.0

log = logging.getLogger(__name__)


@dataclass
class _Snapshot:
    """What was true at `taken` (monotonic seconds), on the day `today`."""

    taken: float
    today: date
    hosts: Hosts
    editions: dict[str, InForce | None] = field(default_factory=dict)


_snapshot: _Snapshot | None = None
_last: dict[str, InForce | None] = {}


def edition_for(host_header: str) -> InForce | None:
    """The edition in force for a Host header; None for a host that no area has, or an area without an edition.

    Raises DatabaseError or DamagedEdition where this process has never known better.
    """
    snapshot = _fresh()
    area = area_for(bare_host(host_header), snapshot.hosts.by_host, snapshot.hosts.default)
    if area is None:
        return None
    if area not in snapshot.editions:
        snapshot.editions[area] = _last[area] = _in_force(area, snapshot.today)
    return snapshot.editions[area]


def forget() -> None:
    """Look anew at the next request, as after publishing in this process."""
    global _snapshot
    _snapshot = None
    _last.clear()


def _in_force(area: str, today: date) -> InForce | None:
    try:
        return queries.in_force(area, today)
    except (DatabaseError, DamagedEdition):
        if area not in _last:
            raise
        log.exception("the edition of %s can't be read; the one known last is shown", area)
        return _last[area]


def _fresh() -> _Snapshot:
    global _snapshot
    known = _snapshot
    today = clock.today()
    if known is None or time.monotonic() - known.taken > FRESH_SECONDS or known.today != today:
        known = _Snapshot(time.monotonic(), today, _hosts(known))
        _snapshot = known
    return known


def _hosts(known: _Snapshot | None) -> Hosts:
    try:
        return organisations.hosts()
    except DatabaseError:
        if known is None:
            raise
        log.exception("the hosts can't be read; those known last hold")
        return known.hosts
