"""Whom an employee can ask about somebody who can't be recognised, and what the law lets it be asked on. Pure but for
the rows it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motvekt.dossiers import gate
from motvekt.dossiers.facts import Person, Sharing, Told
from motvekt.dossiers.kinds import Purpose
from motvekt.dossiers.law import Law
from motvekt.guide.kinds import Function
from motvekt.guide.schema import LegalBasis
from motvekt.kernel.decision import Decision
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import sending
from motvekt.reports.sending import Receiver

FUNCTIONS = (Function.SLT_COORDINATOR, Function.RADICALISATION_CONTACT, Function.CHILD_WELFARE)
"""Who gives advice on a worry about which nobody says whom it is."""


def sharing(unit: Unit, to: Unit, law: Law, health: bool | None, **more: object) -> Sharing:
    """A question as the gate is asked about it: it says nobody's name, so nobody is to be told."""
    about: dict[str, object] = {"basis": "", "is_necessary": True, "attested": frozenset()} | more
    return Sharing(
        sender=law.party(unit),
        recipient=law.party(to),
        as_health_personnel=health,
        identifies=False,
        purpose=Purpose.ADVICE,
        told=Told(),
        person=Person(),
        made_on=law.today,
        **about,  # type: ignore[arg-type] # what a basis asks, from whoever calls
    )


def basis(unit: Unit, to: Unit, law: Law, health: bool | None) -> LegalBasis | None:
    """The basis on which a unit may ask another today: one that is for what says nobody's name. What was learnt as
    health personnel goes by their own, where there is one.
    """
    offers = gate.offers(sharing(unit, to, law, health), law.bases, law.today)
    found = [offer.basis for offer in offers if offer.answer and offer.basis.without_identity]
    return next((one for one in found if bool(one.as_health_personnel) == bool(health)), next(iter(found), None))


@dataclass(frozen=True)
class Ways:
    """Those who can be asked here, in the edition's order, and the functions that are called instead."""

    asked: Sequence[Receiver]
    called: Sequence[Function]


def ways(unit: Unit, law: Law) -> Ways:
    """Whom a unit can ask today. A health service is asked later how it learnt it: either answer opens a desk here."""
    there = [one for one in sending.receivers(unit.area, law, but=unit.id) if one.desk.function in FUNCTIONS]
    known = (None,) if unit.agency != AgencyKind.HEALTH_CARE else (True, False)
    asked = [one for one in there if one.is_reached and any(basis(unit, one.unit, law, health) for health in known)]
    reached = {one.desk.function for one in asked}
    return Ways(asked, [function for function in FUNCTIONS if function not in reached])


def decide(
    unit: Unit, to: Unit, law: Law, chosen: str, health: bool | None, attested: frozenset[int]
) -> Decision | None:
    """The gate's first reason why it may not be asked, or nothing."""
    asked = sharing(unit, to, law, health, basis=chosen, attested=attested)
    answer = gate.decide(asked, law.bases, law.today)
    return None if answer else answer.reasons[0]
