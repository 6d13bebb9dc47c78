"""Reads of editions and checks: the one door to them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from motvekt.guide import editions, parts, rules
from motvekt.guide.kinds import Sheet
from motvekt.guide.models import ContactCheck, Edition, EditionFile
from motvekt.guide.schema import Guide
from motvekt.organisations.models import Area

log = logging.getLogger(__name__)


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
    has_prints: bool = False
    """Whether it can be had as PDFs: all of them or none, as in an edition from before they were made."""


class DamagedEdition(Exception):
    """An edition's content does not match its digest, or can't be read by this release."""


def published(area: str) -> list[Published]:
    """All editions of an area, the newest first."""
    fields = ("id", "number", "pack", "valid_from", "published_at", "published_by", "digest")
    rows = Edition.objects.filter(area__slug=area).order_by("-number").values_list(*fields)
    return [Published(*row) for row in rows]


def in_force(area: str, today: date) -> InForce | None:
    """The edition in force in an area, or None where it has none yet. Raises DamagedEdition."""
    found = _readable(published(area), today)
    if found is None:
        return None
    card, guide, index = found
    checked = last_checked(area)
    has_prints = EditionFile.objects.filter(edition=card.id).exists()
    return InForce(area, card, guide, index, checked, f"{card.id} {sorted(checked.items())}", has_prints)


def _readable(cards: list[Published], today: date) -> tuple[Published, Guide, Mapping[str, parts.Entry]] | None:
    """The edition in force; where it is damaged the one before it, so that nobody is left without a guide."""
    damage: DamagedEdition | None = None
    while card := rules.in_force(cards, today):
        try:
            return card, *_content(card.id)
        except DamagedEdition as damaged:
            log.critical("%s can't be shown; the edition before it is", damaged)
            damage = damage or damaged
            cards = [other for other in cards if other.number < card.number]
    if damage:
        raise damage
    return None


@lru_cache(maxsize=16)
def _content(edition: UUID) -> tuple[Guide, Mapping[str, parts.Entry]]:
    """Editions are immutable, so what was read once holds for the life of the process."""
    content, digest = Edition.objects.values_list("content", "digest").get(id=edition)
    if rules.digest(content) != digest:
        raise DamagedEdition(f"edition {edition}")
    try:
        guide = editions.read(content)
    except (editions.UnknownSchema, ValueError, KeyError) as error:
        raise DamagedEdition(f"edition {edition}: {error}") from error
    return guide, parts.index(guide)


@dataclass(frozen=True)
class File:
    """A PDF of an edition."""

    content: bytes
    digest: str


def file(edition: UUID, sheet: Sheet, language: str) -> File | None:
    """A PDF of an edition; None where there is none."""
    found = EditionFile.objects.filter(edition=edition, kind=sheet, language=language)
    row = found.values_list("content", "digest").first()
    return File(bytes(row[0]), row[1]) if row else None


def last_checked(area: str) -> dict[str, date]:
    """Contact id to the last day on which somebody found it right."""
    rows = ContactCheck.objects.filter(area__slug=area).order_by("checked_on").values_list("contact", "checked_on")
    return dict(rows)


def by_number(area: str, number: int) -> Guide | None:
    """The guide of an edition by its number; None where there is none. Raises DamagedEdition."""
    found = Edition.objects.filter(area__slug=area, number=number).values_list("id", flat=True).first()
    return _content(found)[0] if found else None


def ever_published(area: str, digest: str) -> bool:
    """Whether any edition of the area has this content."""
    return Edition.objects.filter(area__slug=area, digest=digest).exists()


def newest_digest(area: Area) -> tuple[int, str | None]:
    """Number and digest of the newest edition, in force already or not; (0, None) where there is none."""
    newest = Edition.objects.filter(area=area).order_by("-number").values_list("number", "digest").first()
    return newest or (0, None)
