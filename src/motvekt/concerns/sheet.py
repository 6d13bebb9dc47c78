"""The sheet of a concern: all that somebody may write in it, as forms, and what others have written beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motvekt.access.standing import Standing
from motvekt.concerns import prompts, queries
from motvekt.concerns.forms import BANDS, AboutForm, ObservationForm, ReflectionForm
from motvekt.concerns.models import Concern
from motvekt.concerns.prompts import Bundle, Prompt
from motvekt.concerns.queries import Part
from motvekt.concerns.texts import Observation, Reflection
from motvekt.concerns.writing_actions import About, Sent
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.facts import AgeBand, Person
from motvekt.dossiers.kinds import ItemKind
from motvekt.guide.schema import Guide
from motvekt.guide.shapes import Label
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id

_OWN = re.compile(r"o-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-version")
REFLECTION, ABOUT = "r", "om"
"""What the fields of each begin with; those of an observation begin with `o-` and its id."""


@dataclass(frozen=True)
class Own:
    """An observation that whoever writes may change; `part` is None where it is new."""

    id: UUID
    form: ObservationForm
    part: Part | None
    words: Sequence[Prompt]
    """The prompts that hang on it, in the edition's order."""

    @property
    def chosen(self) -> Sequence[str]:
        """Which prompts are ticked in the form."""
        return self.form["prompts"].value() or ()


@dataclass(frozen=True)
class Theirs:
    """An observation of a colleague's, or one that doesn't open."""

    part: Part
    words: Sequence[Prompt]


@dataclass(frozen=True)
class Sheet:
    """All of it."""

    own: Sequence[Own]
    theirs: Sequence[Theirs]
    reflection: ReflectionForm
    about: AboutForm
    bundles: Sequence[Bundle]

    @property
    def forms(self) -> list[Any]:
        """Every form on the page, from the top."""
        return [*(one.form for one in self.own), self.reflection, self.about]

    def is_valid(self) -> bool:
        """Whether all of it can be saved."""
        # Each is asked: all that is wrong is said at once.
        return [form for form in self.forms if not form.is_valid()] == []

    def sent(self) -> list[Sent]:
        """What was sent, of a sheet that is valid."""
        found = [Sent(one.id, one.form.cleaned_data["version"], _observation(one.form)) for one in self.own]
        said = self.reflection.cleaned_data
        if said["id"] is not None:
            found.append(Sent(said["id"], said["version"], _reflection(self.reflection)))
        return found

    def said(self) -> About:
        """What was said of the person, of a sheet that is valid. What isn't sent is left as it was."""
        said = self.about.cleaned_data
        band = AgeBand(said["band"]) if said["band"] else None
        asked = self.about.add_prefix("municipality") in self.about.data
        return About(
            band if said["band"] != self.about.initial.get("band") else None,
            said["municipality"] if asked else None,
        )


def _observation(form: ObservationForm) -> Observation:
    said = form.cleaned_data
    words = {name: said[name] for name in ("seen", "when", "often", "told")}
    return Observation(**words, prompts=tuple(said["prompts"]))


def _reflection(form: ReflectionForm) -> Reflection:
    return Reflection(**{name: form.cleaned_data[name] for name in Reflection.model_fields if name != "by"})


def of(by: Standing, concern: Concern, data: QueryDict | None = None, *, another: bool = False) -> Sheet:
    """The sheet as it stands, or as it was sent. `another` asks for one more observation, which is empty."""
    guide = queries.guide_of(concern)
    parts = queries.parts(by, concern)
    return Sheet(
        _own(by, parts, guide, data, another=another),
        [Theirs(part, _words(guide, part)) for part in _observations(parts) if not _is_own(by, part)],
        _reflecting(parts, data),
        _about(concern, guide, data),
        prompts.bundles(guide),
    )


def _observations(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.kind is ItemKind.OBSERVATION]


def _is_own(by: Standing, part: Part) -> bool:
    written = part.written_by
    return isinstance(part.content, Observation) and written is not None and written.id == by.account


def _words(guide: Guide, part: Part) -> list[Prompt]:
    return prompts.ordered(guide, part.content.prompts) if isinstance(part.content, Observation) else []


def _own(by: Standing, parts: Sequence[Part], guide: Guide, data: QueryDict | None, *, another: bool) -> list[Own]:
    known = {part.id: part for part in _observations(parts) if _is_own(by, part)}
    sent = [UUID(found[1]) for key in data or () if (found := _OWN.fullmatch(key))]
    new = [one for one in sent if one not in known] + ([new_id()] if another else [])
    shown = [one for one in known if data is None or one in sent]
    choices = [(prompt.ref, prompt.ref) for bundle in prompts.bundles(guide) for prompt in bundle.prompts]

    def block(one: UUID) -> Own:
        part = known.get(one)
        content = part.content if part else None
        words = content.model_dump() if isinstance(content, Observation) else {}
        initial = {**words, "version": part.version if part else 0}
        form = ObservationForm(data, prefix=f"o-{one}", initial=initial, prompts=choices)
        return Own(one, form, part, _words(guide, part) if part else ())

    return [block(one) for one in (*shown, *new)]


def _reflecting(parts: Sequence[Part], data: QueryDict | None) -> ReflectionForm:
    part = reflection_of(parts)
    initial = {"id": new_id(), "version": 0}
    if part is not None and isinstance(part.content, Reflection):
        initial = {**part.content.model_dump(), "id": part.id, "version": part.version}
    return ReflectionForm(data, prefix=REFLECTION, initial=initial)


def reflection_of(parts: Iterable[Part]) -> Part | None:
    """What is made of it: one text, in which all who take part write."""
    return next((part for part in parts if part.kind is ItemKind.REFLECTION), None)


def _about(concern: Concern, guide: Guide, data: QueryDict | None) -> AboutForm:
    person = dossiers.person(concern.dossier)
    places = [(place.id, _said(place.name)) for place in guide.municipalities]
    band = band_of(person)
    return AboutForm(
        data,
        prefix=ABOUT,
        unknown=age_in_words(person) if band is None else _("Ikke sagt"),
        municipalities=places,
        initial={"band": band or "", "municipality": concern.municipality},
    )


def _said(label: Label) -> str:
    return label.get(get_language() or "nb") or next(iter(label.values()))  # type: ignore[call-overload]


def band_of(person: Person) -> str | None:
    """The band in which the person surely is today, or None where that isn't known any more."""
    if person.born_from is None:
        return None
    least, most = person.ages(clock.today())
    if most < 15:
        return AgeBand.UNDER_15.value
    if least >= 18:
        return AgeBand.ADULT.value
    return AgeBand.FROM_15_TO_17.value if least >= 15 and most < 18 else None


def age_in_words(person: Person) -> str:
    """How old the person is as far as it is known."""
    if person.born_from is None:
        return _("Ikke sagt")
    band = band_of(person)
    if band is not None:
        return str(dict(BANDS)[band])
    least, most = person.ages(clock.today())
    return _("Mellom %(least)s og %(most)s år") % {"least": least, "most": most}
