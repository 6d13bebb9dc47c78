"""Contacts as they are shown: who is open now first, then the guide's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from motvekt.guide.constants import CHILD_HELPLINE, CHILD_HELPLINE_PRINTED, EMERGENCY
from motvekt.guide.hours import Availability, availability, public_holidays
from motvekt.guide.kinds import Function
from motvekt.guide.schema import Contact, Guide, Phone
from motvekt.guide.shapes import Label
from motvekt.guide.wording import CONSTANTS, Words

Constant = Literal["emergency", "child_helpline"]


@dataclass(frozen=True)
class Line:
    """One row of a contact list. `constant` names one of the system's own two numbers, which have no `contact`."""

    availability: Availability
    phones: tuple[Phone, ...]
    contact: Contact | None = None
    constant: Constant | None = None
    checked: date | None = None

    @property
    def anchor(self) -> str:
        return self.contact.id if self.contact else str(self.constant)

    @property
    def function(self) -> Function | Constant:
        return self.contact.function if self.contact else cast(Constant, self.constant)

    @property
    def name(self) -> Words | Label:
        return self.contact.name if self.contact else CONSTANTS[str(self.constant)].title

    @property
    def whom_for(self) -> Words | Label:
        return self.contact.whom_for if self.contact else CONSTANTS[str(self.constant)].lead


_CONSTANTS: Mapping[Constant, Phone] = {
    "emergency": Phone(number=EMERGENCY, printed=EMERGENCY),
    "child_helpline": Phone(number=CHILD_HELPLINE, printed=CHILD_HELPLINE_PRINTED),
}


def constant(name: Constant) -> Line:
    """One of the two numbers that are always open and that no pack can change."""
    return Line(Availability("always"), (_CONSTANTS[name],), constant=name)


def lines(
    guide: Guide,
    checked: Mapping[str, date],
    at: datetime,
    *,
    functions: Sequence[Function] | None = None,
    municipality: str | None = None,
) -> list[Line]:
    """Contacts with these functions (all where None), open ones first, otherwise in the order of `functions`.

    A municipality leaves out the other municipalities' contacts.
    """
    wanted = list(functions) if functions is not None else list(Function)
    chosen = [
        contact
        for contact in guide.contacts
        if contact.function in wanted
        and (municipality is None or not contact.municipalities or municipality in contact.municipalities)
    ]
    if functions is not None:
        chosen.sort(key=lambda contact: wanted.index(contact.function))
    closed_on = public_holidays(at.date())
    found = [
        Line(
            availability(contact.hours, at, closed_on),
            tuple(contact.phones),
            contact=contact,
            checked=checked.get(contact.id),
        )
        for contact in chosen
    ]
    return sorted(found, key=lambda line: not line.availability.is_open)
