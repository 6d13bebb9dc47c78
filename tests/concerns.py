"""What people of the small world do in concerns, said shortly."""

from __future__ import annotations

from uuid import UUID

from motvekt.concerns import actions
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import Observation
from motvekt.kernel.ids import new_id
from tests.world import PEOPLE, World

SEEN = "Etter timen sa han «de som tenker sånn, burde ikke få bo her»."


def noted(world: World, name: str = "teacher", seen: str = SEEN, concern_id: UUID | None = None) -> Concern:
    """A concern of somebody's."""
    return actions.note(
        concern_id=concern_id or new_id(),
        unit=world.units[PEOPLE[name][0]],
        observation=Observation(seen=seen, when="I dag, etter tredje time"),
        by=world.standing(name),
    )
