"""What is noted of a call: the day, what kind of service asked, and the municipality. No text, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motvekt.organisations.kinds import AgencyKind
from motvekt.reports.forms import CHOOSE, Sent
from motvekt.reports.wording import AGENCIES

PRIVATE = "privat"
NOBODYS = AGENCIES[""]
"""What a private person is called, where a service has its name."""


class Call(Sent):
    """A call. `key` becomes the row's id."""

    on = forms.DateField(
        label=_("Når"),
        error_messages={"required": _("Velg en dag."), "invalid": _("Skriv dagen som 25.11.2026.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"}),
    )
    service = forms.ChoiceField(label=_("Hvem spurte?"), error_messages=CHOOSE)
    municipality = forms.ChoiceField(label=_("Kommune"), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = [(agency.value, gettext(AGENCIES[agency])) for agency in AgencyKind]
        self.fields["service"].choices = [(PRIVATE, gettext(NOBODYS)), *services]  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [*places, ("", gettext("Vet ikke"))]  # type: ignore[attr-defined]

    @property
    def agency(self) -> AgencyKind | None:
        """What kind of service asked; nothing for a private person."""
        said = self.cleaned_data["service"]
        return None if said == PRIVATE else AgencyKind(said)
