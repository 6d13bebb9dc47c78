"""The closed sets that desks speak of."""

from __future__ import annotations

from enum import StrEnum


class Exit(StrEnum):
    """By which of the guide's three ways a report comes. It decides within which time somebody must have read it."""

    NOW = "now"
    """112 was called first."""
    SERIOUS = "serious"
    """The radicalisation contact was called first."""
    ORDINARY = "ordinary"


class ArrivalKind(StrEnum):
    """What arrives at a desk."""

    REPORT = "report"
    TALK = "talk"
    """Another service is asked to hold the talk of the routine."""
    NOTICE = "notice"
    """The police tell the SLT desk."""
    REQUEST = "request"
    """Somebody asks for a course, teaching material or the parents' guide."""
    QUESTION = "question"
    """An employee asks about somebody who can't be recognised."""
    ANONYMOUS = "anonymous"
    """Somebody asks without saying who they are."""
    ANONYMOUS_REPORT = "anonymous_report"
    """What was asked anonymously, and turned into a report by whoever asked."""


ANONYMOUSLY = frozenset({ArrivalKind.ANONYMOUS, ArrivalKind.ANONYMOUS_REPORT})
"""What comes from somebody whom nobody knows."""


class Status(StrEnum):
    """What has become of something that arrived. `states.py` says what may become of it next."""

    DELIVERED = "delivered"
    READ = "read"
    ACCEPTED = "accepted"
    """A case was begun."""
    TAKEN_OVER = "taken_over"
    """The police have it in their own systems."""
    PASSED_ON = "passed_on"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    """Answered, and nothing remains to be done here."""


class Side(StrEnum):
    """Whose word it is between a desk and somebody whom nobody knows."""

    ASKER = "asker"
    DESK = "desk"


class Wish(StrEnum):
    """How whoever asks would like to go on."""

    WRITE = "write"
    """Here, in writing."""
    CALL = "call"
    """To be called: they write where and when themselves."""
    MEETING = "meeting"


class RequestKind(StrEnum):
    """What somebody asks a desk for."""

    COURSE = "course"
    MATERIAL = "material"
    PARENTS_GUIDE = "parents_guide"


class Channel(StrEnum):
    """How a desk takes reports. The edition says which."""

    MOTVEKT = "motvekt"
    OWN = "own"
    TELEPHONE = "telephone"
