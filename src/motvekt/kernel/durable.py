"""Small files that must be there whole or not at all, and still be there after a power cut."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_once(file: Path, text: str) -> bool:
    """Make a file that only its owner reads (mode 0600), unless it is there. Says whether it was made.

    It is written whole under another name and then linked: nobody ever reads half of it, and the first of several wins.
    """
    draft = _draft(file, text)
    try:
        with suppress(FileExistsError):
            file.hardlink_to(draft)
            sync(file.parent)
            return True
        return False
    finally:
        draft.unlink()


def replace(file: Path, text: str) -> None:
    """Put a text in a file's place, mode 0600: whoever reads it meanwhile reads the old one or the new one."""
    draft = _draft(file, text)
    try:
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    sync(file.parent)


def sync(path: Path) -> None:
    """What was put in a folder, or written to a file, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _draft(file: Path, text: str) -> Path:
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    return draft
