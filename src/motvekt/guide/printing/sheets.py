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
            *_slt(shown),
        ],
    }


def card(shown: Print) -> dict[str, Any]:
    """What somebody carries: a quarter of an A4 sheet, printed on both sides and folded once."""
    return common.frame(shown, _("Tiltakskort")) | {
        "heading": _("Er du bekymret for noen?"),
        "lead": _("Du skal ikke sitte alene med det."),
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
        "contacts_notes": _slt(shown),
        "how": _("Skriv ut på begge sider, og snu på kortsiden. Klipp ved strekene, og brett hvert kort på midten."),
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


def _slt(shown: Print) -> list[str]:
    """What SLT means, where it stands in a contact's name."""
    if not any("SLT" in shown.words(contact.name) for contact in shown.guide.contacts):
        return []
    return [_("SLT samordner lokale tiltak som forebygger kriminalitet.")]


def _adviser(shown: Print) -> str:
    """Whom the guide sends private persons to, by the name that this area has for the function."""
    first = shown.guide.private.contacts[:1]
    names = [shown.words(name.label) for name in shown.guide.functions if name.id in first]
    return names[0] if names else _("Politiet")
