"""What can happen to a proposal of an edition: the table that actions check and the reference is made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from motvekt.access.capabilities import Capability
from motvekt.kernel.decision import YES, Decision, no


class ProposalState(StrEnum):
    """Where a proposal is. Only an open one can still become an edition."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Transition:
    """`act` takes a proposal from `source` to `target`, and whoever does it holds `capability`."""

    act: str
    source: ProposalState
    target: ProposalState
    capability: Capability


PROPOSAL: tuple[Transition, ...] = (
    Transition("confirm", ProposalState.OPEN, ProposalState.CONFIRMED, Capability.PUBLISH_EDITION),
    Transition("withdraw", ProposalState.OPEN, ProposalState.WITHDRAWN, Capability.PROPOSE_EDITION),
    # A newer proposal takes the older one's place: an area has one to look at, not a pile.
    Transition("replace", ProposalState.OPEN, ProposalState.REPLACED, Capability.PROPOSE_EDITION),
)

STATES_IN_WORDS = {
    ProposalState.OPEN: "venter på at noen bekrefter det",
    ProposalState.CONFIRMED: "er alt publisert",
    ProposalState.WITHDRAWN: "er trukket",
    ProposalState.REPLACED: "er byttet ut med et nyere",
}


def may(act: str, state: ProposalState) -> Decision:
    """Whether a proposal in this state can be acted on so. Raises KeyError for an act that is not in the table."""
    sources = {row.source for row in PROPOSAL if row.act == act}
    if not sources:
        raise KeyError(act)
    if state in sources:
        return YES
    return no("proposal_closed", f"Forslaget {STATES_IN_WORDS[state]}.")


def after(act: str, state: ProposalState) -> ProposalState:
    """The state that an act leads to from this one. Raises KeyError where it is not allowed."""
    return {(row.act, row.source): row.target for row in PROPOSAL}[act, state]
