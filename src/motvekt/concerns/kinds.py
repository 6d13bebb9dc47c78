"""The closed sets that concerns speak of."""

from __future__ import annotations

from enum import StrEnum

from motvekt.kernel.words import gettext_noop as _


class Status(StrEnum):
    """Where a concern is. `states.py` says what may become of it next."""

    OPEN = "open"
    REPORTED = "reported"
    CLOSED = "closed"


class Why(StrEnum):
    """Why a concern was closed. That there is no ideology in it is no reason."""

    NO_GROUND = "no_ground"
    FOLLOWED_UP = "followed_up"
    """Within the unit."""
    TAKEN_OVER = "taken_over"
    """By another unit or service."""
    REPORTED = "reported"
    """And nothing is left to do here."""
    MOVED = "moved"
    """The person is no longer where the unit meets them, and whoever must know has been told."""


WHYS = {
    Why.NO_GROUND: _("Det var ikke grunn til bekymring"),
    Why.FOLLOWED_UP: _("Vi følger det opp selv, slik vi pleier"),
    Why.TAKEN_OVER: _("En annen tjeneste har tatt over"),
    Why.REPORTED: _("Det er meldt, og vi har ikke mer å gjøre"),
    Why.MOVED: _("Personen er ikke lenger hos oss"),
}
"""In bokmål, as a page asks."""

SOMETHING_REMAINS = frozenset({Why.FOLLOWED_UP, Why.TAKEN_OVER, Why.MOVED})
"""Where somebody must own what is left to do."""


class Task(StrEnum):
    """What a colleague was invited for."""

    READ = "read"
    """To read it, and say what they think."""
    TALK = "talk"
    """To hold the talk."""
    FOLLOW_UP = "follow_up"


TASKS = {
    Task.READ: _("lese og si hva de tenker"),
    Task.TALK: _("snakke med personen"),
    Task.FOLLOW_UP: _("følge det opp"),
}


class CallTo(StrEnum):
    """Which of the exits somebody called by."""

    EMERGENCY = "emergency"
    """112."""
    SERIOUS = "serious"
    """The radicalisation contact, or the police where nobody answers."""


CALLED = {
    CallTo.EMERGENCY: _("112"),
    CallTo.SERIOUS: _("radikaliseringskontakten eller politiet"),
}
"""In bokmål, after «ringte»."""


class DutyKind(StrEnum):
    """What waits for nobody: done first, and put into words by the next working day."""

    AVERT = "avert"
    """To report or otherwise seek to avert a serious crime: straffeloven § 196."""
    CHILD_WELFARE = "child_welfare"
    """To report to child welfare, by the service's own act."""
    PRINCIPAL = "principal"
    """To tell the principal that a pupil may not be safe: opplæringslova § 12-4."""


DUTIES = {
    DutyKind.AVERT: _("Du har gitt beskjed for å hindre et alvorlig lovbrudd"),
    DutyKind.CHILD_WELFARE: _("Du har meldt til barnevernet"),
    DutyKind.PRINCIPAL: _("Du har sagt fra til rektor"),
}
