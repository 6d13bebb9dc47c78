"""What all that is printed of an edition says about itself, and how contacts are written on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motvekt.guide import listing
from motvekt.guide.constants import CHILD_HELPLINE_PRINTED, EMERGENCY
from motvekt.guide.kinds import Language
from motvekt.guide.printing import drawings, qr
from motvekt.guide.printing.tree import said
from motvekt.guide.schema import Contact, Guide
from motvekt.guide.shapes import Label
from motvekt.guide.templatetags.guide import day
from motvekt.guide.wording import CONSTANTS


@dataclass(frozen=True)
class Imprint:
    """What is known about an edition on the day it is made, beside its guide.

    `address` is where the area is found, without a slash at the end; empty where nobody has said.
    """

    number: int
    checked: Mapping[str, date]
    address: str
    made_on: date


@dataclass(frozen=True)
class Print:
    """A guide in one of its languages, with its imprint."""

    guide: Guide
    language: Language
    imprint: Imprint

    def words(self, label: Label) -> str:
        """A label in this language, as it can be set."""
        return said(label[self.language])

    def address(self, path: str = "/") -> str:
        """A page's address in this language; empty where the area's is not known."""
        prefix = "" if self.language == self.guide.default_language else f"/{self.language}"
        return f"{self.imprint.address}{prefix}{path}" if self.imprint.address else ""


def frame(shown: Print, title: str, path: str = "/") -> dict[str, Any]:
    """What every template reads: language, title, day, danger, imprint and the QR code of a page."""
    made = shown.imprint.made_on
    return {
        "language": shown.language,
        "title": f"{title} – {shown.words(shown.guide.area_name)}",
        "date": [made.year, made.month, made.day],
        "guide": shown.words(shown.guide.title),
        "logo": drawings.logo(),
        "danger": danger(),
        "sender": shown.words(shown.guide.area_name),
        "imprint": imprint(shown),
        "qr": code(shown.address(path)),
    }


def danger() -> dict[str, Any]:
    """The box about danger, the same on everything that is printed."""
    return {
        "number": EMERGENCY,
        "title": _("Er noen i fare? Ring nå."),
        "texts": [
            _("Ring ved trusler, eller oppfordring til vold eller terror. Du trenger ikke være sikker."),
            _("Kan du ikke snakke: nød-SMS til 112 (telefonen må være registrert), eller ring 1412 fra teksttelefon."),
        ],
    }


def code(address: str) -> dict[str, str] | None:
    """A QR code with its words; None where there is no address."""
    if not address:
        return None
    readable = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    return {
        "drawing": qr.drawing(address),
        "alt": _("QR-kode som åpner %(address)s") % {"address": readable},
        "to": address,
        "text": said(readable),
    }


def imprint(shown: Print) -> list[str]:
    """Whose it is, which edition, since when, and when its numbers were checked."""
    guide = shown.guide
    return [
        " · ".join(shown.words(place.name) for place in guide.municipalities),
        _("Utgave %(number)s, gjelder fra %(day)s.") % {"number": shown.imprint.number, "day": day(guide.valid_from)},
        listing.checked(guide, shown.imprint.checked),
    ]


def contacts(shown: Print) -> list[dict[str, Any]]:
    """Everybody who can be called or written to, and the alarm telephone after the child welfare services."""
    ordered = [contact for contact in listing.ordered(shown.guide) if contact.phones or contact.email]
    before = [contact for contact in ordered if contact.function in listing.CALLED_FIRST[:3]]
    return [
        *(contact_row(shown, contact) for contact in before),
        helpline(),
        *(contact_row(shown, contact) for contact in ordered[len(before) :]),
    ]


def contact_row(shown: Print, contact: Contact) -> dict[str, Any]:
    """A contact as paper shows it."""
    checked_on = shown.imprint.checked.get(contact.id)
    return {
        "name": shown.words(contact.name),
        "for": shown.words(contact.whom_for),
        "phones": [{"number": phone.number, "text": phone.readable} for phone in contact.phones],
        "email": contact.email,
        "hours": listing.hours(contact.hours),
        "checked": day(checked_on) if checked_on else "",
    }


def emergency() -> dict[str, Any]:
    """112, which is in no pack."""
    return {
        "name": str(CONSTANTS["emergency"].title),
        "for": str(CONSTANTS["emergency"].lead),
        "phones": [{"number": EMERGENCY, "text": EMERGENCY}],
        "email": None,
        "hours": listing.hours("always"),
        "checked": "",
        "danger": True,
    }


def helpline() -> dict[str, Any]:
    """The alarm telephone for children and young people, which is in no pack."""
    return {
        "name": str(CONSTANTS["child_helpline"].title),
        "for": str(CONSTANTS["child_helpline"].lead),
        "phones": [{"number": CHILD_HELPLINE_PRINTED.replace(" ", ""), "text": CHILD_HELPLINE_PRINTED}],
        "email": None,
        "hours": listing.hours("always"),
        "checked": "",
    }
