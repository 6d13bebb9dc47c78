"""Sends the key store's models to the key store's database, and keeps everything else out of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

KEYS = "keys"
"""The alias of the key store's database."""


class KeyStore:
    """Django's router: the vault's own tables live in the key store, and nothing else does."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return KEYS if model._meta.app_label == "vault" else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        """No row points from one database into the other."""
        return (one._meta.app_label == "vault") == (other._meta.app_label == "vault")

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == KEYS) == (app_label == "vault")
