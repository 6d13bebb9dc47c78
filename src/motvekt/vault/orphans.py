"""Keys that nothing is sealed with: found, and after a day destroyed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from uuid import UUID

from django.db import transaction

from motvekt.kernel import clock
from motvekt.vault.keystore import ORPHAN_AFTER, Pairs
from motvekt.vault.models import DataKey, TalkKey
from motvekt.vault.router import KEYS


@dataclass(frozen=True)
class Orphans:
    """Keys that seal nothing, how many other keys of that age there are, and the moment before which all were made."""

    keys: tuple[UUID, ...]
    used: int
    before: datetime


def orphans(in_use: Callable[[Pairs], Pairs], batch: int = 500) -> Orphans:
    """Keys that are older than a day and seal nothing. `in_use` says which (dossier, unit) pairs have data."""
    before = clock.now() - ORPHAN_AFTER
    old = DataKey.objects.filter(made_at__lt=before).values_list("id", "dossier", "unit")
    # A day and no moment: what was made on the day before may be younger than a day.
    talks = TalkKey.objects.filter(made_on__lt=clock.local(before).date()).values_list("id", "dossier", "unit")
    found: list[UUID] = []
    looked = 0
    for rows in _batches(chain(old.iterator(chunk_size=batch), talks.iterator(chunk_size=batch)), batch):
        used = in_use({(dossier, unit) for _, dossier, unit in rows})
        found += [key for key, dossier, unit in rows if (dossier, unit) not in used]
        looked += len(rows)
    return Orphans(tuple(found), looked - len(found), before)


def sweep(found: Orphans, batch: int = 500) -> int:
    """Destroy orphans, but for those that somebody has begun to seal with since. Returns how many went.

    Nothing was ever sealed with them, so the journal need not know.
    """
    gone = 0
    for start in range(0, len(found.keys), batch):
        ids = found.keys[start : start + batch]
        with transaction.atomic(using=KEYS):
            gone += DataKey.objects.filter(id__in=ids, made_at__lt=found.before).delete()[0]
            gone += TalkKey.objects.filter(id__in=ids).delete()[0]
    return gone


Row = tuple[UUID, UUID, UUID]


def _batches(rows: Iterable[Row], size: int) -> Iterable[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
