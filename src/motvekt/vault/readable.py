"""Whether what is sealed still opens. It is tried value by value, and nothing of what they say is kept or given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from motvekt.vault import inventory, keystore
from motvekt.vault.envelope import DoesNotOpen, Place, unseal
from motvekt.vault.fields import SealedTextField
from motvekt.vault.keystore import KeyGone

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Unreadable:
    """What a unit has in a dossier and that doesn't open: how many values, of how many, and whether there is a key.

    With a key it is another than the one that sealed them, or it or they are damaged.
    """

    dossier: UUID
    unit: UUID
    values: int
    of: int
    has_key: bool


def unreadable() -> list[Unreadable]:
    """All that doesn't open, in the order of dossiers and units. Where there are walls: of what the session sees."""
    counts: dict[Pair, tuple[int, int]] = {}
    for field in inventory.sealed_fields():
        for pair, opened, tried in _tried(field):
            so_far = counts.get(pair, (0, 0))
            counts[pair] = (so_far[0] + opened, so_far[1] + tried)
    return [
        Unreadable(dossier, unit, tried - opened, tried, keystore.has_key(dossier, unit))
        for (dossier, unit), (opened, tried) in sorted(counts.items())
        if opened < tried
    ]


def _tried(field: SealedTextField) -> Iterator[tuple[Pair, int, int]]:
    """Each owner of a field's values, how many opened, and how many were tried."""
    owner = (field.dossier, field.unit)
    # Past any manager of the model's, which may show some rows only.
    rows: QuerySet[Any] = QuerySet(field.model).filter(**{f"{field.name}__isnull": False})
    values = rows.order_by(*owner).values_list(*owner, "pk", field.attname).iterator(chunk_size=2000)
    for (dossier, unit), own in groupby(values, key=lambda row: (row[0], row[1])):
        key, opened, tried = _key(dossier, unit), 0, 0
        for _, _, row, content in own:
            place = Place(dossier, unit, field.model._meta.label_lower, field.name, row)
            tried += 1
            opened += key is not None and _opens(key, bytes(content), place)
        yield (dossier, unit), opened, tried


def _key(dossier: UUID, unit: UUID) -> bytes | None:
    try:
        return keystore.data_key(dossier, unit)
    except (KeyGone, DoesNotOpen):
        return None


def _opens(key: bytes, content: bytes, place: Place) -> bool:
    try:
        unseal(key, content, place.associated())
    except DoesNotOpen:
        return False
    return True
