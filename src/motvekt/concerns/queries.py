"""Reads of concerns: the one door to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from pydantic import ValidationError

from motvekt.access.standing import Standing
from motvekt.concerns import policy, texts
from motvekt.concerns.kinds import Status
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import Written
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.queries import Closed
from motvekt.guide import queries as guides
from motvekt.guide.schema import Guide
from motvekt.organisations.models import Account


def concern(by: Standing, dossier: UUID) -> Concern | None:
    """A concern that somebody may see, or nothing. Whether there is another isn't said; that they asked is logged."""
    found = policy.seen_by(by).select_related("dossier", "unit__organisation", "area", "writer", "rest_owner")
    row = found.filter(pk=dossier).first()
    if row is None:
        dossiers.note_denial(by, dossier)
    return row


def listed(by: Standing, status: Status | None = None) -> QuerySet[Concern]:
    """All that somebody may see, what was written in last first; one status alone where it is given."""
    rows = policy.seen_by(by).select_related("unit", "writer")
    rows = rows.filter(status=status) if status else rows
    return rows.order_by("-changed_at", "dossier")


def guide_of(concern: Concern) -> Guide:
    """The edition that was in force when it was begun: for its steps and texts, never for contacts and law."""
    return guides.of_edition(concern.area.slug, concern.dossier.edition_id)


@dataclass(frozen=True)
class Part:
    """An item of a concern, opened: what it says, or why it doesn't open."""

    id: UUID
    kind: ItemKind
    content: Written | Closed
    written_by: Account | None
    made_at: datetime
    changed_at: datetime | None
    version: int


def parts(by: Standing, concern: Concern) -> list[Part]:
    """What somebody may see of a concern's own items, the oldest first. Opening them is logged.

    What other units have answered, and who it is about, are read elsewhere.
    """
    law = laws.of_today(concern.area)
    rows = dossiers.read(by, concern.dossier_id, law, kinds=frozenset(texts.SHAPES))
    own = [row for row in rows if not row.was_received]
    people = Account.objects.in_bulk({row.written_by for row in own if row.written_by})
    return [
        Part(
            row.item,
            row.kind,
            _content(row.kind, row.text),
            people.get(row.written_by) if row.written_by else None,
            row.made_at,
            row.changed_at,
            row.version,
        )
        for row in own
    ]


def _content(kind: ItemKind, text: str | Closed) -> Written | Closed:
    if isinstance(text, Closed):
        return text
    try:
        return texts.read(kind, text)
    except ValidationError:
        return Closed.DAMAGED
