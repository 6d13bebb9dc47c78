"""What people of the small world send, said shortly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from motvekt.concerns.models import Concern
from motvekt.dossiers import law as laws
from motvekt.dossiers.kinds import Purpose
from motvekt.kernel.ids import new_id
from motvekt.reports import sending_actions
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Report
from motvekt.reports.sending import Leg, Sending
from motvekt.reports.shapes import Identity, Part, ReportText
from tests.dossiers import consented
from tests.world import PEOPLE, World

WORDS = "Etter timen sa han at noen burde få det de fortjener."
NAME = "Isak Brenne"
BORN = date(2010, 3, 14)
IDENTITY = Identity(name=NAME, born=BORN, contact="Går i 10A")


def leg(world: World, to: str, basis: str = "consent", **changes: Any) -> Leg:
    """A desk, with everything that the basis asks for answered."""
    law = laws.of_today(world.areas["asker-baerum"])
    found = law.basis(basis)
    known: dict[str, Any] = {
        "unit": world.units[to],
        "basis": basis,
        "necessity": "Mottaket skal avklare bekymringen.",
        "attested": frozenset(range(len(found.attest) if found else 0)),
        "was_told": True,
    }
    return Leg(**(known | changes))


def sending(world: World, concern: Concern, *legs: Leg, name: str = "teacher", **changes: Any) -> Sending:
    """A report with a name, from somebody's concern."""
    known: dict[str, Any] = {
        "report": new_id(),
        "dossier": concern.dossier,
        "unit": world.units[PEOPLE[name][0]],
        "text": ReportText(parts=(Part(heading="Sett eller hørt av meg", text=WORDS),), reporter_role="Ansatt"),
        "identity": IDENTITY,
        "legs": legs or (leg(world, "slt"),),
        "edition": laws.of_today(world.areas["asker-baerum"]).edition,
        "alias": concern.alias,
    }
    return Sending(**(known | changes))


def sent(world: World, concern: Concern, *legs: Leg, name: str = "teacher", **changes: Any) -> Report:
    """It is sent."""
    wanted = sending(world, concern, *legs, name=name, **changes)
    return sending_actions.send(wanted=wanted, by=world.standing(name))


def let(world: World, concern: Concern, to: str = "slt", **changes: Any) -> None:
    """The person lets a desk hear of it: sixteen years old, and asked themselves."""
    from motvekt.dossiers import actions
    from motvekt.dossiers.facts import AgeBand

    actions.describe_person(dossier=concern.dossier, band=AgeBand.ADULT, by=world.standing("teacher"))
    consented(world, concern.dossier, **({"recipients": [world.units[to]], "purpose": Purpose.REPORT} | changes))


def as_a_talk(wanted: Sending) -> Sending:
    """The same as a wish that another unit holds the talk."""
    return replace(wanted, kind=ArrivalKind.TALK)


def found(report: UUID) -> Report:
    return Report.objects.get(id=report)
