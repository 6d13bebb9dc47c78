"""Contacts where nobody can be shown as open now: on paper, and in the copy that a phone keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from motvekt.guide.hours import WEEKDAYS
from motvekt.guide.kinds import Function
from motvekt.guide.schema import Contact, Guide, Hours, Opening
from motvekt.guide.templatetags.guide import day

CALLED_FIRST = (
    Function.RADICALISATION_CONTACT,
    Function.SLT_COORDINATOR,
    Function.CHILD_WELFARE,
    Function.POLICE,
    Function.PST,
    Function.LAWYER,
)
"""The order in which functions are listed."""


def ordered(guide: Guide) -> list[Contact]:
    """The contacts in that order, those of a function in the guide's."""
    return sorted(guide.contacts, key=lambda contact: CALLED_FIRST.index(contact.function))


def checked(guide: Guide, known: Mapping[str, date]) -> str:
    """When the numbers were checked: the day of the one that was checked longest ago."""
    days = [known.get(contact.id) for contact in guide.contacts if contact.phones]
    if found := [one for one in days if one]:
        if len(found) == len(days):
            return _("Numrene er sist sjekket %(day)s.") % {"day": day(min(found))}
        return _("Ikke alle numrene er sjekket ennå.")
    return _("Numrene står i veilederen. Ingen har sjekket dem ennå.")


def hours(known: Hours) -> str:
    """Opening hours in words, empty where nobody knows them: «man–fre 08.00–15.30»."""
    if known == "always":
        return _("hele døgnet")
    if isinstance(known, str):
        return ""
    return ", ".join(_opening(opening) for opening in known.weekly)


def _opening(opening: Opening) -> str:
    places = sorted(WEEKDAYS.index(weekday) for weekday in opening.days)
    if places == list(range(7)):
        days = _("alle dager") if opening.holidays else _("alle dager utenom helligdager")
    else:
        days = ", ".join(_run(run) for run in _runs(places))
    return f"{days} {opening.opens.replace(':', '.')}–{opening.closes.replace(':', '.')}"


def _runs(places: Sequence[int]) -> Iterable[list[int]]:
    """Days that follow each other, together."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _run(places: Sequence[int]) -> str:
    names = [str(WEEKDAYS_ABBR[place]) for place in places]
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
