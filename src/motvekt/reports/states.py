"""What may become of something at a desk: a table of rows, and nothing besides. Pages, actions and drawings read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _
from motvekt.reports.kinds import ArrivalKind, Status


class Act(StrEnum):
    """What somebody at a desk does with something that has arrived."""

    READ = "read"
    HANDLE = "handle"
    ANSWER = "answer"
    ACCEPT = "accept"
    TAKE_OVER = "take_over"
    PASS_ON = "pass_on"  # noqa: S105 - what one does with a report
    DISMISS = "dismiss"
    CLOSE = "close"
    GIVE = "give"


ACTS = {
    Act.READ: _("Les"),
    Act.HANDLE: _("Jeg tar denne"),
    Act.ANSWER: _("Svar"),
    Act.ACCEPT: _("Ta imot som sak"),
    Act.TAKE_OVER: _("Ta over i politiets egne systemer"),
    Act.PASS_ON: _("Send videre"),
    Act.DISMISS: _("Avslå, med begrunnelse"),
    Act.CLOSE: _("Avslutt"),
    Act.GIVE: _("Gi videre til en kollega"),
}
"""As a button says it, in bokmål."""

REPORT, TALK, NOTICE, REQUEST = ArrivalKind.REPORT, ArrivalKind.TALK, ArrivalKind.NOTICE, ArrivalKind.REQUEST
QUESTION, ANONYMOUS, TURNED = ArrivalKind.QUESTION, ArrivalKind.ANONYMOUS, ArrivalKind.ANONYMOUS_REPORT


@dataclass(frozen=True)
class Row:
    """From a status to another by an act, for these kinds, at a desk of the police, of all others, or of both.

    `event` is what the log calls it.
    """

    before: Status
    act: Act
    after: Status
    event: str
    kinds: frozenset[ArrivalKind]
    police: bool | None = None


def _row(before: Status, act: Act, after: Status, event: str, *kinds: ArrivalKind, police: bool | None = None) -> Row:
    return Row(before, act, after, event, frozenset(kinds or ArrivalKind), police)


STATES: tuple[Row, ...] = (
    _row(Status.DELIVERED, Act.READ, Status.READ, "arrival_read"),
    _row(Status.READ, Act.HANDLE, Status.READ, "arrival_handled"),
    _row(Status.READ, Act.GIVE, Status.READ, "arrival_given"),
    _row(Status.READ, Act.ANSWER, Status.READ, "arrival_answered", REPORT, TALK, NOTICE, QUESTION, ANONYMOUS, TURNED),
    _row(Status.ACCEPTED, Act.ANSWER, Status.ACCEPTED, "arrival_answered", REPORT, NOTICE, TURNED),
    _row(Status.TAKEN_OVER, Act.ANSWER, Status.TAKEN_OVER, "arrival_answered", REPORT, TURNED),
    # No case, journal or intelligence of the police lives here.
    _row(Status.READ, Act.ACCEPT, Status.ACCEPTED, "arrival_accepted", REPORT, NOTICE, TURNED, police=False),
    _row(Status.READ, Act.TAKE_OVER, Status.TAKEN_OVER, "arrival_taken_over", REPORT, TALK, TURNED, police=True),
    _row(Status.READ, Act.PASS_ON, Status.PASSED_ON, "arrival_passed_on", REPORT, TALK, NOTICE),
    _row(Status.READ, Act.DISMISS, Status.DISMISSED, "arrival_dismissed", REPORT, TALK, NOTICE, TURNED),
    _row(Status.READ, Act.CLOSE, Status.CLOSED, "arrival_closed", TALK, REQUEST, QUESTION, ANONYMOUS),
    # What the police only answered, and what they have in their own systems.
    _row(Status.READ, Act.CLOSE, Status.CLOSED, "arrival_closed", REPORT, TURNED, police=True),
    _row(Status.TAKEN_OVER, Act.CLOSE, Status.CLOSED, "arrival_closed", REPORT, TALK, TURNED, police=True),
)

WAKES = frozenset({Status.READ, Status.CLOSED})
"""What lies unread again when whoever asked anonymously writes once more. To what was decided they are told so."""

WAITS = frozenset({Status.DELIVERED, Status.READ})
"""The statuses in which a desk still owes something."""


def row(status: Status, act: Act, kind: ArrivalKind, *, police: bool) -> Row | None:
    """The row that an act follows, where there is one."""
    return next(
        (
            one
            for one in STATES
            if one.before is status and one.act is act and kind in one.kinds and one.police in (None, police)
        ),
        None,
    )


ALREADY_DECIDED = "already_decided"
"""The code of a no to whatever somebody has decided."""


def may(status: Status, act: Act, kind: ArrivalKind, *, police: bool) -> Decision:
    """Whether an act is open to something in this status."""
    if row(status, act, kind, police=police):
        return YES
    if act is not Act.READ and status is Status.DELIVERED:
        return no("not_read", _("Les den først."))
    if status not in WAITS and any(row(before, act, kind, police=police) for before in WAITS):
        return no(ALREADY_DECIDED, _("Dette er alt avgjort. Last siden på nytt for å se av hvem."))
    return no("not_for_this", _("Det kan ikke gjøres med dette."))


def open_acts(status: Status, kind: ArrivalKind, *, police: bool) -> Iterable[Act]:
    """The acts that are open, in the order of the table of acts."""
    return (act for act in Act if row(status, act, kind, police=police))
