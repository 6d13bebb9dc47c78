"""SQLite's files, readable by their owner alone, whatever the operator's umask and folder let others do."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.db import connections


def make_private(alias: str) -> None:
    """Make a database's file before SQLite does, or close one that others can read. PostgreSQL has none."""
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return
    file = Path(connection.settings_dict["NAME"])
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    # SQLite makes the others with the mode of the first.
    for one in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        with suppress(FileNotFoundError):
            one.chmod(0o600)
