"""What people of the small world do in dossiers, said shortly: written, consented, shared, read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from motvekt.dossiers import actions, queries, sharing_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers.actions import Given
from motvekt.dossiers.kinds import ItemKind, Purpose
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import Consent, Disclosure, Dossier, Item
from motvekt.dossiers.queries import Closed, Read
from motvekt.dossiers.wishes import Wish
from motvekt.kernel import clock
from tests.world import NOON, TODAY, World

SECRET = "Han sa at noen burde få det de fortjener."


def written(world: World, dossier: Dossier, name: str, text: str = SECRET, **more: Any) -> Item:
    by = world.standing(name)
    unit = next(unit for unit in world.units.values() if unit.id in by.units)
    # Each a minute after the one before.
    with clock.frozen(NOON + timedelta(minutes=Item.objects.count())):
        return actions.add_item(dossier=dossier, unit=unit, by=by, text=text, **({"kind": ItemKind.NOTE} | more))


def law_of(world: World, today: date = TODAY) -> Law:
    return replace(laws.of_today(world.areas["asker-baerum"]), today=today)


def read(world: World, dossier: Dossier, name: str, today: date = TODAY) -> list[Read]:
    return queries.read(world.standing(name), dossier.id, law_of(world, today))


def texts(world: World, dossier: Dossier, name: str, today: date = TODAY) -> list[str | Closed]:
    return [one.text for one in read(world, dossier, name, today)]


def consented(world: World, dossier: Dossier, **changes: Any) -> Consent:
    known: dict[str, Any] = {
        "recipients": [world.units["slt"]],
        "purpose": Purpose.CLARIFICATION,
        "on": TODAY,
        "how": "Muntlig, i møtet i dag.",
        "by_self": True,
    }
    return actions.record_consent(
        dossier=dossier,
        unit=world.units["solvang-skole"],
        given=Given(**(known | changes)),
        by=world.standing("teacher"),
    )


def wish(world: World, dossier: Dossier, **changes: Any) -> Wish:
    """A wish that says everything a sharing by consent must."""
    basis = changes.get("basis", "consent")
    found = law_of(world).basis(basis)
    known: dict[str, Any] = {
        "items": list(Item.objects.filter(dossier=dossier, unit=world.units["solvang-skole"])),
        "sender": world.units["solvang-skole"],
        "recipient": world.units["slt"],
        "basis": basis,
        "purpose": Purpose.CLARIFICATION,
        "necessity": "SLT-koordinatoren skal avklare bekymringen.",
        "attested": frozenset(range(len(found.attest) if found else 0)),
        "identifies": True,
        "was_told": True,
    }
    return Wish(**(known | changes))


def disclosed(world: World, dossier: Dossier, **changes: Any) -> Disclosure:
    return sharing_actions.disclose(dossier=dossier, wish=wish(world, dossier, **changes), by=world.standing("teacher"))
