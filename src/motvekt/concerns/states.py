"""What may become of a concern: a table of rows, and nothing besides. Pages, actions and drawings read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from motvekt.concerns.kinds import Status
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _


class Act(StrEnum):
    """What is done with a concern."""

    WRITE = "write"
    """On its texts and steps; inviting and calling too."""
    REPORT = "report"
    CLOSE = "close"
    REOPEN = "reopen"
    HAND_ON = "hand_on"


@dataclass(frozen=True)
class Row:
    """From a status to another by an act."""

    before: Status
    act: Act
    after: Status


STATES: tuple[Row, ...] = (
    Row(Status.OPEN, Act.WRITE, Status.OPEN),
    Row(Status.OPEN, Act.REPORT, Status.REPORTED),
    Row(Status.OPEN, Act.CLOSE, Status.CLOSED),
    Row(Status.OPEN, Act.HAND_ON, Status.OPEN),
    # What is seen afterwards is written too, and may be reported as well: to another desk, or anew.
    Row(Status.REPORTED, Act.WRITE, Status.REPORTED),
    Row(Status.REPORTED, Act.REPORT, Status.REPORTED),
    Row(Status.REPORTED, Act.CLOSE, Status.CLOSED),
    Row(Status.REPORTED, Act.HAND_ON, Status.REPORTED),
    Row(Status.CLOSED, Act.REOPEN, Status.OPEN),
)


def row(status: Status, act: Act) -> Row | None:
    """The row that an act follows, where there is one."""
    return next((one for one in STATES if one.before is status and one.act is act), None)


def may(status: Status, act: Act) -> Decision:
    """Whether an act is open to a concern in this status."""
    if row(status, act):
        return YES
    if status is Status.CLOSED:
        return no("concern_closed", _("Bekymringen er avsluttet. Åpne den igjen først."))
    return no("not_for_this", _("Det kan ikke gjøres med denne bekymringen nå."))
