"""How Python itself runs in a process of the server."""

from __future__ import annotations

import gc
import sys

SWITCH_SECONDS = 0.001
"""How long a thread that makes a page keeps those waiting that only hand a finished one over."""
MANY = 10_000
"""Of so many things that may hold one another are some garbage. A page makes a few thousand."""


def set_up() -> None:
    """To be said once everything is loaded: that stays, and needs no looking through for garbage ever again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 10, 10)
