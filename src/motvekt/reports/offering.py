"""The gate's bases as a desk's pages offer them: what each asks, and why the others are closed."""

from __future__ import annotations

from collections.abc import Sequence

from motvekt.dossiers import gate, wishes
from motvekt.dossiers import law as laws
from motvekt.dossiers.gate import Offer
from motvekt.dossiers.kinds import ItemKind, Purpose
from motvekt.dossiers.models import Item
from motvekt.dossiers.wishes import Wish
from motvekt.guide.schema import LegalBasis
from motvekt.kernel.errors import Refused
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports.answering_actions import ANSWERED_WITHOUT_NAMES
from motvekt.reports.models import Arrival

ANSWER = ANSWERED_WITHOUT_NAMES


def basis_of(row: Arrival, basis_id: str) -> LegalBasis:
    """A basis of today's edition. Raises Refused where it has none of that id."""
    found = laws.of_today(row.area).basis(basis_id)
    if found is None:
        raise Refused(gate.UNKNOWN_BASIS)
    return found


def offers(row: Arrival, to: Unit) -> Sequence[Offer]:
    """Every basis between the desk and another one, open or with why not."""
    law = laws.of_today(row.area)
    wish = Wish(
        items=[Item(kind=ItemKind.REPORT)],
        sender=row.unit,
        recipient=to,
        basis="",
        purpose=Purpose.REPORT,
        necessity="",
        attested=frozenset(),
        identifies=True,
        as_health_personnel=False if row.unit.agency == AgencyKind.HEALTH_CARE else None,
    )
    return gate.offers(wishes.asked(row.dossier, wish, law), law.bases, law.today)
