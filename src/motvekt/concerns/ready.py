"""A concern as it is now, for whoever may do something with it now."""

from __future__ import annotations

from motvekt.access.standing import Standing
from motvekt.concerns import policy
from motvekt.concerns.doing import locked
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.dossiers.doing import allowed


def ready(concern: Concern, act: Act, by: Standing) -> Concern:
    """The concern, locked until the end of the transaction, for whoever may do this with it. Raises Refused."""
    row = locked(concern)
    allowed(policy.may_do(by, row, act))
    return row
