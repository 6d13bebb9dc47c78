"""Which area a piece of work is for, as the database's own walls know it.

On PostgreSQL every table of an area has a policy that shows the rows of the area which the session names, and no rows
where it names none. It stands behind the queries, which ask for what somebody may see; a query that forgets to is
answered with nothing of another area. SQLite has no such walls.

Rows are read to their end within: a generator or a query set that leaves it unread meets another area, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from uuid import UUID

from django.db import Error, connection, models
from psycopg.pq import TransactionStatus

from motvekt.vault.inserting import Statement, insert_alone
from motvekt.vault.kept import kept

SETTING = "motvekt.area"

NAME = "SELECT set_config(%s, %s, false)"
NAME_ONCE = "SELECT set_config(%s, %s, true)"
NAME_BY_SLUG = "SELECT set_config(%s, coalesce((SELECT id::text FROM organisations_area WHERE slug = %s), ''), false)"

_stands_in: ContextVar[str] = ContextVar("stands_in", default="")
"""The area that this thread's work stands in, so that the outermost of several leaves a session that names none."""


@contextmanager
def within(area: UUID) -> Iterator[None]:
    """Work in one area: everything that reads or writes an area's tables stands in one of these."""
    with _within(NAME, str(area)):
        yield


@contextmanager
def within_slug(slug: str) -> Iterator[None]:
    """As `within`, by the area's slug. Where no area has it, nothing is seen and nothing can be written."""
    with _within(NAME_BY_SLUG, slug):
        yield


def insert_within(area: UUID, *rows: models.Model, also: Sequence[Statement] = ()) -> None:
    """Insert new rows of an area, with whatever else belongs to them, in a transaction of its own, for whoever needs
    the area for nothing more. Raises IntegrityError; then nothing of it is there.

    On PostgreSQL the area is named in the same message and for its transaction alone, so there is nothing to leave.
    Where the answer was lost with the connection it is said again: rows that have ids are then refused for being there
    already.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        with within(area):
            insert_alone(*rows, also=also)
        return
    naming = (NAME_ONCE, [SETTING, str(area)])
    kept(connection, lambda: insert_alone(*rows, first=[naming], also=also))


@contextmanager
def _within(statement: str, parameter: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    in_transaction = connection.in_atomic_block
    area = kept(connection, lambda: _say(statement, parameter))
    outside = _stands_in.set(area)
    try:
        yield
    except BaseException:
        _stands_in.reset(outside)
        # What went wrong is what the caller must hear of. `_leave` has seen to it that nothing is named.
        with suppress(Error):
            _leave(area, _stands_in.get(), in_transaction)
        raise
    else:
        _stands_in.reset(outside)
        _leave(area, _stands_in.get(), in_transaction)


def _leave(area: str, to: str, in_transaction: bool) -> None:
    """Name what was named before. Where that fails the connection is closed: a new one names nothing."""
    if connection.connection is None or area == to:
        return
    if _can_only_roll_back():
        # To where this began, or to before it: the name goes back with everything else. Where the transaction was
        # begun in here it does not.
        if not in_transaction:
            connection.close()
        return
    try:
        _say(NAME, to)
    except Error:
        connection.close()
        raise


def _can_only_roll_back() -> bool:
    status = connection.connection.info.transaction_status
    return connection.needs_rollback or status == TransactionStatus.INERROR


def _say(statement: str, parameter: str) -> str:
    """Name an area to the session; the name as the session has it now."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [SETTING, parameter])
        return str(cursor.fetchone()[0])
