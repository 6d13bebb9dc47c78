"""The role that owns the tables on PostgreSQL, for what no other role may do or see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

_LOGIN = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@contextmanager
def as_owner(alias: str) -> Iterator[str | None]:
    """Log in to a database as its tables' owner; gives the application's role, or None where that is the same one."""
    connection = connections[alias]
    owner = settings.DATABASE_OWNERS.get(alias)
    if connection.vendor != "postgresql" or owner is None:
        yield None
        return
    logins = connection.settings_dict
    before = {part: logins[part] for part in _LOGIN}
    connection.close()
    logins.update({part: owner[part] for part in _LOGIN})
    try:
        yield before["USER"]
    finally:
        connection.close()
        logins.update(before)
