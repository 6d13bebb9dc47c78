"""Which edition answers for a host, at the cost of a dictionary look-up.

Hosts and editions change a few times a year and are asked for on every request: a process looks once in five seconds at
most. Whoever reads while it looks waits for ten pages' worth of work; once a second, that was what one notices most.
Where the database can't be asked, or the newest edition is damaged, what was known last goes on being shown: somebody
may be reading what to do.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import date

from django.db import Error

from motvekt.guide import queries
from motvekt.guide.queries import DamagedEdition, InForce
from motvekt.kernel import clock
from motvekt.organisations import queries as organisations
from motvekt.organisations.queries import Hosts
from motvekt.organisations.rules import area_for, bare_host

FRESH_SECONDS = 5.0
RETRY_SECONDS = 15.0
"""How long nobody asks again after the database failed: asking may take seconds, and somebody waits."""

log = logging.getLogger(__name__)


@dataclass
class _Snapshot:
    """What was true at `taken` (monotonic seconds), on the day `today`."""

    taken: float
    hosts: Hosts
    today: date
    editions: dict[str, InForce | None] = field(default_factory=dict)


_snapshot: _Snapshot | None = None
_last: dict[str, InForce | None] = {}


def edition_for(host_header: str) -> InForce | None:
    """The edition in force for a Host header; None for a host that no area has, or an area without an edition.

    Raises django.db.Error or DamagedEdition where this process has never known better.
    """
    snapshot = _fresh()
    area = area_for(bare_host(host_header), snapshot.hosts.by_host, snapshot.hosts.default)
    if area is None:
        return None
    if area not in snapshot.editions:
        snapshot.editions[area] = _last[area] = _in_force(area, snapshot.today)
    return snapshot.editions[area]


def named_host(host_header: str) -> str | None:
    """The host of a header, where an area has it by name; the default area counts for nothing here."""
    host = bare_host(host_header)
    return host if host in _fresh().hosts.by_host else None


def forget() -> None:
    """Look anew at the next request, as after publishing in this process."""
    global _snapshot
    _snapshot = None
    _last.clear()


def _in_force(area: str, today: date) -> InForce | None:
    try:
        return queries.in_force(area, today)
    except (Error, DamagedEdition):
        if area not in _last:
            raise
        log.exception("the edition of %s can't be read; the one known last is shown", area)
        return _last[area]


def _fresh() -> _Snapshot:
    global _snapshot
    known = _snapshot
    today = clock.today()
    if known is None or time.monotonic() - known.taken > FRESH_SECONDS or known.today != today:
        known = _Snapshot(*_hosts(known), today)
        _snapshot = known
    return known


def _hosts(known: _Snapshot | None) -> tuple[float, Hosts]:
    """When this was known, and the hosts. After a failure that is some seconds ahead."""
    try:
        found = organisations.hosts()
    except Error:
        if known is None:
            raise
        log.exception("the hosts can't be read; those known last hold")
        return time.monotonic() + RETRY_SECONDS, known.hosts
    return time.monotonic(), found
