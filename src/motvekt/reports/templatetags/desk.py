"""Times and words as a desk's pages say them."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from motvekt.guide.templatetags.guide import clock_time
from motvekt.kernel import clock
from motvekt.kernel.words import gettext_noop
from motvekt.reports import wording
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Exit
from motvekt.reports.models import Arrival

register = template.Library()

_NUMBER = re.compile(r"\+?[0-9][0-9 ]{2,18}")
_SHORT = gettext_noop("%(weekday)s %(day)s. %(month)s kl. %(time)s")


@register.filter(expects_localtime=True)
def moment(value: datetime) -> str:
    """A time near or far: i dag kl. 08.02; fre. 20. nov. kl. 14.20; 3. des. 2025 kl. 10.00."""
    value = clock.local(value)
    days = (value.date() - clock.today()).days
    about = {
        "time": clock_time(value),
        "day": value.day,
        "weekday": str(WEEKDAYS_ABBR[value.weekday()]).rstrip(".") + ".",
        "month": str(MONTHS_3[value.month]).rstrip(".") + ".",
        "year": value.year,
    }
    near = {
        -1: _("i går kl. %(time)s"),
        0: _("i dag kl. %(time)s"),
        1: _("i morgen kl. %(time)s"),
    }
    if days in near:
        return near[days] % about
    if value.year == clock.today().year or abs(days) < 60:
        return _(_SHORT) % about
    return _("%(day)s. %(month)s %(year)s kl. %(time)s") % about


@register.filter(expects_localtime=True)
def half_day(value: datetime) -> str:
    """Which half of a day something is from, where nobody knows more: i dag, før kl. 12; tir. 24. nov., før kl. 12."""
    value = clock.local(value)
    late = value.hour >= NOON
    days = (value.date() - clock.today()).days
    if days == 0:
        return _("i dag, etter kl. 12") if late else _("i dag, før kl. 12")
    half = _("etter kl. 12") if late else _("før kl. 12")
    if days == -1:
        return _("i går, %(half)s") % {"half": half}
    about = {
        "day": value.day,
        "weekday": str(WEEKDAYS_ABBR[value.weekday()]).rstrip(".") + ".",
        "month": str(MONTHS_3[value.month]).rstrip(".") + ".",
        "year": value.year,
        "half": half,
    }
    if value.year == clock.today().year or abs(days) < 60:
        return _("%(weekday)s %(day)s. %(month)s, %(half)s") % about
    return _("%(day)s. %(month)s %(year)s, %(half)s") % about


NOON = 12


@register.filter
def came(arrival: Arrival) -> str:
    """When it came: of what came anonymously only which half of a day it was."""
    return half_day(arrival.came_at) if is_anonymous(arrival) else moment(arrival.came_at)


@register.filter
def is_anonymous(arrival: Arrival) -> bool:
    """Whether it is from somebody whom nobody knows."""
    return arrival.kind in ANONYMOUSLY


@register.filter
def title(arrival: Arrival) -> str:
    """What it is, and what the person is called: Bekymringsmelding, Furu 31."""
    words = _(wording.REQUESTS.get(arrival.about) or wording.KINDS[arrival.kind])
    return f"{words}, {arrival.alias}" if arrival.alias and not arrival.hides_sender else words


@register.filter
def sender(arrival: Arrival) -> str:
    """Who sent it, as far as the desk is to know."""
    if is_anonymous(arrival):
        return _(wording.FROM_NOBODY[arrival.kind])
    if arrival.hides_sender:
        return capfirst(_(wording.HIDDEN))
    return arrival.report.unit.name if arrival.report else capfirst(_(wording.AGENCIES[arrival.agency]))


@register.filter
def about(arrival: Arrival) -> str:
    """How it came, where from, and what the police say of it: nothing of what it says."""
    if is_anonymous(arrival):
        return _(wording.FROM_NOBODY[arrival.kind])
    said = [_called(arrival.called_at, arrival.exit)] if arrival.called_at else _not_called(arrival)
    if arrival.kind == ArrivalKind.NOTICE:
        said.append(_("Ikke bekreftet.") if arrival.unverified else _("Bekreftet."))
    else:
        service = wording.HIDDEN if arrival.hides_sender else wording.AGENCIES[arrival.agency]
        said.append(_("Fra %(service)s.") % {"service": _(service)})
    return " ".join(said)


@register.filter
def called(arrival: Arrival) -> str:
    """When the sender called first, and that it was 112 where it was."""
    when = moment(arrival.called_at) if arrival.called_at else ""
    return _("112, %(when)s") % {"when": when} if arrival.exit == Exit.NOW else when


@register.filter
def is_number(text: str) -> bool:
    """Whether what stands as a telephone number can be called."""
    return bool(_NUMBER.fullmatch(text.strip()))


@register.filter
def dialled(text: str) -> str:
    """A number as a telephone wants it."""
    return re.sub(r"[^0-9+]", "", text)


def _not_called(arrival: Arrival) -> list[str]:
    """That the sender meant it couldn't wait, and that nobody has noted a call: then the desk calls."""
    if arrival.exit == Exit.ORDINARY:
        return []
    if arrival.kind == ArrivalKind.NOTICE:
        return [_("Sendt som alvorlig.")]
    return [_("Sendt som alvorlig. Ingen samtale er notert.")]


def _called(called_at: datetime, exit_: str) -> str:
    when = clock.local(called_at)
    if when.date() == clock.today():
        at = {"time": clock_time(when)}
        if exit_ == Exit.NOW:
            return _("Melderen ringte 112 først, kl. %(time)s.") % at
        return _("Melderen ringte først, kl. %(time)s.") % at
    told = {"when": moment(when)}
    if exit_ == Exit.NOW:
        return _("Melderen ringte 112 først, %(when)s.") % told
    return _("Melderen ringte først, %(when)s.") % told


@register.filter
def status(arrival: Arrival) -> str:
    """What has become of it."""
    return _(wording.STATUSES[arrival.status])


@register.filter
def is_over(value: datetime | None) -> bool:
    """Whether a limit has passed."""
    return value is not None and value < clock.now()


@register.filter
def service(agency: str) -> str:
    """A service, after «Fra»."""
    return _(wording.AGENCIES[agency])
