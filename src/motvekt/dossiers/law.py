"""The law of the day as dossiers ask for it: the bases of the edition in force, and who is what in their eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from motvekt.dossiers.facts import Party
from motvekt.dossiers.ways import open_ways
from motvekt.guide import queries as guides
from motvekt.guide.schema import Desk, LegalBasis
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.kinds import PUBLIC_BODIES, AgencyKind, SpecialBody
from motvekt.organisations.models import Area, Unit


@dataclass(frozen=True)
class Law:
    """The bases and desks of the edition that is in force in an area on a day."""

    edition: UUID
    bases: tuple[LegalBasis, ...]
    desks: tuple[Desk, ...]
    today: date

    def basis(self, basis_id: str) -> LegalBasis | None:
        """The basis of that id, where today's edition has it."""
        return next((basis for basis in self.bases if basis.id == basis_id), None)

    def desk(self, unit: Unit) -> Desk | None:
        """The edition's desk that a unit is: its channel, and what to say to those who want to reach it."""
        return next((desk for desk in self.desks if desk.id == unit.desk), None)

    def party(self, unit: Unit, *, began: bool = False) -> Party:
        """A unit as the law sees it today. Raises Refused for an administration, which the law of sharing knows not.

        A desk has a task in the routine; so has the unit that `began` the dossier in question: its steps are that
        unit's, and a desk can answer it.
        """
        if not unit.agency:
            raise Refused(no("no_service", "Enheten hører ikke til en tjeneste, og kan verken dele eller motta."))
        return Party(
            unit=unit.id,
            body=unit.organisation_id,
            agency=AgencyKind(unit.agency),
            is_public=unit.organisation.kind in PUBLIC_BODIES,
            has_task=began or self.desk(unit) is not None,
            special=frozenset({SpecialBody(unit.special)}) if unit.special else frozenset(),
        )

    def ways_to(self, unit: Unit, *, began: bool = False) -> frozenset[str]:
        """The ways in which a unit may see something today (`ways.py`), in dossiers that it began or in others."""
        return _ways(self, self.party(unit, began=began))

    def __hash__(self) -> int:
        # An edition is immutable, and a basis is no key.
        return hash((self.edition, self.today))


@lru_cache(maxsize=1024)
def _ways(law: Law, recipient: Party) -> frozenset[str]:
    return open_ways(law.bases, recipient, law.today)


def of_today(area: Area) -> Law:
    """The law in force in an area today. Raises Refused where the area has no edition."""
    today = clock.today()
    found = guides.without_checks(area.slug, today)
    if found is None:
        raise Refused(no("no_edition", "Området har ingen veileder ennå. Da kan ingenting deles."))
    edition, guide = found
    return Law(edition.id, tuple(guide.bases), tuple(guide.desks), today)
