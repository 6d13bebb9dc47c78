"""The closed sets that the guide, its packs and the assistant speak of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from motvekt.organisations.kinds import AgencyKind

__all__ = [
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "AgencyKind",
    "Function",
    "Language",
    "Sheet",
    "StepKind",
    "Topic",
]

Language = Literal["nb", "nn", "en"]
LANGUAGE_NAMES: Mapping[Language, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Languages that a pack may have, by their own names; the interface has them all."""
LANGUAGES: tuple[Language, ...] = tuple(LANGUAGE_NAMES)


class Function(StrEnum):
    """A part in the routine that a contact or a desk can have. 112 and 116 111 are `constants.py`'s."""

    POLICE = "police"
    RADICALISATION_CONTACT = "radicalisation_contact"
    PST = "pst"
    SLT_COORDINATOR = "slt_coordinator"
    CHILD_WELFARE = "child_welfare"
    LAWYER = "lawyer"


class StepKind(StrEnum):
    """What a step of the routine is about; the steps' order is the edition's own."""

    DESCRIBE = "describe"
    DISCUSS = "discuss"
    DIALOGUE = "dialogue"
    REPORT = "report"


class Topic(StrEnum):
    """What a piece of advice is for. The assistant asks for advice by topic, never by item."""

    DANGER = "danger"
    WRITE_DO = "write_do"
    WRITE_NOT = "write_not"
    DIALOGUE = "dialogue"
    DIALOGUE_ASK = "dialogue_ask"
    DIALOGUE_AVOID = "dialogue_avoid"
    ONLY_VIEWS = "only_views"
    MANY_SIGNS = "many_signs"
    UNSAFE_HOME = "unsafe_home"
    PUPIL_SAFETY = "pupil_safety"
    HATE_CRIME_VICTIM = "hate_crime_victim"
    LEAVING = "leaving"
    LEADER = "leader"
    PARENT = "parent"
    PRIVATE_PERSON = "private_person"
    SELF = "self"
    ANONYMOUS = "anonymous"
    BACKGROUND = "background"


class Sheet(StrEnum):
    """What is printed of an edition."""

    GUIDE = "guide"
    POSTER = "poster"
    CARD = "card"
