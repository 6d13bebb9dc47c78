"""Opening sealed values: only with a grant, and never without a line in the log."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from motvekt.audit.actions import record
from motvekt.kernel.grant import Grant
from motvekt.vault import keystore
from motvekt.vault.sealed import Sealed


def opened(values: Sequence[Sealed], grant: Grant, *, controller: UUID) -> list[str]:
    """The texts, and one event of the controller whose record it is: who opened how many, by which right.

    The event is on its way into the database before anybody has the text. Raises NotGranted, KeyGone, DoesNotOpen.
    """
    with transaction.atomic():
        texts = keystore.open_all(values, grant)
        record(
            controller=controller,
            by=grant.actor,
            event="content_opened",
            dossier=grant.dossier,
            unit=grant.unit,
            values=len(values),
            why=grant.reason,
        )
    return texts


def opened_by_receipt(values: Sequence[Sealed], grant: Grant, key: bytes) -> list[str]:
    """The texts, for whoever has the receipt that unlocks `key`. No event: the log would say when they were here.

    Raises NotGranted, DoesNotOpen.
    """
    return keystore.open_all(values, grant, key)
