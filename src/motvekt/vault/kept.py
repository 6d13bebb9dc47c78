"""A connection to PostgreSQL that was kept from an earlier request may be gone by now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

Answer = TypeVar("Answer")


def kept(connection: BaseDatabaseWrapper, say: Callable[[], Answer]) -> Answer:
    """Say something that can be said twice. Where it is the first that this request has for a kept connection, and the
    connection turns out to be gone, it is said once more over a new one.

    Django asks such a connection first whether it lives, which is one way more to the database and back.
    """
    state: Any = connection
    kept_one = connection.vendor == "postgresql" and connection.connection is not None
    if not kept_one or state.health_check_done or connection.in_atomic_block:
        return say()
    state.health_check_done = True
    try:
        return say()
    except (InterfaceError, OperationalError):
        connection.close()
        return say()
