"""Writing the log: the last statement of the transaction that it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from motvekt.audit import chain, events
from motvekt.audit.chain import Entry
from motvekt.audit.events import NotAnEvent
from motvekt.audit.models import AuditCount, AuditEvent
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.vault import keystore


class OutsideTransaction(RuntimeError):
    """An event that would be written even where what it tells of is not, or the other way round."""


def record(*, controller: UUID, by: Actor, event: str, **about: object) -> None:
    """Add an event to a controller's chain, in the transaction that is open. Make it the last statement: it holds the
    chain until the end.

    Whoever writes stands within the controller's area. Raises NotAnEvent for one that isn't in the table, and
    OutsideTransaction.
    """
    said = events.written(event, about)
    if not connection.in_atomic_block:
        raise OutsideTransaction(event)
    key = key_of(controller)
    number, before = _head(controller)
    entry = Entry(controller, number + 1, clock.now(), str(by), event, said)
    _insert(
        AuditEvent(
            controller=controller,
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            event=entry.event,
            about=said,
            mac=chain.mac(key, before, entry),
        )
    )


def hold(controllers: Iterable[UUID]) -> None:
    """Take several controllers' chains before the first event of a transaction that writes in more than one.

    Always in the same order: each is held until the end, and two transactions that take them in different orders would
    wait for one another.
    """
    for controller in sorted(set(controllers)):
        _head(controller)


def count(*, area: UUID, code: str) -> None:
    """Count something that nobody known did in an area today. Needs no transaction: it is one statement, in which none
    of those who count at the same time is lost.

    Raises NotAnEvent for a code that isn't in the table.
    """
    with connection.cursor() as cursor:
        cursor.execute(*counting(area=area, code=code))


def counting(*, area: UUID, code: str) -> tuple[str, list[Any]]:
    """What `count` tells the database, for whoever tells it more in the same message. Raises NotAnEvent."""
    if code not in events.COUNTED:
        raise NotAnEvent(f"nothing is counted as {code!r}")
    row = AuditCount(area=area, day=clock.today(), code=code, number=1)
    return _COUNT, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _COUNTED]


_COUNTED = AuditCount._meta.concrete_fields
_COUNT = (
    f"INSERT INTO {AuditCount._meta.db_table} AS known "  # noqa: S608
    f"({', '.join(str(field.column) for field in _COUNTED)}) VALUES ({', '.join(['%s'] * len(_COUNTED))}) "
    "ON CONFLICT (area, day, code) DO UPDATE SET number = known.number + 1"
)
_COUNT_ONCE = _COUNT[: _COUNT.index("DO UPDATE")] + "DO NOTHING"


def count_once(*, area: UUID, code: str) -> bool:
    """Count what is done at most once a day in an area. Says whether this is the first time: of two at once the later
    waits until the first one's transaction has ended, and is told no where it was carried through.

    Raises NotAnEvent as `count` does, and OutsideTransaction.
    """
    if code not in events.COUNTED:
        raise NotAnEvent(f"nothing is counted as {code!r}")
    if not connection.in_atomic_block:
        raise OutsideTransaction(code)
    row = AuditCount(area=area, day=clock.today(), code=code, number=1)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONCE, values)
        return bool(cursor.rowcount == 1)


def key_of(controller: UUID) -> bytes:
    """The key of a controller's chain. It lives as long as the chain, so a process keeps it."""
    return _key(settings.MASTER_KEY, controller)


@lru_cache(maxsize=256)
def _key(master: Path, controller: UUID) -> bytes:
    return keystore.named_key(_name(controller))


def has_key(controller: UUID) -> bool:
    """Whether a chain has its key, without making one."""
    return keystore.has_named_key(_name(controller))


def _name(controller: UUID) -> str:
    return f"audit/{controller}"


def forget_keys() -> None:
    """Ask the vault anew, as in a test that changes the master key."""
    _key.cache_clear()


_FIELDS = AuditEvent._meta.concrete_fields
# Only names of the model's own are put into these.
_INSERT = (
    f"INSERT INTO {AuditEvent._meta.db_table} ({', '.join(str(field.column) for field in _FIELDS)}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(_FIELDS))})"
)
_HEAD = {
    # The function takes the chain's lock before it looks: migration 0003 says why.
    "postgresql": "SELECT number, mac FROM audit_head(%s)",
    "sqlite": "SELECT number, mac FROM audit_auditevent WHERE controller = %s ORDER BY number DESC LIMIT 1",
}


def _head(controller: UUID) -> tuple[int, bytes]:
    """Number and MAC of the last link, held until the transaction ends.

    Each logged write does this, so it is said to the database as it is: put together by the mapper, head and link cost
    more than the write that they tell of. SQLite has one writer at a time from the transaction's start.
    """
    field = AuditEvent._meta.get_field("controller")
    with connection.cursor() as cursor:
        cursor.execute(_HEAD[connection.vendor], [field.get_db_prep_save(controller, connection)])
        found = cursor.fetchone()
    return (found[0], bytes(found[1])) if found and found[0] is not None else (0, chain.START)


def _insert(row: AuditEvent) -> None:
    values: list[Any] = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
