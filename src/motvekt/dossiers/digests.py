"""What the log keeps of rows that decide who sees what, so that nobody changes them unseen: a digest of their facts.

The facts are ids, days, codes and flags, never what somebody said: that is sealed, and can't be changed unseen anyhow.
The digest is keyed with the dossier's key: the log outlives the dossier, and nobody shall find a birth month by trying.
Each raises KeyGone where the dossier was disposed of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from motvekt.dossiers.models import Consent, Disclosure, Dossier
from motvekt.vault import keystore


def of_person(dossier: Dossier) -> str:
    """Between which days the person is born, and who has parental responsibility."""
    guardians = _ids(guardian.id for guardian in dossier.guardians.all())
    return _digest(dossier.id, dossier.unit_id, dossier.born_from, dossier.born_to, dossier.guardians_known, guardians)


def of_nobody(dossier: UUID, unit: UUID) -> str:
    """The digest of a person of whom nothing is known yet."""
    return _digest(dossier, unit, None, None, False, [])


def of_consent(consent: Consent) -> str:
    """Whose it is, to whom, what for, by whom, from when and until when; its withdrawal is an event of its own."""
    return _digest(
        consent.dossier_id,
        consent.unit_id,
        consent.id,
        _ids(unit.id for unit in consent.recipients.all()),
        consent.purpose,
        consent.by_self,
        _ids(guardian.id for guardian in consent.by_guardians.all()),
        consent.given_on,
        consent.until,
    )


def of_disclosure(disclosure: Disclosure) -> str:
    """All that was decided; its end is an event of its own."""
    return _digest(
        disclosure.dossier_id,
        disclosure.sender_id,
        disclosure.id,
        disclosure.recipient_id,
        disclosure.edition_id,
        disclosure.basis,
        disclosure.purpose,
        disclosure.as_health_personnel,
        disclosure.identifies,
        disclosure.attested,
        disclosure.decided_by_id,
        disclosure.made_on,
        disclosure.until,
        disclosure.was_told,
        disclosure.look_again_on,
        _ids(copy.item_id for copy in disclosure.items.all()),
    )


def _ids(found: Iterable[UUID]) -> list[str]:
    return sorted(map(str, found))


def _digest(dossier: UUID, unit: UUID, *facts: object) -> str:
    said = json.dumps([dossier, unit, *facts], default=str, separators=(",", ":"))
    return keystore.keyed_digest(said.encode(), dossier, unit)
