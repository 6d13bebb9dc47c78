"""Reads of editions and checks: the one door to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from motvekt.guide import editions, parts, rules
from motvekt.guide.models import ContactCheck, Edition
from motvekt.guide.schema import Guide
from motvekt.organisations.models import Area


@dataclass(frozen=True)
class Published:
    """An edition's card, without its content."""

    id: UUID
    number: int
    pack: str
    valid_from: date
    published_at: datetime
    published_by: str
    digest: str


@dataclass(frozen=True)
class InForce:
    """The edition that an area shows today, ready to be read."""

    area: str
    published: Published
    guide: Guide
    index: Mapping[str, parts.Entry]
    checked: Mapping[str, date]
    """When each contact was last found right, by its id."""
    stamp: str
    """Differs whenever anything that is shown differs."""


class DamagedEdition(Exception):
    """An edition's content does not match its digest."""


def published(area: str) -> list[Published]:
    """All editions of an area, the newest first."""
    fields = ("id", "number", "pack", "valid_from", "published_at", "published_by", "digest")
    rows = Edition.objects.filter(area__slug=area).order_by("-number").values_list(*fields)
    return [Published(*row) for row in rows]


def in_force(area: str, today: date) -> InForce | None:
    """The edition in force in an area, or None where it has none yet. Raises DamagedEdition."""
    card = rules.in_force(published(area), today)
    if card is None:
        return None
    guide, index = _content(card.id)
    checked = last_checked(area)
    return InForce(area, card, guide, index, checked, stamp=f"{card.id} {sorted(checked.items())}")


@lru_cache(maxsize=16)
def _content(edition: UUID) -> tuple[Guide, Mapping[str, parts.Entry]]:
    """Editions are immutable, so what was read once holds for the life of the process."""
    content, digest = Edition.objects.values_list("content", "digest").get(id=edition)
    if rules.digest(content) != digest:
        raise DamagedEdition(f"edition {edition}")
    guide = editions.read(content)
    return guide, parts.index(guide)


def last_checked(area: str) -> dict[str, date]:
    """Contact id to the last day on which somebody found it right."""
    rows = ContactCheck.objects.filter(area__slug=area).order_by("checked_on").values_list("contact", "checked_on")
    return dict(rows)


def newest_digest(area: Area) -> tuple[int, str | None]:
    """Number and digest of the newest edition, in force already or not; (0, None) where there is none."""
    newest = Edition.objects.filter(area=area).order_by("-number").values_list("number", "digest").first()
    return newest or (0, None)
