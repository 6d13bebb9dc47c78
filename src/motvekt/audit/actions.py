"""Writing the log: the last statement of the transaction that it tells of."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from motvekt.audit import chain, events
from motvekt.audit.chain import Entry
from motvekt.audit.models import AuditEvent
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.vault import keystore


class OutsideTransaction(RuntimeError):
    """An event that would be written even where what it tells of is not, or the other way round."""


def record(*, controller: UUID, by: Actor, event: str, **about: object) -> None:
    """Add an event to a controller's chain, in the transaction that is open. Make it the last statement: it holds the
    chain until the end.

    Raises NotAnEvent for one that isn't in the table, and OutsideTransaction.
    """
    said = events.written(event, about)
    if not connection.in_atomic_block:
        raise OutsideTransaction(event)
    key = key_of(controller)
    number, before = _head(controller)
    entry = Entry(controller, number + 1, clock.now(), str(by), event, said)
    AuditEvent(
        controller=controller,
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        event=entry.event,
        about=said,
        mac=chain.mac(key, before, entry),
    ).save(force_insert=True)


def key_of(controller: UUID) -> bytes:
    """The key of a controller's chain. It lives as long as the chain, so a process keeps it."""
    return _key(settings.MASTER_KEY, controller)


@lru_cache(maxsize=256)
def _key(master: Path, controller: UUID) -> bytes:
    return keystore.named_key(f"audit/{controller}")


def forget_keys() -> None:
    """Ask the vault anew, as in a test that changes the master key."""
    _key.cache_clear()


def _head(controller: UUID) -> tuple[int, bytes]:
    """Number and MAC of the last link, held until the transaction ends.

    PostgreSQL takes a lock of the chain's own before it reads: locking the last row instead loses writers, who read the
    head that was. SQLite has one writer at a time from the transaction's start.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit/{controller}"])
    last = AuditEvent.objects.filter(controller=controller).order_by("-number").values_list("number", "mac").first()
    return (last[0], bytes(last[1])) if last else (0, chain.START)
