"""What is sealed: read off every model there is, so that no later room's table is forgotten."""

from __future__ import annotations

from django.apps import apps
from django.apps.registry import Apps

from motvekt.vault.fields import SealedTextField


def sealed_fields(registry: Apps = apps) -> list[SealedTextField]:
    """Every sealed field of every installed model."""
    return [
        field
        for model in registry.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, SealedTextField)
    ]
