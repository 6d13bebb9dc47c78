"""The process that derives keys from receipts: `python -m motvekt.consultations.derive`. It is started by
`derivation.py`, which says what it may use; here is what it does, and nothing of Django.

It reads a line for each receipt, and answers with a line: what finds, and what unlocks. Two derivations with argon2id
under different salts, so that whoever has the one knows nothing of the other.
"""

from __future__ import annotations

import hmac
import os
import resource
import sys
from hashlib import blake2b

from argon2.low_level import Type, hash_secret_raw

PASSES = 2
BEYOND = 160 * 1024 * 1024
"""Bytes of address space beside what a derivation takes: Python and its libraries."""


def derived(receipt: bytes, pepper: bytes, cost: int, purpose: bytes) -> bytes:
    """32 bytes of a receipt for one purpose, with so many KiB of memory."""
    secret = hmac.digest(pepper, receipt, "sha256")
    salt = blake2b(b"motvekt receipt\x00" + purpose, key=pepper, digest_size=16).digest()
    return hash_secret_raw(secret, salt, PASSES, cost, 1, 32, Type.ID)


def serve() -> None:
    """Answer until the input ends. The pepper and the cost are its first line."""
    pepper, cost = bytes.fromhex(sys.stdin.readline(65).strip()), int(sys.stdin.readline(10))
    os.nice(10)
    most = BEYOND + 2 * cost * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    for line in sys.stdin:
        receipt = bytes.fromhex(line.strip())
        found = (derived(receipt, pepper, cost, purpose).hex() for purpose in (b"find", b"unlock"))
        print(*found, flush=True)


if __name__ == "__main__":
    serve()
