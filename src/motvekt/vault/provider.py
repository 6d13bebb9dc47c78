"""Who holds the master key. The port is small, so that a KMS or an HSM fits behind it; what is built reads a file.

A master key wraps data keys and nothing else. The file has one key a line, `id:64 hexadecimal digits`, the newest
first; older ones stay until everything is wrapped anew (`motvekt keys rotate`) and no backup needs them.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from motvekt.kernel import durable
from motvekt.kernel.errors import SettingMissing
from motvekt.kernel.modes import others_can_read
from motvekt.vault.envelope import KEY_BYTES, new_key, seal, unseal

_LINE = re.compile(rf"(?P<id>[0-9a-f]{{8}}):(?P<key>[0-9a-f]{{{2 * KEY_BYTES}}})")


@dataclass(frozen=True)
class Wrapped:
    """A key that a master key has sealed, and which one."""

    master: str
    sealed: bytes


class Provider(Protocol):
    """What the key store asks of whoever holds the master key."""

    @property
    def current(self) -> str:
        """The id of the master key that wraps new keys."""

    def wrap(self, key: bytes, purpose: bytes) -> Wrapped:
        """Seal a key under the current master key, bound to what it is for."""

    def unwrap(self, wrapped: Wrapped, purpose: bytes) -> bytes:
        """The key. Raises DoesNotOpen, or SettingMissing where its master key is not to be had."""


class FileProvider:
    """Master keys in a file that only its owner can read."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._keys = _read(file)

    @property
    def current(self) -> str:
        return next(iter(self._keys))

    @property
    def known(self) -> tuple[str, ...]:
        """The ids of all keys in the file, the current one first."""
        return tuple(self._keys)

    def wrap(self, key: bytes, purpose: bytes) -> Wrapped:
        return Wrapped(self.current, seal(self._keys[self.current], key, purpose))

    def unwrap(self, wrapped: Wrapped, purpose: bytes) -> bytes:
        master = self._keys.get(wrapped.master)
        if master is None:
            raise SettingMissing(
                f"MOTVEKT_MASTER_KEY: {self.file} lacks the master key {wrapped.master}, which keys are wrapped with. "
                "Restore the file from its backup; without that key the dossiers can't be opened by anybody."
            )
        return unseal(master, wrapped.sealed, purpose)


def make_file(file: Path) -> bool:
    """Make a file with a first master key, mode 0600, unless there is one. Says whether it was made."""
    if file.exists():
        return False
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return durable.write_once(file, _line(new_key()))


def add_key(file: Path) -> str:
    """Put a new master key first in the file, and return its id. The file is replaced whole, or not at all."""
    line = _line(new_key())
    with _alone(file):
        _read(file)
        durable.replace(file, line + file.read_text("ascii"))
    return line.partition(":")[0]


def drop_keys(file: Path, keep: frozenset[str]) -> tuple[str, ...]:
    """Leave only these keys and the current one in the file. Returns the ids of those that went."""
    with _alone(file):
        keys = _read(file)
        kept = {name: key for place, (name, key) in enumerate(keys.items()) if place == 0 or name in keep}
        durable.replace(file, "".join(f"{name}:{key.hex()}\n" for name, key in kept.items()))
    return tuple(name for name in keys if name not in kept)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile: of two who add a key at once, one would put the other's away, and with it
    all that was wrapped in between. The lock is the folder's, since the file is replaced.
    """
    try:
        descriptor = os.open(file.parent, os.O_RDONLY)
    except OSError:
        # Says what to do.
        _read(file)
        raise
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _line(key: bytes) -> str:
    return f"{secrets.token_hex(4)}:{key.hex()}\n"


def _read(file: Path) -> dict[str, bytes]:
    """The keys by id, in their order. Raises SettingMissing with what to do."""
    try:
        if others_can_read(file):
            raise SettingMissing(f"MOTVEKT_MASTER_KEY: {file} can be read by others: chmod 600")
        lines = file.read_text("ascii").splitlines()
    except FileNotFoundError as error:
        raise SettingMissing(
            f"MOTVEKT_MASTER_KEY: {file} is not there. Restore it from its backup. Only for a new installation without "
            "dossiers: motvekt keys init makes one."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingMissing(f"MOTVEKT_MASTER_KEY: {file} can't be read: {error}") from error
    found = [_LINE.fullmatch(line) for line in lines]
    if not found or not all(found):
        raise SettingMissing(f"MOTVEKT_MASTER_KEY: {file} is damaged. Restore it from its backup.")
    return {match["id"]: bytes.fromhex(match["key"]) for match in found if match}
