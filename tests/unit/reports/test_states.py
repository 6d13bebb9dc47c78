"""What may become of something at a desk: the whole product, against a table that is kept by hand here."""

from __future__ import annotations

from itertools import product

import pytest

from motvekt.audit.events import BY_CODE
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.states import ACTS, STATES, Act, may, open_acts, row

R, T, N, Q = ArrivalKind.REPORT, ArrivalKind.TALK, ArrivalKind.NOTICE, ArrivalKind.REQUEST
ASKED, ANONYMOUS, TURNED = ArrivalKind.QUESTION, ArrivalKind.ANONYMOUS, ArrivalKind.ANONYMOUS_REPORT
POLICE, OTHERS = True, False
BOTH = (POLICE, OTHERS)

EXPECTED: dict[tuple[Status, Act, ArrivalKind, bool], Status] = {
    **{(Status.DELIVERED, Act.READ, kind, desk): Status.READ for kind in ArrivalKind for desk in BOTH},
    **{(Status.READ, Act.HANDLE, kind, desk): Status.READ for kind in ArrivalKind for desk in BOTH},
    **{(Status.READ, Act.GIVE, kind, desk): Status.READ for kind in ArrivalKind for desk in BOTH},
    **{(Status.READ, Act.ANSWER, kind, desk): Status.READ for kind in set(ArrivalKind) - {Q} for desk in BOTH},
    **{(Status.ACCEPTED, Act.ANSWER, kind, desk): Status.ACCEPTED for kind in (R, N, TURNED) for desk in BOTH},
    **{(Status.TAKEN_OVER, Act.ANSWER, kind, desk): Status.TAKEN_OVER for kind in (R, TURNED) for desk in BOTH},
    (Status.READ, Act.ACCEPT, R, OTHERS): Status.ACCEPTED,
    (Status.READ, Act.ACCEPT, N, OTHERS): Status.ACCEPTED,
    (Status.READ, Act.ACCEPT, TURNED, OTHERS): Status.ACCEPTED,
    (Status.READ, Act.TAKE_OVER, R, POLICE): Status.TAKEN_OVER,
    (Status.READ, Act.TAKE_OVER, T, POLICE): Status.TAKEN_OVER,
    (Status.READ, Act.TAKE_OVER, TURNED, POLICE): Status.TAKEN_OVER,
    **{(Status.READ, Act.PASS_ON, kind, desk): Status.PASSED_ON for kind in (R, T, N) for desk in BOTH},
    **{(Status.READ, Act.DISMISS, kind, desk): Status.DISMISSED for kind in (R, T, N, TURNED) for desk in BOTH},
    **{(Status.READ, Act.CLOSE, kind, desk): Status.CLOSED for kind in (T, Q, ASKED, ANONYMOUS) for desk in BOTH},
    (Status.READ, Act.CLOSE, R, POLICE): Status.CLOSED,
    (Status.READ, Act.CLOSE, TURNED, POLICE): Status.CLOSED,
    (Status.TAKEN_OVER, Act.CLOSE, TURNED, POLICE): Status.CLOSED,
    (Status.TAKEN_OVER, Act.CLOSE, R, POLICE): Status.CLOSED,
    (Status.TAKEN_OVER, Act.CLOSE, T, POLICE): Status.CLOSED,
}
"""Status, act, kind and whether the desk is the police's, to what it is then. All else is refused."""

PRODUCT = list(product(Status, Act, ArrivalKind, BOTH))


@pytest.mark.parametrize("status", Status)
def test_every_act_in_every_status_answers_as_the_table_here_says(status: Status) -> None:
    for before, act, kind, police in PRODUCT:
        if before is not status:
            continue
        found = row(before, act, kind, police=police)
        expected = EXPECTED.get((before, act, kind, police))
        assert (found.after if found else None) == expected, (before, act, kind, police)
        assert bool(may(before, act, kind, police=police)) == (expected is not None)
        assert (act in open_acts(before, kind, police=police)) == (expected is not None)


def test_the_police_begin_no_case_and_nobody_else_takes_anything_over() -> None:
    assert not [key for key in EXPECTED if key[1] is Act.ACCEPT and key[3] is POLICE]
    assert not [key for key in EXPECTED if key[1] is Act.TAKE_OVER and key[3] is OTHERS]


def test_every_no_says_what_to_do() -> None:
    codes = {}
    for before, act, kind, police in PRODUCT:
        decision = may(before, act, kind, police=police)
        if not decision:
            codes[decision.code] = decision.words
    assert set(codes) == {"not_read", "already_decided", "not_for_this"}
    assert all(words.endswith(".") for words in codes.values())


def test_every_act_has_words_and_every_row_an_event_of_the_log() -> None:
    assert set(ACTS) == set(Act)
    assert {one.event for one in STATES} <= set(BY_CODE)
    assert {one.act for one in STATES} == set(Act)


def test_nothing_leads_back_to_unread_and_nothing_out_of_what_is_closed() -> None:
    assert not [one for one in STATES if one.after is Status.DELIVERED]
    ended = {Status.CLOSED, Status.DISMISSED, Status.PASSED_ON}
    assert not [one for one in STATES if one.before in ended]
