"""Who opens what was said anonymously: the desk, as `dossiers` has it for a whole unit, and whoever has the receipt."""

from __future__ import annotations

from motvekt.access.grants import grant
from motvekt.consultations.models import Anonymous
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import YES, no
from motvekt.kernel.grant import Grant
from motvekt.kernel.words import gettext_noop as _

SOMEBODY = Actor("system", "anonymous")
"""Nobody knows who it is."""

WRONG = no(
    "wrong_receipt",
    _(
        "Kvitteringen åpner ingenting. Den kan være skrevet feil, gjelde en annen kommune, eller samtalen kan være "
        "slettet. Se over sifrene, og prøv igjen."
    ),
)
"""One answer for a wrong receipt, one of another area, and one whose way in has ended."""


def grant_by_receipt(found: Anonymous) -> Grant:
    """Leave to open it. Raises Refused. Nothing opens besides with the key that the receipt unlocks."""
    decision = WRONG if found.over else YES
    return grant(decision, actor=SOMEBODY, dossier=found.pk, unit=found.unit_id, reason="receipt")
