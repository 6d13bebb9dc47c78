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


class ItemKind(StrEnum):
    """What an item is. Grows with the rooms above."""

    NOTE = "note"
    IDENTITY = "identity"
    """Who it is about. Kept apart from everything else, so that the rest can be shared without it."""


class Purpose(StrEnum):
    """What something is shared for, or consented to."""

    ADVICE = "advice"
    REPORT = "report"
    CLARIFICATION = "clarification"
    FOLLOW_UP = "follow_up"
    PROTECTION = "protection"
