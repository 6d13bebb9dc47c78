"""What somebody should check again: numbers that nobody has called for long, and law that was read long ago.

Pure: a guide, the checks and the day in; what is due out. How long is long is the edition's own to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from motvekt.guide.parts import entries
from motvekt.guide.schema import Contact, Guide
from motvekt.guide.shapes import Item, LawSource


@dataclass(frozen=True)
class Check:
    """Something to check, when that was done last (None: never) and by when it is to be done again."""

    ref: str
    item: Item
    last: date | None
    due: date | None

    def is_due(self, today: date) -> bool:
        """Whether it should have been done by `today`. What nobody has ever checked is due."""
        return self.due is None or self.due <= today


def reached_by(contact: Contact) -> str:
    """How a contact is reached, as one line: what a check of it vouches for. Empty where there is nothing to check."""
    return " ".join([*(phone.number for phone in contact.phones), *([contact.email] if contact.email else [])])


def contact_checks(guide: Guide, checked: Mapping[str, date]) -> list[Check]:
    """Every contact that can be reached: those that nobody has checked first, then the one checked longest ago."""
    after = timedelta(days=guide.check_after.contacts)
    found = [
        _check(f"contacts/{contact.id}", contact, checked.get(contact.id), after)
        for contact in guide.contacts
        if reached_by(contact)
    ]
    return sorted(found, key=_oldest_first)


def law_checks(guide: Guide) -> list[Check]:
    """Every item whose source is an act as read on a day, the one read longest ago first."""
    after = timedelta(days=guide.check_after.law)
    found = [
        _check(entry.ref, entry.item, entry.item.source.checked, after)
        for entry in entries(guide)
        if isinstance(entry.item, Item) and isinstance(entry.item.source, LawSource)
    ]
    return sorted(found, key=_oldest_first)


def _check(ref: str, item: Item, last: date | None, after: timedelta) -> Check:
    return Check(ref, item, last, last + after if last else None)


def _oldest_first(check: Check) -> date:
    return check.last or date.min
