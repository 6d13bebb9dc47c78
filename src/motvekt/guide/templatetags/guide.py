"""Tags and filters that show the guide's own texts, in the right language and marked with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motvekt.guide import addresses
from motvekt.guide import prose as markdown
from motvekt.guide.addresses import item_address
from motvekt.guide.hours import Availability
from motvekt.guide.kinds import LANGUAGE_NAMES, Language
from motvekt.guide.schema import Guide
from motvekt.kernel import clock

register = template.Library()

JOINT = re.compile(r"(\b\w+(?:ing|skap|het|sjon|tet)s)(?=\w{8,})")
"""Where a long Norwegian compound is joined, and so where it may be broken on a narrow screen."""


def _text(text: object, context: Context) -> str:
    """A label's or prose's string in the content's language; the interface's own words as they are."""
    if isinstance(text, Mapping):
        return str(text[context["content_language"]])
    return str(text or "")


@register.simple_tag(takes_context=True)
def label(context: Context, text: object) -> SafeString:
    """A one-line text of the guide's, or the interface's own words. Marks its language where it is another."""
    escaped = JOINT.sub("\\1&shy;", escape(_text(text, context))).replace("/", "/<wbr>")
    said = mark_safe(escaped)  # noqa: S308 - escaped, and two marks put in by ourselves
    if isinstance(text, Promise | str) or context["content_language"] == context["language"]:
        return said
    return format_html('<span lang="{}">{}</span>', context["content_language"], said)


@register.simple_tag(takes_context=True)
def words(context: Context, text: object) -> str:
    """The same without markup, for titles and attributes."""
    return _text(text, context)


@register.simple_tag(takes_context=True)
def prose(
    context: Context, text: object, skip: str = "", headings: bool = False, terms: bool = True, below: int = 0
) -> SafeString:
    """A prose text of the guide's as HTML, with terms linked to their definitions.

    `terms` is false where somebody is told what to do: a link there is taken for something to do. `headings` and
    `below` as in `prose.render`.
    """
    guide: Guide = context["guide"]
    language = context["content_language"]
    html = markdown.render(
        _text(text, context),
        language=language,
        terms=_terms(_Whole(guide), language) if terms else markdown.Terms(language, {}),
        address=_address(context),
        skip=skip,
        headings=headings,
        below=below,
    )
    if language == context["language"]:
        return mark_safe(html)  # noqa: S308 - sanitised by prose.render
    return format_html('<div lang="{}">{}</div>', language, mark_safe(html))  # noqa: S308


class _Whole:
    """A guide compared by identity, so that its prepared terms can be kept."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide

    def __hash__(self) -> int:
        return id(self.guide)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self.guide is other.guide


@lru_cache(maxsize=16)
def _terms(whole: _Whole, language: str) -> markdown.Terms:
    return markdown.Terms.build(whole.guide, language)


@register.simple_tag(takes_context=True)
def item_link(context: Context, ref: str) -> str:
    """The address of an item, or of a part, by its reference."""
    return _address(context)(ref)


def _address(context: Context) -> markdown.Address:
    """How this page makes addresses: a page of the offline copy links within the copy."""
    made: markdown.Address | None = context.get("address")
    return made or item_address


TILT_DEGREES = 7


@register.filter
def tilt(steps_left: int, steps: list[Any]) -> str:
    """How many degrees the beam leans with so many steps left: it levels, and is level at the last."""
    return f"{TILT_DEGREES * steps_left / max(1, len(steps) - 1):.1f}"


@register.simple_tag
def place(ref: str) -> str:
    """The id of an item in the offline copy."""
    return addresses.place(ref)


@register.filter
def members(items: list[Any], wanted: str) -> list[Any]:
    """Those of a list whose `group` or `area` is `wanted`."""
    return [item for item in items if getattr(item, "group", getattr(item, "area", None)) == wanted]


@register.filter
def side(items: list[Any], wanted: str) -> list[Any]:
    """Factors of one side."""
    return [item for item in items if item.side == wanted]


@register.filter
def lookup(table: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping, or None."""
    return table.get(key)


@register.filter
def language_name(language: Language) -> str:
    """A language by its own name: Bokmål."""
    return LANGUAGE_NAMES[language]


@register.filter(expects_localtime=True)
def clock_time(value: time | datetime) -> str:
    """A time of day as Norwegians write it: 08.00."""
    return value.strftime("%H.%M")


@register.filter(expects_localtime=True)
def day(value: date) -> str:
    """A date with its month in words: 22. november 2026."""
    return _("%(day)s. %(month)s %(year)s") % {"day": value.day, "month": str(MONTHS[value.month]), "year": value.year}


@register.filter
def weekday(value: date) -> str:
    """A day of the week: søndag."""
    return str(WEEKDAYS[value.weekday()])


@register.filter
def state(availability: Availability) -> str:
    """Whether somebody is open, in words."""
    if availability.state == "always":
        return _("Åpen nå, hele døgnet")
    if availability.state == "open" and availability.until:
        return _("Åpen nå, til kl. %(time)s") % {"time": clock_time(availability.until)}
    if availability.state == "closed":
        return _opens(availability.opens)
    return _("Åpningstiden er ikke kjent")


def _opens(moment: datetime | None) -> str:
    if moment is None:
        return _("Stengt")
    at = {"time": clock_time(moment), "day": weekday(moment)}
    days = (moment.date() - clock.today()).days
    if days == 0:
        return _("Åpner i dag kl. %(time)s") % at
    if days == 1:
        return _("Åpner i morgen kl. %(time)s") % at
    return _("Åpner %(day)s kl. %(time)s") % at
