"""A field of a guide in words that an editor knows, for pages and for the command line: «man–fre 08.00–15.30»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from motvekt.guide.kinds import LANGUAGE_NAMES, Function, Language, Topic
from motvekt.guide.listing import hours
from motvekt.guide.schema import CheckAfter, Guide, Phone, Printed, Responsible, Weekly
from motvekt.guide.shapes import GuideSource, LawSource, OwnSource, Shape
from motvekt.guide.templatetags.guide import day
from motvekt.guide.wording import (
    CHANNELS,
    FIELDS,
    MEASURE_KINDS,
    RECIPIENTS,
    RESOURCE_KINDS,
    SENDERS,
    STEP_KINDS,
    TOPICS,
)

CODES: Mapping[str, Mapping[Any, Any]] = {
    "senders": SENDERS,
    "recipients": RECIPIENTS,
    "kinds": SENDERS,
    "kind": SENDERS | MEASURE_KINDS | RESOURCE_KINDS | STEP_KINDS,
    "channel": CHANNELS,
    "languages": LANGUAGE_NAMES,
}
"""Fields that hold codes, and what each code is called."""


@dataclass(frozen=True)
class Teller:
    """Tells the fields of one guide, with the names that it has for municipalities and functions."""

    guide: Guide

    def tell(self, field: str, value: Any, language: Language) -> str | None:
        """The value in a language, a list row by row; None where there is nothing, or nothing in that language."""
        if value is None or value == []:
            return None
        if isinstance(value, Mapping):
            text = value.get(language)
            return ", ".join(text) if isinstance(text, list) else text
        if isinstance(value, list | tuple):
            return "\n".join(filter(None, (self.tell(field, row, language) for row in value))) or None
        if isinstance(value, Shape):
            return self._shape(value, language)
        return self._plain(field, value, language)

    def _plain(self, field: str, value: Any, language: Language) -> str:
        if isinstance(value, bool):
            return _("ja") if value else _("nei")
        if isinstance(value, date):
            return day(value)
        if isinstance(value, Function):
            return self._named(self.guide.functions, value, language)
        if isinstance(value, Topic):
            return str(TOPICS[value])
        if field == "municipalities":
            return self._named(self.guide.municipalities, value, language)
        if field == "hours":
            return hours(value) or _("ikke kjent")
        code = value.value if isinstance(value, StrEnum) else value
        return str(CODES.get(field, {}).get(code, value))

    def _named(self, rows: list[Any], row_id: str, language: Language) -> str:
        """The name that the guide has for an id. An edition that is older than its language falls back on another."""
        texts = (getattr(row, "label", None) or row.name for row in rows if row.id == row_id)
        text: Mapping[str, str] = next(texts, {})
        return text.get(language) or next(iter(text.values()), row_id)

    def _shape(self, value: Shape, language: Language) -> str | None:
        for kind, how in _SHAPES.items():
            if isinstance(value, kind):
                return how(self, value, language)
        rows = (self._row(name, getattr(value, name), language) for name in type(value).model_fields)
        return "; ".join(filter(None, rows)) or None

    def _row(self, name: str, value: Any, language: Language) -> str | None:
        text = self.tell(name, value, language)
        return f"{field_words(name)}: {text}" if text else None

    def _responsible(self, value: Responsible, language: Language) -> str | None:
        label = self.tell("label", value.label, language)
        kinds = ", ".join(str(SENDERS[kind.value]) for kind in value.kinds)
        return f"{label} ({kinds})" if label and kinds else label

    def _source(self, value: GuideSource) -> str:
        title = next((work.title for work in self.guide.works if work.id == value.work), value.work)
        return f"{title}, {_('side %(page)s') % {'page': value.page}}" if value.page else title


def _phone(phone: Phone) -> str:
    """As it is read, and as it is called where that is not the same number with Norway's +47."""
    same = phone.number.removeprefix("+47") == "".join(filter(str.isdigit, phone.printed.removeprefix("+47")))
    return (
        phone.readable
        if same
        else _("%(printed)s (ringer %(number)s)")
        % {
            "printed": phone.readable,
            "number": phone.number,
        }
    )


_SHAPES: Mapping[type[Shape], Callable[[Teller, Any, Language], str | None]] = {
    Phone: lambda _teller, value, _language: _phone(value),
    Weekly: lambda _teller, value, _language: hours(value),
    Responsible: Teller._responsible,
    Printed: lambda teller, value, language: f"{value.cite}: {teller.tell('says', value.says, language) or ''}",
    GuideSource: lambda teller, value, _language: teller._source(value),
    LawSource: lambda _teller, value, _language: (
        _("%(ref)s, lest %(day)s") % {"ref": value.ref, "day": day(value.checked)}
    ),
    OwnSource: lambda _teller, _value, _language: _("skrevet for denne utgaven"),
    CheckAfter: lambda _teller, value, _language: (
        _("numre etter %(contacts)s dager, lov etter %(law)s dager") % {"contacts": value.contacts, "law": value.law}
    ),
}
"""Shapes that have words of their own; any other is told field by field."""


def field_words(field: str) -> str:
    """What an editor calls a field; one without a name of its own goes by what the file calls it."""
    return str(FIELDS.get(field, field))
