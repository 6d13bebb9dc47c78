"""Reads of consultations: the one door to what a receipt opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from motvekt.access.opening import opened_by_receipt
from motvekt.consultations import derivation, policy
from motvekt.consultations.kinds import Side
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item
from motvekt.guide.queries import DamagedEdition, of_edition
from motvekt.guide.schema import SILENCE_DAYS
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area
from motvekt.reports.asker import WhoAsked
from motvekt.reports.conversation import Word, answer_in, in_order
from motvekt.vault import keystore
from motvekt.vault.envelope import DoesNotOpen
from motvekt.vault.keystore import KeyGone

__all__ = ["SILENCE", "Talk", "Word", "answer_in", "by_receipt", "in_order", "silence", "words"]

SILENCE = timedelta(days=SILENCE_DAYS)
"""How long nobody may have written before an asker's way in ends, where the edition says nothing else."""
SHORTEST = timedelta(days=30)
"""The least that an edition can say."""
WORDS = (ItemKind.QUESTION, ItemKind.ANSWER, ItemKind.IMAGE)
"""What a receipt opens."""


@dataclass(frozen=True)
class Talk:
    """What a receipt has opened. `key` opens and seals in it, for as long as the page is made."""

    row: Anonymous
    key: bytes = field(repr=False)
    words: Sequence[Word] = field(repr=False)

    @property
    def ends_on(self) -> date | None:
        """The day on which the way in ends if nobody writes; None while the asker's last word is unanswered."""
        return ends_on(self.row)

    @property
    def has_stopped(self) -> bool:
        """Whether somebody at the desk has stepped aside since it last answered, however much was asked after that: no
        promise of an answer holds.
        """
        desks = [word for word in self.words if word.by == Side.DESK]
        return bool(desks) and desks[-1].is_notice


def ends_on(row: Anonymous) -> date | None:
    """The last day on which a way in is open if nobody writes; None while the asker's last word is unanswered."""
    return row.last_on + silence(row) if row.last_by == Side.DESK else None


def asker(dossier: UUID) -> WhoAsked:
    """What a desk may know of whoever asked in a dossier."""
    row = Anonymous.objects.select_related("unit", "dossier__area").get(pk=dossier)
    return WhoAsked(row.language, ends_on(row), bool(row.over))


def silence(row: Anonymous) -> timedelta:
    """How long nobody may have written before this one's way in ends: what the edition said when it began, since that
    is what they were promised. Where the edition can't be read any more, the default.
    """
    try:
        guide = of_edition(row.dossier.area.slug, row.dossier.edition_id)
    except DamagedEdition:
        return SILENCE
    days = (desk.silence for desk in guide.desks if desk.id == row.unit.desk)
    return timedelta(days=next(days, SILENCE_DAYS))


def by_receipt(receipt: str, area: Area, *, typed: bool = True) -> Talk:
    """What a receipt opens in an area. Raises Refused: `wrong_receipt` for all that opens nothing, and `busy`.

    Both derivations are done for every receipt, so that a wrong one takes as long as a right one. `typed` is false
    where it came back sealed in a form of ours: whoever sends that has opened it before.
    """
    keys = (derivation.derive_typed if typed else derivation.derive)(receipt, area.id)
    if not _finds_something(area.id, keys.finds):
        raise Refused(policy.WRONG)
    found = Anonymous.objects.select_related("unit__organisation", "dossier__area")
    row = found.filter(area=area, finds=keys.finds).first()
    if row is None:
        raise Refused(policy.WRONG)
    try:
        key = keystore.key_by_receipt(row.pk, keys.unlocks)
    except (KeyGone, DoesNotOpen) as error:
        raise Refused(policy.WRONG) from error
    if typed:
        derivation.was_right()
    return Talk(row, key, words(row, key))


_AREA = Anonymous._meta.get_field("area")
_FINDS = f"SELECT 1 FROM {Anonymous._meta.db_table} WHERE {_AREA.column} = %s AND finds = %s"  # noqa: S608


def _finds_something(area: UUID, finds: bytes) -> bool:
    """Said in so many words: who tries thousands shall cost as little as can be, and the mapper takes longer to put its
    question together than the database to answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FINDS, [_AREA.get_db_prep_value(area, connection), finds])
        return cursor.fetchone() is not None


def words(row: Anonymous, key: bytes) -> list[Word]:
    """All that has been said, in its order."""
    items = list(Item.objects.filter(dossier=row.pk, unit=row.unit_id, kind__in=WORDS).order_by("made_at", "id"))
    texts = opened_by_receipt([item.content for item in items], policy.grant_by_receipt(row), key)
    return in_order([(ItemKind(item.kind), item.made_at, text) for item, text in zip(items, texts, strict=True)])
