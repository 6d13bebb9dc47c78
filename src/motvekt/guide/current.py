"""Which edition answers for a host, at the cost of a dictionary look-up.

Hosts and editions change a few times a year and are asked for on every request: a process looks once a second at most.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date

from motvekt.guide import queries
from motvekt.guide.queries import InForce
from motvekt.kernel import clock
from motvekt.organisations import queries as organisations
from motvekt.organisations.rules import area_for, bare_host

FRESH_SECONDS = 1.0


@dataclass
class _Snapshot:
    """What was true at `taken` (monotonic seconds), on the day `today`."""

    taken: float
    today: date
    hosts: organisations.Hosts
    editions: dict[str, InForce | None] = field(default_factory=dict)


_snapshot: _Snapshot | None = None


def edition_for(host_header: str) -> InForce | None:
    """The edition in force for a Host header; None for a host that no area has, or an area without an edition."""
    snapshot = _fresh()
    area = area_for(bare_host(host_header), snapshot.hosts.by_host, snapshot.hosts.default)
    if area is None:
        return None
    if area not in snapshot.editions:
        snapshot.editions[area] = queries.in_force(area, snapshot.today)
    return snapshot.editions[area]


def forget() -> None:
    """Look anew at the next request, as after publishing in this process."""
    global _snapshot
    _snapshot = None


def _fresh() -> _Snapshot:
    global _snapshot
    known = _snapshot
    today = clock.today()
    if known is None or time.monotonic() - known.taken > FRESH_SECONDS or known.today != today:
        known = _Snapshot(time.monotonic(), today, organisations.hosts())
        _snapshot = known
    return known
