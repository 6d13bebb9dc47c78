"""What many tests begin with: done once by the real actions, and put in as the same rows for each test after that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connections

from motvekt.audit import queries as audit
from motvekt.kernel import clock
from motvekt.organisations import queries
from motvekt.organisations.walls import within
from motvekt.site.fields import KEY_STORE
from motvekt.site.walls import OPEN, WALLS

State = tuple[str, date | datetime, frozenset[str]]
Place = tuple[str, UUID | None, str]
"""Database, area and table. The area is whose wall the rows are behind, None where there is none."""
Rows = Mapping[Place, list[tuple[Any, ...]]]
"""In the order in which they were made: what asks for none gets them in that order."""

_columns: dict[str, Sequence[str]] = {}
_added: dict[State, Rows] = {}


def begin_with(what: str, act: Callable[[], object]) -> None:
    """Do it; from the second time on, put in the rows that it added when it was done in the same state of the log.

    Every action is logged, so the ends of the chains say all that was done before. One that changed or removed rows is
    done by itself each time.
    """
    state = (what, clock._frozen or clock.today(), _ends())
    if state in _added:
        _put(_added[state])
        return
    before = {place: set(rows) for place, rows in _rows().items()}
    act()
    after = _rows()
    if all(rows.issubset(after[place]) for place, rows in before.items()):
        _added[state] = {
            place: [row for row in rows if row not in before.get(place, ())] for place, rows in after.items()
        }


def _ends() -> frozenset[str]:
    ends = []
    for area in queries.ids():
        with within(area):
            ends += [str(head) for head in audit.heads()]
    return frozenset(ends)


def _rows() -> Rows:
    found = {}
    for place in _places():
        alias, area, table = place
        with within(area) if area else nullcontext(), connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            _columns[table] = [column[0] for column in cursor.description]
            found[place] = cursor.fetchall()
    return found


def _places() -> Iterator[Place]:
    walled = connections["default"].vendor == "postgresql"
    yield from (("default", None, table) for table in OPEN if table != "django_migrations")
    for area in queries.ids() if walled else [None]:
        # Those that say whose the others are stand first.
        yield from (("default", area, table) for table in WALLS)
    yield from (("keys", None, table) for table in KEY_STORE)


def _put(added: Rows) -> None:
    for (alias, area, table), rows in added.items():
        if not rows:
            continue
        names, values = ", ".join(_columns[table]), ", ".join(["%s"] * len(_columns[table]))
        with within(area) if area else nullcontext(), connections[alias].cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", list(rows))  # noqa: S608
