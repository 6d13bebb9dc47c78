"""Where a decision becomes a grant: the only place that makes one."""

from __future__ import annotations

from uuid import UUID

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.kernel.grant import Grant


def grant(decision: Decision, *, actor: Actor, dossier: UUID, unit: UUID, reason: str) -> Grant:
    """Leave to open what `unit` owns in `dossier`. Raises Refused where the decision is no.

    Policies call it with what they have just decided; a test holds that nobody else does.
    """
    if not decision:
        raise Refused(decision)
    return Grant(actor, dossier, unit, reason)
