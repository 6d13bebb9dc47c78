"""A new master key, and everything wrapped anew with it. It can be stopped at any moment and goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from motvekt.vault import keystore, provider
from motvekt.vault.envelope import DoesNotOpen
from motvekt.vault.models import DataKey, DeskPair, NamedKey, WrappedKey
from motvekt.vault.provider import Wrapped
from motvekt.vault.router import KEYS

TABLES: tuple[type[WrappedKey], ...] = (DataKey, NamedKey, DeskPair)
BATCH = 100


def rotate() -> Iterator[int]:
    """Make a new master key, unless one is half done, and wrap every key with it. Yields how many are done, in batches.

    The old master key stays in the file: backups of the key store need it for as long as they are kept.
    """
    if not _left():
        provider.add_key(settings.MASTER_KEY)
    done = 0
    for table in TABLES:
        while batch := _wrap_batch(table):
            done += batch
            yield done


def _left() -> bool:
    """Whether anything is wrapped with another master key than the current one."""
    current = keystore.provider().current
    return any(_rows(table).exclude(master=current).exists() for table in TABLES)


@transaction.atomic(using=KEYS)
def _wrap_batch(table: type[WrappedKey]) -> int:
    holder = keystore.provider()
    rows = _rows(table).select_for_update().exclude(master=holder.current).order_by("id")[:BATCH]
    for row in rows:
        purpose = keystore.purpose_of(row)
        wrapped = holder.wrap(holder.unwrap(Wrapped(row.master, bytes(row.wrapped)), purpose), purpose)
        _rows(table).filter(id=row.id).update(master=wrapped.master, wrapped=wrapped.sealed)
    return len(rows)


def _rows(table: type[WrappedKey]) -> QuerySet[WrappedKey]:
    return table._default_manager.all()


def damaged() -> int:
    """How many keys can't be unwrapped."""
    count = 0
    for table in TABLES:
        for row in _rows(table).iterator():
            try:
                keystore.provider().unwrap(Wrapped(row.master, bytes(row.wrapped)), keystore.purpose_of(row))
            except DoesNotOpen:
                count += 1
    return count


@dataclass(frozen=True)
class Sample:
    """A wrapped key, and what it was wrapped for: enough to see whether somebody has its master key."""

    master: str
    purpose: bytes
    wrapped: bytes


def samples() -> list[Sample]:
    """A key that each master key has wrapped."""
    found: dict[str, Sample] = {}
    for table in TABLES:
        for row in _rows(table).iterator():
            if row.master not in found:
                found[row.master] = Sample(row.master, keystore.purpose_of(row), bytes(row.wrapped))
    return list(found.values())


def opens(sample: Sample) -> bool:
    """Whether the master key of that name is the one that wrapped it. Raises SettingMissing where there is none."""
    try:
        keystore.provider().unwrap(Wrapped(sample.master, sample.wrapped), sample.purpose)
    except DoesNotOpen:
        return False
    return True


def masters() -> dict[str, int]:
    """How many keys each master key wraps."""
    found: dict[str, int] = {}
    for table in TABLES:
        for master in _rows(table).values_list("master", flat=True).iterator():
            found[master] = found.get(master, 0) + 1
    return found
