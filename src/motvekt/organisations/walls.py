"""Which area a piece of work is for, as the database's own walls know it.

On PostgreSQL every table of an area has a policy that shows the rows of the area which the session names, and no rows
where it names none. It stands behind the queries, which ask for what somebody may see; a query that forgets to is
answered with nothing of another area. SQLite has no such walls.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

SETTING = "motvekt.area"


@contextmanager
def within(area: UUID) -> Iterator[None]:
    """Work in one area: everything that reads or writes an area's tables stands in one of these."""
    if connection.vendor != "postgresql":
        yield
        return
    before = _named()
    _name(str(area))
    try:
        yield
    finally:
        _name(before)


def _named() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


def _name(area: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, area])
