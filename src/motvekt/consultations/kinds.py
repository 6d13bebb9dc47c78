"""The closed sets that consultations speak of. Those that desks speak of too stand in `reports`."""

from __future__ import annotations

from enum import StrEnum

from motvekt.reports.kinds import Side, Wish

__all__ = ["Over", "Side", "Wish"]


class Over(StrEnum):
    """Why an asker's way in has ended."""

    SILENCE = "silence"
    """Nobody wrote for as long as the edition says."""
    DELETED = "deleted"
    """The asker ended it."""
