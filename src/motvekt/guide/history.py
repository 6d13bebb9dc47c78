"""What the pages of an area's editions show: which there were, what changed, and what somebody should check again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motvekt.guide import queries, rules
from motvekt.guide.compare import Change, compare, name_of
from motvekt.guide.differences import Pair, pairs
from motvekt.guide.frame import content_language
from motvekt.guide.freshness import Check, contact_checks, law_checks
from motvekt.guide.kinds import LANGUAGE_NAMES
from motvekt.guide.parts import BY_ID
from motvekt.guide.queries import InForce, Published
from motvekt.guide.retold import field_words
from motvekt.guide.rules import Reign
from motvekt.guide.schema import Guide
from motvekt.guide.wording import CHANGE_GROUPS, Words


@dataclass(frozen=True)
class Row:
    """An edition in the history. `reign` is None where it was never shown, and never will be."""

    card: Published
    reign: Reign | None
    is_current: bool
    is_to_come: bool


def rows(area: str, today: date) -> list[Row]:
    """All editions of an area, the newest first."""
    cards = queries.published(area)
    current = rules.in_force(cards, today)
    found = []
    for card in cards:
        reign = rules.reign(card, cards)
        found.append(Row(card, reign, card is current, reign is not None and reign.first > today))
    return found


@dataclass(frozen=True)
class Field:
    """A field that differs, as lines before and after. `language` is named where only another language differs."""

    words: str
    language: str
    pairs: list[Pair]


@dataclass(frozen=True)
class Shown:
    """A change as a page shows it."""

    change: Change
    fields: list[Field]
    address_ref: str
    """The item's reference where it has an address in the edition in force, otherwise empty."""


@dataclass(frozen=True)
class Group:
    """Changes under one heading."""

    title: Words
    changes: list[Shown]


def changes(old: Guide, new: Guide, edition: InForce, language: str) -> list[Group]:
    """What differs from `old` to `new`, under the headings of the parts, in the order in which an editor must look."""
    wanted = content_language(edition.guide, language)
    shown_in = wanted if wanted in new.languages else new.default_language
    groups: dict[str, Group] = {}
    for change in compare(old, new, shown_in):
        group = groups.setdefault(change.part, Group(CHANGE_GROUPS[change.part], []))
        group.changes.append(_shown(change, edition))
    return list(groups.values())


def _shown(change: Change, edition: InForce) -> Shown:
    fields = [
        Field(
            words=field_words(difference.field),
            language=LANGUAGE_NAMES[difference.language] if difference.language else "",
            pairs=pairs(difference.before, difference.after),
        )
        for difference in change.differences
    ]
    known = change.ref in edition.index or change.ref in BY_ID
    return Shown(change, fields, change.ref if known else "")


@dataclass(frozen=True)
class Checked:
    """Something that somebody checks now and then, as the page lists it."""

    ref: str
    label: str
    check: Check
    is_due: bool


def checks(edition: InForce, language: str, today: date) -> tuple[list[Checked], list[Checked]]:
    """Contacts and law, what was checked longest ago first."""
    content = content_language(edition.guide, language)
    contacts, law = contact_checks(edition.guide, edition.checked), law_checks(edition.guide)
    listed = [
        [Checked(check.ref, name_of(check.item, check.ref, content), check, check.is_due(today)) for check in found]
        for found in (contacts, law)
    ]
    return listed[0], listed[1]
