"""Reads of editions and checks: the one door to them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from motvekt.guide import editions, parts, rules
from motvekt.guide.freshness import reached_by
from motvekt.guide.kinds import Sheet
from motvekt.guide.models import ContactCheck, Edition, EditionFile, Proposal
from motvekt.guide.schema import Guide
from motvekt.guide.states import ProposalState
from motvekt.kernel import clock
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within, within_slug

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

    @property
    def published_on(self) -> date:
        """The day of its publication in Norway."""
        return clock.local(self.published_at).date()


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
    with within_slug(area):
        return [Published(*row) for row in rows]


def in_force(area: str, today: date) -> InForce | None:
    """The edition in force in an area, or None where it has none yet. Raises DamagedEdition."""
    with within_slug(area):
        cards = published(area)
        found = _readable(area, cards, today)
        if found is None:
            return None
        card, guide, index = found
        checked = last_checked(area, guide)
        has_prints = EditionFile.objects.filter(edition=card.id).exists()
    # The newest number too: the history tells of an edition before its first day.
    stamp = f"{card.id} {cards[0].number} {sorted(checked.items())}"
    return InForce(area, card, guide, index, checked, stamp, has_prints)


def without_checks(area: str, today: date) -> tuple[Published, Guide] | None:
    """As `in_force`, for whoever asks about the law and shows no contact: two questions fewer to the database."""
    with within_slug(area):
        found = _readable(area, published(area), today)
    return found[:2] if found else None


def _readable(
    area: str, cards: list[Published], today: date
) -> tuple[Published, Guide, Mapping[str, parts.Entry]] | None:
    """The edition in force; where it is damaged the one before it, so that nobody is left without a guide."""
    damage: DamagedEdition | None = None
    while card := rules.in_force(cards, today):
        try:
            return card, *_content(area, card.id)
        except DamagedEdition as damaged:
            log.critical("%s can't be shown; the edition before it is", damaged)
            damage = damage or damaged
            cards = [other for other in cards if other.number < card.number]
    if damage:
        raise damage
    return None


@lru_cache(maxsize=16)
def _content(area: str, edition: UUID) -> tuple[Guide, Mapping[str, parts.Entry]]:
    """Editions are immutable, so what was read once holds for the life of the process."""
    with within_slug(area):
        content, digest = Edition.objects.values_list("content", "digest").get(id=edition)
    guide = _parsed(f"edition {edition}", content, digest)
    return guide, parts.index(guide)


def _parsed(named: str, content: str, digest: str) -> Guide:
    if rules.digest(content) != digest:
        raise DamagedEdition(named)
    try:
        return editions.read(content)
    except (editions.UnknownSchema, ValueError, KeyError) as error:
        raise DamagedEdition(f"{named}: {error}") from error


@dataclass(frozen=True)
class File:
    """A PDF of an edition."""

    content: bytes
    digest: str


def file(area: str, edition: UUID, sheet: Sheet, language: str) -> File | None:
    """A PDF of an area's edition; None where there is none."""
    found = EditionFile.objects.filter(edition=edition, kind=sheet, language=language)
    with within_slug(area):
        row = found.values_list("content", "digest").first()
    return File(bytes(row[0]), row[1]) if row else None


def last_checked(area: str, guide: Guide) -> dict[str, date]:
    """Contact id to the last day on which somebody found it right, with the numbers that it has in this guide."""
    now = {contact.id: reached_by(contact) for contact in guide.contacts}
    rows = ContactCheck.objects.filter(area__slug=area).order_by("checked_on")
    known = rows.values_list("contact", "reached_by", "checked_on")
    with within_slug(area):
        return {contact: day for contact, reached, day in known if now.get(contact) == reached}


def guide_of(area: str, card: Published) -> Guide:
    """The guide of an area's edition. Raises DamagedEdition."""
    return _content(area, card.id)[0]


def of_edition(area: str, edition: UUID) -> Guide:
    """The guide of an area's edition by its id: what was begun under it keeps its steps. Raises DamagedEdition."""
    return _content(area, edition)[0]


def by_number(area: str, number: int) -> Guide | None:
    """The guide of an edition by its number; None where there is none. Raises DamagedEdition."""
    card = next((card for card in published(area) if card.number == number), None)
    return guide_of(area, card) if card else None


@dataclass(frozen=True)
class Proposed:
    """An open proposal: what it would publish, and which edition it was compared with (0: none)."""

    code: str
    digest: str
    follows: int
    valid_from: date
    proposed_at: datetime
    proposed_by: str
    guide: Guide


def proposed(area: str, digest: str = "") -> Proposed | None:
    """The proposal that waits for somebody to confirm it; None where none does, or it has another digest than given.

    Raises DamagedEdition.
    """
    found = Proposal.objects.filter(area__slug=area, state=ProposalState.OPEN)
    # Asked for before anything is read: anybody can ask for a digest that is none.
    with within_slug(area):
        row = found.filter(digest=digest).first() if digest else found.first()
    if row is None:
        return None
    return Proposed(
        code=rules.code(row.digest),
        digest=row.digest,
        follows=row.follows,
        valid_from=row.valid_from,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        guide=_parsed(f"proposal {row.id}", row.content, row.digest),
    )


def became(area: str, digest: str) -> int | None:
    """The number of the newest edition with this content; None where it was never published."""
    found = Edition.objects.filter(area__slug=area, digest=digest).order_by("-number")
    with within_slug(area):
        return found.values_list("number", flat=True).first()


def ever_published(area: str, digest: str) -> bool:
    """Whether any edition of the area has this content."""
    return became(area, digest) is not None


def newest_digest(area: Area) -> tuple[int, str | None]:
    """Number and digest of the newest edition, in force already or not; (0, None) where there is none."""
    found = Edition.objects.filter(area=area).order_by("-number").values_list("number", "digest")
    with within(area.id):
        return found.first() or (0, None)
