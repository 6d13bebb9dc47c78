"""Which keys were destroyed, in a file of its own: apart from both databases and their backups, and never rewritten."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from motvekt.kernel import durable
from motvekt.kernel.errors import SettingMissing

TORN = "~\n"
"""Ends a line that a power cut tore. Its keys were not destroyed then: they go only when their line is on the disk."""


def write(file: Path, keys: Iterable[UUID], at: datetime) -> None:
    """Add the ids of keys that are about to be destroyed. They are on the disk when this returns; raises OSError."""
    new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
        lines = "".join(f"{at.isoformat()} {key}\n" for key in keys)
        # One write: lines of several processes never run into each other.
        said = f"{TORN if torn else ''}{lines}".encode("ascii")
        if os.write(descriptor, said) < len(said):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if new:
        durable.sync(file.parent)


def make(file: Path) -> bool:
    """Make an empty journal, unless there is one. Says whether it was made: only a new installation has lost none."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return durable.write_once(file, "")


def read(file: Path) -> frozenset[UUID]:
    """The ids of all keys that were ever destroyed. Lines that a power cut tore are passed over.

    Raises SettingMissing where the journal is not there or damaged: without it nobody knows what must stay unreadable.
    """
    try:
        text = file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingMissing(f"MOTVEKT_SHRED_JOURNAL: {file} can't be read: {error}") from error
    whole = text[: text.rfind("\n") + 1]
    try:
        return frozenset(UUID(line.split(" ")[1]) for line in whole.splitlines() if not line.endswith(TORN[0]))
    except (ValueError, IndexError) as error:
        raise SettingMissing(f"MOTVEKT_SHRED_JOURNAL: {file} is damaged: {error}") from error
