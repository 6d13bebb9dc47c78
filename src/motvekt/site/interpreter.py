"""How Python itself, and the C library below it, run in a process of the server."""

from __future__ import annotations

import ctypes
import gc
import sys

SWITCH_SECONDS = 0.001
"""How long a thread that makes a page keeps those waiting that only hand a finished one over."""
MANY = 10_000
"""Of so many things that may hold one another are some garbage. A page makes a few thousand."""
LARGE = 128 * 1024
"""Bytes from which a piece of memory is the system's, and goes back to it when it is free."""
M_MMAP_THRESHOLD = -3
"""The number of that setting in glibc, mallopt(3)."""
PR_SET_DUMPABLE = 4


def set_up() -> None:
    """To be said once everything is loaded: that stays, and needs no looking through for garbage ever again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 10, 10)
    give_back_what_is_large()
    keep_to_itself()


def keep_to_itself() -> None:
    """Neither memory nor settings are read through `/proc` by another process of the same user: what opens pictures,
    sets type and derives receipts is of the server's user. Nor is there ever a core. It holds for this process alone;
    administrators are not kept out. Linux has it, prctl(2).
    """
    if prctl := getattr(ctypes.CDLL(None), "prctl", None):
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def give_back_what_is_large() -> None:
    """Pages and their compressed bodies come and go; glibc would take larger and larger ones for small, and keep the
    holes between them: some 14 MB of 200. Another C library has no such setting.
    """
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_MMAP_THRESHOLD, LARGE)
