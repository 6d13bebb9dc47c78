"""The process that derives keys from receipts: `python -m motvekt.consultations.derive`. It is started by
`derivation.py`, which says what it may use; here is what it does, and nothing of Django.

It reads a line for each receipt, and answers with a line: what finds, and what unlocks. Two derivations with argon2id
under different salts, so that whoever has the one knows nothing of the other.
"""

from __future__ import annotations

import ctypes
import hmac
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

PASSES = 2
BEYOND = 160 * 1024 * 1024
"""Bytes of address space beside what a derivation takes: Python and its libraries."""


def derived(receipt: bytes, pepper: bytes, cost: int, purpose: bytes) -> bytes:
    """32 bytes of a receipt for one purpose, with so many KiB of memory."""
    secret = hmac.digest(pepper, receipt, "sha256")
    salt = blake2b(b"motvekt receipt\x00" + purpose, key=pepper, digest_size=16).digest()
    return hash_secret_raw(secret, salt, PASSES, cost, 1, 32, Type.ID)


NICE = 10
"""Nicer, and it would never come to its turn on a busy machine: with 19 and four busy processes beside it on two
processors nothing was derived in five seconds, with 10 it took one.
"""
LONG_SLICE = 100_000_000
"""Nanoseconds that this process would like to have in one piece, the most that Linux takes."""
SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
"""The number of the system call, which Python and older libraries have no name for."""


def give_way() -> None:
    """Let everybody else go before, as far as we may: what isn't allowed or known here is left out.

    Being nice is not enough. Since 6.6 Linux lets who has begun a slice keep the processor until the next tick, 4 ms
    later, and whoever wakes meanwhile waits, unless it asked for a shorter slice (since 6.12). And where every session
    or service is a group of its own, being nice counts within the group alone: so the session has to be nice too.
    Sources: the kernel's documentation, scheduler/sched-eevdf and sched-design-CFS, sched(7) on autogroup.
    """
    if sys.platform != "linux" or not _asked_for_a_long_slice():
        with suppress(OSError):
            os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE), "ascii")


def _asked_for_a_long_slice() -> bool:
    """And for being nice, by the same call. Whether it was given."""
    number = SCHED_SETATTR.get(platform.machine())
    asked = struct.pack("IIQiIQQQ", 48, os.SCHED_BATCH, 0, NICE, 0, LONG_SLICE, 0, 0)
    return number is not None and not ctypes.CDLL(None).syscall(number, 0, asked, 0)


def serve() -> None:
    """Answer until the input ends. The pepper and the cost are its first line."""
    pepper, cost = bytes.fromhex(sys.stdin.readline(65).strip()), int(sys.stdin.readline(10))
    give_way()
    most = BEYOND + 2 * cost * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    for line in sys.stdin:
        receipt = bytes.fromhex(line.strip())
        found = (derived(receipt, pepper, cost, purpose).hex() for purpose in (b"find", b"unlock"))
        print(*found, flush=True)


if __name__ == "__main__":
    serve()
