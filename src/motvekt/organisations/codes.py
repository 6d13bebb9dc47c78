"""Codes from an app (RFC 6238: six digits, half a minute, SHA-1, which is what apps know), and codes to recover with.

Pure but for the keys: what an app makes its codes from is sealed under a key of the key store's, bound to its row; a
recovery code is kept as a digest under that key, bound to its account.
"""

from __future__ import annotations

import hmac
import os
import secrets
from base64 import b32encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from motvekt.vault import envelope, keystore

STEP = 30
"""Seconds that a code is for."""
DRIFT = 1
"""How many steps an app's clock may be before or after ours."""
DIGITS = 6
SECRET_BYTES = 20

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nobody takes one of these for another."""
_LETTERS_OF_A_CODE = 12


def new_secret() -> bytes:
    """What an app makes its codes from."""
    return os.urandom(SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step, counted from 1970."""
    return TOTP(secret, DIGITS, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303 - what the standard's apps know


def step_of(secret: bytes, code: str, *, at: float, after: int = -1) -> int | None:
    """The step that a code is right for at a moment (seconds since 1970): one later than `after`, since each is used
    once. None where there is none.
    """
    now = int(at) // STEP
    typed = "".join(code.split())
    right = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), typed.encode())
    ]
    return right[0] if right else None


def address(secret: bytes, *, name: str, issuer: str) -> str:
    """What an app reads from the drawn square."""
    label = f"{quote(issuer)}:{quote(name)}"
    return f"otpauth://totp/{label}?secret={written(secret)}&issuer={quote(issuer)}&digits={DIGITS}&period={STEP}"


def written(secret: bytes) -> str:
    """The secret for somebody who types it into their app."""
    return b32encode(secret).decode().rstrip("=")


def locked(secret: bytes, *, factor: UUID, account: UUID) -> bytes:
    """As it stands in its row."""
    return envelope.seal(_key(), secret, _place(factor, account))


def secret_of(sealed: bytes, *, factor: UUID, account: UUID) -> bytes:
    """As it was. Raises DoesNotOpen."""
    return envelope.unseal(_key(), sealed, _place(factor, account))


def _place(factor: UUID, account: UUID) -> bytes:
    return b"motvekt/factor\x00" + factor.bytes + account.bytes


def new_recovery_codes() -> list[str]:
    """A set of codes, each good for one time: some 59 bits, in three groups of four."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_LETTERS_OF_A_CODE // 4))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str, account: UUID) -> str:
    """What a recovery code is kept as. Dashes, spaces and capitals make no difference."""
    bare = "".join(letter for letter in code.lower() if letter in _LETTERS)
    return hmac.new(_key(), b"motvekt/recovery\x00" + account.bytes + bare.encode(), sha256).hexdigest()


def _key() -> bytes:
    return _kept(settings.MASTER_KEY)


@lru_cache(maxsize=8)
def _kept(master: Path) -> bytes:
    """It lives as long as the installation, so a process keeps it."""
    return keystore.named_key("factors")


def forget_keys() -> None:
    """Ask the vault anew, as in a test that changes the master key."""
    _kept.cache_clear()
