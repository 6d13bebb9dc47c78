"""What somebody whom nobody knows asks a desk of the small world, said shortly."""

from __future__ import annotations

from typing import Any

from motvekt.consultations import asking_actions
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import Talk, by_receipt
from motvekt.reports import desk_actions, queries
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Identity
from motvekt.vault import keystore
from tests.world import World

RECEIPT = "1234567890123456"
OTHER = "6543210987654321"
WORRIED = "Sønnen min sier ting om andre."
PIXEL = "iVBORw0KGgo="
"""The first bytes of a picture, in base64."""


def asked(world: World, text: str = WORRIED, *, desk: str = "slt", receipt: str = RECEIPT, **more: Any) -> Arrival:
    """A question at a desk, which has its pair of keys."""
    unit, language = world.units[desk], more.pop("language", "nb")
    keystore.make_desk_pair(unit.id)
    said = Said(text=text, **more)
    row = asking_actions.ask(receipt=receipt, unit=unit, said=said, language=language, by=SOMEBODY)
    return Arrival.objects.get(dossier=row.pk)


def replied(world: World, text: str, *, number: int = 1, receipt: str = RECEIPT, **more: Any) -> Talk:
    """The asker says more, having seen so many words."""
    area = world.areas["asker-baerum"]
    return asking_actions.reply(receipt=receipt, area=area, number=number, said=Said(text=text, **more), by=SOMEBODY)


def turned(
    world: World, about: Identity | None = None, *, number: int = 1, receipt: str = RECEIPT, contact: str = ""
) -> Talk:
    """The asker turns it into a report."""
    said, area = Said(text="Jeg vil melde fra.", contact=contact), world.areas["asker-baerum"]
    return asking_actions.turn(receipt=receipt, area=area, number=number, said=said, about=about, by=SOMEBODY)


def opened(world: World, receipt: str = RECEIPT) -> Talk:
    """What the asker sees."""
    return by_receipt(receipt, world.areas["asker-baerum"])


def read(world: World, row: Arrival, name: str = "slt") -> Arrival:
    """The same, read by somebody at the desk."""
    desk_actions.mark_read(arrival=row.id, by=world.standing(name))
    found = queries.arrival(world.standing(name), row.id)
    assert found
    return found
