"""What somebody wants to share, and how the gate is asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motvekt.dossiers import queries
from motvekt.dossiers.facts import Sharing, Told
from motvekt.dossiers.kinds import ItemKind, Purpose
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import Dossier, Item
from motvekt.organisations.models import Account, Unit


@dataclass(frozen=True)
class Wish:
    """What somebody wants to share, with whom, on which basis, and what they stand for.

    `readers` are named in the recipient's unit: needed where nobody receives for all of it, as in a school.
    """

    items: Sequence[Item]
    sender: Unit
    recipient: Unit
    basis: str
    purpose: Purpose
    necessity: str
    attested: frozenset[int]
    identifies: bool
    as_health_personnel: bool | None = None
    was_told: bool | None = None
    not_told_why: str = ""
    look_again_on: date | None = None
    until: date | None = None
    readers: Sequence[Account] = ()


def asked(dossier: Dossier, wish: Wish, law: Law) -> Sharing:
    """A wish as the gate is asked about it. What says who it is identifies, whatever the decider holds."""
    identifies = wish.identifies or any(item.kind == ItemKind.IDENTITY for item in wish.items)
    return Sharing(
        basis=wish.basis,
        sender=law.party(wish.sender),
        recipient=law.party(wish.recipient, began=wish.recipient.id == dossier.unit_id),
        as_health_personnel=wish.as_health_personnel,
        identifies=identifies,
        purpose=wish.purpose,
        is_necessary=bool(wish.necessity.strip()),
        attested=wish.attested,
        told=Told(wish.was_told, bool(wish.not_told_why.strip()), wish.look_again_on),
        person=queries.person(dossier),
        made_on=law.today,
        consents=queries.consents(dossier),
        until=wish.until,
    )
