"""Leave to open sealed values: what an access decision gives, and without which the vault opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from motvekt.kernel.actor import Actor


@dataclass(frozen=True)
class Grant:
    """That `actor` may open what `unit` owns in `dossier`. Only `access` makes one, where a policy said yes.

    `reason` is the code of the capability or the policy that it was made for; it goes into the log with the opening.
    """

    actor: Actor
    dossier: UUID
    unit: UUID
    reason: str
