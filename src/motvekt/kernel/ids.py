"""Identifiers. They are made before the row is, and say nothing about order or time."""

from __future__ import annotations

from uuid import UUID, uuid4


def new_id() -> UUID:
    """A random id."""
    return uuid4()
