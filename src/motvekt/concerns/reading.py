"""What is written in a concern, as it is read: each part with its heading, and each text by what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from motvekt.concerns import prompts
from motvekt.concerns.prompts import Prompt
from motvekt.concerns.queries import Part
from motvekt.concerns.texts import Observation, Written
from motvekt.dossiers.kinds import ItemKind
from motvekt.guide.schema import Guide
from motvekt.kernel.words import gettext_noop as _

HEADINGS: Mapping[ItemKind, str] = {
    ItemKind.OBSERVATION: _("Det du vet"),
    ItemKind.REFLECTION: _("Det du tenker"),
    ItemKind.DISCUSSION: _("Drøftingen"),
    ItemKind.DIALOGUE: _("Samtalen"),
    ItemKind.CALL: _("Telefonsamtale"),
    ItemKind.DUTY: _("Plikten til å si fra"),
    ItemKind.CLOSURE: _("Avslutningen"),
}
"""What each kind of part is called, in bokmål."""

NAMES: Mapping[ItemKind, Mapping[str, str]] = {
    ItemKind.OBSERVATION: {
        "seen": _("Sett eller hørt"),
        "when": _("Når og hvor"),
        "often": _("Siden når, hvor ofte"),
        "told": _("Fortalt av andre"),
    },
    ItemKind.REFLECTION: {
        "interpretation": _("Tolkning"),
        "otherwise": _("En annen forklaring"),
        "protective": _("Det som er trygt og bra"),
        "remains": _("Det som står igjen uten tro, mening og klær"),
        "tried": _("Det som er prøvd"),
        "unknown": _("Det ingen vet ennå"),
        "unsafe_pupil": _("Kan noen elev være utrygg?"),
    },
    ItemKind.DISCUSSION: {
        "with_whom": _("Drøftet med"),
        "on": _("Når"),
        "agreed": _("Det vi ble enige om"),
        "follows_up": _("Hvem som følger opp"),
        "talks": _("Hvem som snakker med personen, og hvordan"),
    },
    ItemKind.DIALOGUE: {
        "unsafe_home": _("Kan det være utrygt hjemme?"),
        "on": _("Når"),
        "questions": _("Spørsmål vi stilte"),
        "words": _("Personens egne ord"),
        "wants": _("Det personen ønsker"),
        "parents_words": _("Om foreldrene"),
    },
    ItemKind.CALL: {
        "whom": _("Hvem som ble oppringt"),
        "at": _("Når"),
        "log_number": _("Loggnummer"),
        "said": _("Det som ble sagt"),
    },
    ItemKind.DUTY: {"rests_on": _("Det plikten bygger på"), "whom": _("Hvem som fikk vite det, og når")},
    ItemKind.CLOSURE: {
        "words": _("Med egne ord"),
        "person": _("Det personen selv sier"),
        "rest": _("Det som gjenstår"),
    },
}
"""What each text is called, in bokmål, in the order in which it is read."""

ANSWERS = {"yes": _("Ja"), "no": _("Nei"), "unsure": _("Vet ikke")}
_ANSWERED = frozenset({"unsafe_pupil", "unsafe_home"})


@dataclass(frozen=True)
class Shown:
    """A part to read. Without lines where it doesn't open."""

    part: Part
    heading: str
    lines: Sequence[tuple[str, str]]
    words: Sequence[Prompt]
    """The guide's prompts that hang on it, in its order."""


def shown(parts: Iterable[Part], guide: Guide) -> list[Shown]:
    """Parts as they are read, the oldest first. What nobody filled in is left out."""
    return [
        Shown(part, gettext(HEADINGS[part.kind]), lines(part.kind, part.content), _words(part, guide))
        for part in parts
        if not isinstance(part.content, Written) or lines(part.kind, part.content)
    ]


def lines(kind: ItemKind, content: object) -> list[tuple[str, str]]:
    """What it says: each text that somebody wrote, by what it is called."""
    if not isinstance(content, Written):
        return []
    said = content.model_dump()
    return [
        (gettext(name), gettext(ANSWERS[said[field]]) if field in _ANSWERED else said[field])
        for field, name in NAMES[kind].items()
        if said[field]
    ]


def _words(part: Part, guide: Guide) -> list[Prompt]:
    return prompts.ordered(guide, part.content.prompts) if isinstance(part.content, Observation) else []
