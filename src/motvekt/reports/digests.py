"""A digest over a report as it was sent, keyed with the dossier's key of the unit that sent it.

Whoever holds the report can show that not a letter of it was changed; nobody can find what it says by trying.
"""

from __future__ import annotations

import json
from uuid import UUID

from motvekt.vault import keystore


def of_report(
    *, dossier: UUID, unit: UUID, report: UUID, text: str, identity: str, edition: UUID, bases: list[str]
) -> str:
    """Over its words, whom it names (empty: nobody), the edition and the bases on which it went out, in their order.

    Raises KeyGone where the dossier was disposed of.
    """
    said = json.dumps([str(report), text, identity, str(edition), bases], ensure_ascii=False, separators=(",", ":"))
    return keystore.keyed_digest(said.encode(), dossier, unit)
