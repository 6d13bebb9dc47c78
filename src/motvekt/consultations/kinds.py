"""The closed sets that consultations speak of."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Whose word was the last."""

    ASKER = "asker"
    DESK = "desk"


class Wish(StrEnum):
    """How the asker would like to go on."""

    WRITE = "write"
    """Here, in writing."""
    CALL = "call"
    """To be called: they write where and when themselves."""
    MEETING = "meeting"


class Over(StrEnum):
    """Why an asker's way in has ended."""

    SILENCE = "silence"
    """Nobody wrote for as long as the edition says."""
    DELETED = "deleted"
    """The asker ended it."""
