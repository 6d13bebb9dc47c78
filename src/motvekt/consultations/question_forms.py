"""What somebody is asked who asks a desk for advice. There is no field for a name: nobody is to be named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motvekt.dossiers.facts import AgeBand
from motvekt.reports.forms import CHOOSE, Sent
from motvekt.reports.shapes import Part, ReportText

LONGEST = 10_000
"""Signs in one text: more than anybody reads to give advice."""
LONGEST_LINE = 100
TOO_LONG = _("Teksten er for lang: Den kan ha høyst %(limit_value)d tegn, og har %(show_value)d. Kort den ned.")

BANDS = (
    (AgeBand.UNDER_15.value, _("Under 15 år")),
    (AgeBand.FROM_15_TO_17.value, _("15–17 år")),
    (AgeBand.ADULT.value, _("18 år eller eldre")),
    ("", _("Vil ikke si")),
)
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]*")


class _Text(forms.CharField):
    """A text whose length is held here, so that nothing is cut off. Line breaks are of one kind."""

    def __init__(self, longest: int = LONGEST, **more: Any) -> None:
        super().__init__(widget=forms.Textarea, **more)
        self.validators.append(MaxLengthValidator(longest, TOO_LONG))

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def _line(**more: Any) -> forms.CharField:
    field = forms.CharField(widget=forms.TextInput, **more)
    field.validators.append(MaxLengthValidator(LONGEST_LINE, TOO_LONG))
    return field


class Ask(Sent):
    """A question. `edition` is the one whose law the form was shown under."""

    desk = forms.ChoiceField(label=_("Hvem vil du spørre?"), error_messages=CHOOSE)
    text = _Text(error_messages={"required": _("Skriv hva du lurer på. Noen få ord holder.")})
    tried = _Text(required=False)
    band = forms.ChoiceField(
        label=_("Hvor gammel er personen, omtrent?"), choices=BANDS, required=False, error_messages=CHOOSE
    )
    health = forms.ChoiceField(
        label=_("Fikk du vite dette som helsepersonell?"),
        choices=[("ja", _("Ja")), ("nei", _("Nei"))],
        error_messages=CHOOSE,
    )
    phone = _line(error_messages={"required": _("Skriv nummeret ditt, så den du spør, kan ringe deg.")})
    role = _line(required=False)
    hides_sender = forms.BooleanField(required=False)
    hides_alias = forms.BooleanField(required=False)
    edition = forms.UUIDField(widget=forms.HiddenInput)
    attested = forms.TypedMultipleChoiceField(label=_("Dette kan jeg stå for"), coerce=int, required=False)

    def __init__(self, *args: Any, desks: Sequence[tuple[str, str]], asks_health: bool, attest: int = 0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = desks  # type: ignore[attr-defined] # a field that has choices
        self.fields["attested"].choices = [(place, place) for place in range(attest)]  # type: ignore[attr-defined]
        if not asks_health:
            del self.fields["health"]

    def clean_phone(self) -> str:
        """A number that somebody can call."""
        phone = str(self.cleaned_data["phone"])
        if not _NUMBER.fullmatch(phone) or not 8 <= len(re.sub(r"\D", "", phone)) <= 15:
            raise forms.ValidationError(
                gettext("Skriv et telefonnummer, med åtte sifre. Det er ditt eget, og bare ditt.")
            )
        return phone

    @property
    def health_answer(self) -> bool | None:
        """How it was learnt, where that was asked."""
        return {"ja": True, "nei": False}.get(self.cleaned_data.get("health", ""))

    @property
    def band_words(self) -> str:
        """The age band in words; empty where it isn't said."""
        band = self.cleaned_data["band"]
        return str(dict(BANDS)[band]) if band else ""

    def text_by(self, name: str) -> ReportText:
        """What the desk gets, and from whom."""
        said = self.cleaned_data
        parts = (
            (gettext("Spørsmålet"), said["text"]),
            (gettext("Hva som er prøvd"), said["tried"]),
            (gettext("Hvor gammel"), self.band_words),
        )
        return ReportText(
            parts=tuple(Part(heading=heading, text=text) for heading, text in parts if text.strip()),
            reporter_role=", ".join(word for word in (name, said["role"].strip()) if word),
            reporter_phone=said["phone"],
        )

    @property
    def written(self) -> str:
        """All that somebody has written, as it is looked through before it goes."""
        return "\n".join(self.cleaned_data[name] for name in ("text", "tried", "role"))
