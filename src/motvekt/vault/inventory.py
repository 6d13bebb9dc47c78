"""What is sealed, and for whom: read off every model there is, so that no later room's table is forgotten.

Where the database has walls between areas these see the area that the work is done in, and no other: whoever needs
everything asks in each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet

from motvekt.vault.fields import SealedTextField
from motvekt.vault.keystore import Pairs


class NotAColumn(TypeError):
    """A sealed field whose owner is no column of its row: nobody could find out which keys its table needs."""


def sealed_fields(registry: Apps = apps) -> list[SealedTextField]:
    """Every sealed field of every installed model. Raises NotAColumn."""
    found = [
        field
        for model in registry.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, SealedTextField)
    ]
    for field in found:
        for name in (field.dossier, field.unit):
            try:
                field.model._meta.get_field(name)
            except FieldDoesNotExist as error:
                raise NotAColumn(f"{field}: {name} is no column") from error
    return found


def pairs() -> Iterator[tuple[UUID, UUID]]:
    """Each (dossier, unit) that has sealed content; one with several kinds of it comes more than once."""
    for field in sealed_fields():
        yield from _owners(field).distinct().iterator()


def in_use(asked: Pairs) -> Pairs:
    """Those of the pairs that have sealed content."""
    dossiers = {dossier for dossier, _ in asked}
    found: Pairs = set()
    for field in sealed_fields():
        found |= set(_owners(field).filter(**{f"{field.dossier}__in": dossiers}).distinct())
    return found & asked


def _owners(field: SealedTextField) -> QuerySet[Any, tuple[UUID, UUID]]:
    """The owners of all of a field's values: past any manager of the model's, which may show some rows only."""
    rows: QuerySet[Any] = QuerySet(field.model)
    return rows.filter(**{f"{field.name}__isnull": False}).order_by().values_list(field.dossier, field.unit)
