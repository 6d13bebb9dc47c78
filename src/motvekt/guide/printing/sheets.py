"""The poster and the pocket card as plain data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from motvekt.guide.kinds import Topic
from motvekt.guide.printing import common, drawings
from motvekt.guide.printing.common import Print


def poster(shown: Print) -> dict[str, Any]:
    """The routine with its contacts, for the wall."""
    return common.frame(shown, _("Rutinen på ett ark")) | {
        "heading": _("Er du bekymret for noen?"),
        "lead": _("Du skal ikke sitte alene med det. Slik gjør vi det i %(area)s.")
        % {"area": shown.words(shown.guide.area_name)},
        "drawing": drawings.beam(),
        "steps": _steps(shown),
        "responsible": _("Ansvarlig:"),
        "contacts_title": _("Hvem du kan ringe"),
        "contacts": common.contacts(shown),
        "notes": [
            _("Du kan alltid drøfte uten å si hvem det gjelder."),
            _("Privatperson? %(name)s gir råd, også anonymt.") % {"name": _adviser(shown)},
        ],
    }


def card(shown: Print) -> dict[str, Any]:
    """What somebody carries: an A6 sheet, printed on both sides and folded once."""
    return common.frame(shown, _("Tiltakskort")) | {
        "heading": _("Er du bekymret for noen?"),
        "lead": _("Du skal ikke sitte alene med det."),
        "danger": {
            "number": "112",
            "title": _("Er noen i fare? Ring nå."),
            "text": _("Du trenger ikke være sikker. Kan du ikke snakke: nød-SMS eller teksttelefon 1412."),
        },
        "drawing": drawings.beam(),
        "steps_title": _("Slik gjør du"),
        "steps": _steps(shown),
        "contacts_title": _("Hvem du kan ringe"),
        "contacts": common.contacts(shown),
        "ask_title": _("Spør åpent"),
        "ask": [
            shown.words(point)
            for advice in shown.guide.advice
            if advice.topic is Topic.DIALOGUE_ASK
            for point in advice.points
        ],
        "notes": [_("Du kan alltid drøfte uten å si hvem det gjelder.")],
    }


def _steps(shown: Print) -> list[dict[str, Any]]:
    steps = shown.guide.steps
    return [
        {
            "title": f"{place + 1}. {shown.words(step.short)}",
            "text": shown.words(step.summary),
            "responsible": [shown.words(entry.label) for entry in step.responsible],
            "drawing": drawings.step(step, place, steps),
        }
        for place, step in enumerate(steps)
    ]


def _adviser(shown: Print) -> str:
    """Whom the guide sends private persons to, by the name that this area has for the function."""
    first = shown.guide.private.contacts[:1]
    names = [shown.words(name.label) for name in shown.guide.functions if name.id in first]
    return names[0] if names else _("Politiet")
