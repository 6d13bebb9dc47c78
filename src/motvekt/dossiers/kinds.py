"""The closed sets that dossiers speak of."""

from __future__ import annotations

from enum import StrEnum


class DossierKind(StrEnum):
    """What a dossier is. What each room above makes of it is that room's."""

    CONCERN = "concern"
    CONSULTATION = "consultation"
    ANONYMOUS_CONSULTATION = "anonymous_consultation"
    REPORT = "report"
    CASE = "case"
    REQUEST = "request"
    """Somebody asks for a course or for something to read. About no person."""


class ItemKind(StrEnum):
    """What an item is. Grows with the rooms above."""

    NOTE = "note"
    OBSERVATION = "observation"
    """What somebody saw or heard, or was told."""
    REFLECTION = "reflection"
    """What somebody makes of it: how they read it, what else explains it, what protects."""
    DISCUSSION = "discussion"
    DIALOGUE = "dialogue"
    CALL = "call"
    """Whom somebody called, and what was said."""
    DUTY = "duty"
    """What somebody stands for who had a duty to tell."""
    CLOSURE = "closure"
    REPORT = "report"
    """What a reporter chose to send, as it was then."""
    ANSWER = "answer"
    DECISION = "decision"
    """Why a desk did what it did with what it received."""
    REQUEST = "request"
    QUESTION = "question"
    """What somebody asks a desk who doesn't say who they are."""
    IMAGE = "image"
    """A picture that came with a question, made anew from its pixels."""
    IDENTITY = "identity"
    """Who it is about. Kept apart from everything else, so that the rest can be shared without it."""


REWRITABLE = frozenset(
    {ItemKind.OBSERVATION, ItemKind.REFLECTION, ItemKind.DISCUSSION, ItemKind.DIALOGUE, ItemKind.CALL}
)
"""What its unit goes on writing on until it is sent. All else stands as it was written: a correction is a new item."""


class Purpose(StrEnum):
    """What something is shared for, or consented to."""

    ADVICE = "advice"
    REPORT = "report"
    CLARIFICATION = "clarification"
    FOLLOW_UP = "follow_up"
    PROTECTION = "protection"
