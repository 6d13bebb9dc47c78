"""Sealing with AES-256-GCM. Pure: a key, a text and where it belongs in; bytes that open nowhere else out.

A sealed value is one byte that names the form, a nonce of 96 bits and the ciphertext with its tag. Where it belongs is
authenticated with it, so that bytes moved to another row, field, unit or dossier don't open there. Nonces are random: a
key seals far fewer than the 2³² values after which NIST SP 800-38D wants another one, since each dossier and unit has
its own.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
FORM = b"\x01"
"""The form of what is sealed now. Another one gets another byte, and this one stays readable."""


class DoesNotOpen(Exception):
    """The key is another one, the bytes were changed, or they belong somewhere else. Which of these, nobody can say."""


@dataclass(frozen=True)
class Place:
    """Where a sealed value belongs: whose it is, and which field of which row. The row's id exists before the row."""

    dossier: UUID
    unit: UUID
    model: str
    field: str
    row: UUID

    def associated(self) -> bytes:
        """The place as bytes, in which no two places are the same: each text has its length before it."""
        texts = (self.model.encode(), self.field.encode())
        named = b"".join(struct.pack(">H", len(text)) + text for text in texts)
        return b"motvekt\x00" + self.dossier.bytes + self.unit.bytes + self.row.bytes + named


def new_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, content: bytes, associated: bytes) -> bytes:
    """The content sealed under a key, bound to `associated`. The same content is never sealed to the same bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return FORM + nonce + AESGCM(key).encrypt(nonce, content, FORM + associated)


def unseal(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """What was sealed. Raises DoesNotOpen."""
    if sealed[:1] != FORM:
        raise DoesNotOpen("unknown form")
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, FORM + associated)
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpen("wrong key, changed bytes, or another place") from error
