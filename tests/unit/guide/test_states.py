"""What can happen to a proposal: the whole table, held against one that is kept by hand."""

from __future__ import annotations

import pytest

from motvekt.access.capabilities import Capability
from motvekt.guide.states import PROPOSAL, STATES_IN_WORDS, ProposalState, after, may

OPEN, CONFIRMED, WITHDRAWN, REPLACED = ProposalState

EXPECTED = {
    ("confirm", OPEN): (CONFIRMED, Capability.PUBLISH_EDITION),
    ("withdraw", OPEN): (WITHDRAWN, Capability.PROPOSE_EDITION),
    ("replace", OPEN): (REPLACED, Capability.PROPOSE_EDITION),
}


def test_the_table_is_the_expected_one() -> None:
    assert {(row.act, row.source): (row.target, row.capability) for row in PROPOSAL} == EXPECTED


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("act", ["confirm", "withdraw", "replace"])
def test_every_act_from_every_state_is_allowed_or_refused_as_the_table_says(act: str, state: ProposalState) -> None:
    decision = may(act, state)
    assert bool(decision) == ((act, state) in EXPECTED)
    if decision:
        assert after(act, state) is EXPECTED[act, state][0]
    else:
        assert decision.code == "proposal_closed"
        assert STATES_IN_WORDS[state] in decision.words
        with pytest.raises(KeyError):
            after(act, state)


def test_an_act_that_nobody_knows_is_an_error_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        may("delete", OPEN)
