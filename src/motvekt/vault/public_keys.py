"""The keys of the part that anybody can reach: a file of its own, so that this part needs no master key.

The pepper goes into what is derived from a receipt: whoever has both databases and not this file can't try receipts.
The sealing key seals what a page gives its visitor to bring back. The cost stands beside the pepper because a receipt
opens with the one that it was made with, and with no other.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from motvekt.kernel import durable
from motvekt.kernel.errors import SettingMissing
from motvekt.kernel.modes import others_can_read
from motvekt.vault.envelope import KEY_BYTES, new_key

COST = 19_456
"""Memory of one derivation in KiB: the smallest that OWASP recommends for argon2id with two passes."""
CHEAPEST = 8
"""The least that argon2 takes."""

_FORM = re.compile(
    rf"pepper:(?P<pepper>[0-9a-f]{{{2 * KEY_BYTES}}})\n"
    rf"sealing:(?P<sealing>[0-9a-f]{{{2 * KEY_BYTES}}})\n"
    r"cost:(?P<cost>[1-9][0-9]{0,6})\n"
)


@dataclass(frozen=True)
class PublicKeys:
    """The pepper, the sealing key, and the memory of a derivation in KiB."""

    pepper: bytes = field(repr=False)
    sealing: bytes = field(repr=False)
    cost: int

    def secret(self) -> str:
        """What a process signs with that knows no other secret than these."""
        return hmac.digest(self.sealing, b"motvekt public secret", "sha256").hex()

    def mark(self) -> str:
        """What tells these from others, and says nothing of them: whether receipts were made with them."""
        return hmac.digest(self.pepper, f"motvekt public mark {self.cost}".encode(), "sha256").hex()[:16]


def make_file(file: Path, cost: int = COST) -> bool:
    """Make a file with new keys, mode 0600, unless there is one. Says whether it was made."""
    if file.exists():
        return False
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return durable.write_once(file, f"pepper:{new_key().hex()}\nsealing:{new_key().hex()}\ncost:{cost}\n")


def public_keys() -> PublicKeys:
    """The keys. Raises SettingMissing where they are not to be had."""
    file: Path = settings.PUBLIC_KEYS
    try:
        found = file.stat()
    except OSError:
        # Says what to do.
        return read(file)
    return _kept(file, (found.st_ino, found.st_mtime_ns))


@lru_cache(maxsize=4)
def _kept(file: Path, version: tuple[int, int]) -> PublicKeys:
    return read(file)


def read(file: Path) -> PublicKeys:
    """The keys in a file. Raises SettingMissing with what to do."""
    try:
        if others_can_read(file):
            raise SettingMissing(f"MOTVEKT_PUBLIC_KEYS: {file} can be read by others: chmod 600")
        match = _FORM.fullmatch(file.read_text("ascii"))
    except FileNotFoundError as error:
        raise SettingMissing(
            f"MOTVEKT_PUBLIC_KEYS: {file} is not there. Restore it from its backup: without it no receipt opens "
            "anything. Only where nobody has written anonymously yet: motvekt keys init makes one."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingMissing(f"MOTVEKT_PUBLIC_KEYS: {file} can't be read: {error}") from error
    if match is None or int(match["cost"]) < CHEAPEST:
        raise SettingMissing(f"MOTVEKT_PUBLIC_KEYS: {file} is damaged. Restore it from its backup.")
    return PublicKeys(bytes.fromhex(match["pepper"]), bytes.fromhex(match["sealing"]), int(match["cost"]))
