"""Whatever may write is done by one thread of a process at a time, since SQLite has one writer: whose turn it is.

Whoever waits for something that writes nothing, as another process's work, steps aside meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local

_turn = Lock()
_thread = local()


@contextmanager
def turn() -> Iterator[None]:
    """Alone, until the end."""
    with _turn:
        _thread.has_it = True
        try:
            yield
        finally:
            _thread.has_it = False


@contextmanager
def aside() -> Iterator[None]:
    """Let others have the turn meanwhile, and wait for it again afterwards. Never within a transaction: somebody whose
    turn it is would wait for its end, and it for their turn. Whoever has no turn is not touched.
    """
    if not getattr(_thread, "has_it", False):
        yield
        return
    _turn.release()
    try:
        yield
    finally:
        _turn.acquire()
