"""What somebody is asked who asks for a course or for something to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motvekt.reports.asking_shapes import LONGEST, LONGEST_LINE, AskedFor
from motvekt.reports.asking_wording import ABOUT
from motvekt.reports.kinds import RequestKind

TOO_LONG = _("Teksten kan være på %(limit_value)d tegn. Nå er den på %(show_value)d.")
_DIGITS = re.compile(r"\+?[0-9][0-9 ().-]*")
_NATIONAL_ID = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")


class Ask(forms.Form):
    """One page. `id` is made when it is shown, and becomes the request's."""

    about = forms.ChoiceField(
        error_messages={
            "required": _("Velg hva du spør om."),
            "invalid_choice": _("Velg en av dem som står der."),
        }
    )
    place = forms.ChoiceField(
        error_messages={"required": _("Velg kommune."), "invalid_choice": _("Velg en av kommunene som står der.")}
    )
    text = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": _("Skriv med noen få ord hva dere trenger."), "max_length": TOO_LONG},
    )
    workplace = forms.CharField(required=False, max_length=LONGEST_LINE, error_messages={"max_length": TOO_LONG})
    name = forms.CharField(required=False, max_length=LONGEST_LINE, error_messages={"max_length": TOO_LONG})
    contact = forms.CharField(
        max_length=LONGEST_LINE,
        error_messages={
            "required": _("Skriv e-postadressen eller telefonnummeret ditt. Ellers kan ingen svare deg."),
            "max_length": TOO_LONG,
        },
    )
    id = forms.UUIDField(error_messages=dict.fromkeys(("required", "invalid"), _("Åpne siden på nytt, og prøv igjen.")))

    def __init__(self, *args: Any, places: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(kind.value, kind.value) for kind in RequestKind]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(place, place) for place in places]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Nobody's national id is taken: a request is about no person."""
        text = str(self.cleaned_data["text"])
        if _NATIONAL_ID.search(text):
            raise forms.ValidationError(_("Teksten ser ut til å ha et fødselsnummer i seg. Ta det bort før du sender."))
        return text

    def clean_contact(self) -> str:
        """An e-mail address or a telephone number, as people write them."""
        contact = str(self.cleaned_data["contact"])
        if "@" in contact:
            try:
                validate_email(contact)
            except forms.ValidationError as error:
                words = gettext("E-postadressen er skrevet feil. Den ser ut som kari@skolen.no.")
                raise forms.ValidationError(words) from error
            return contact
        if not _DIGITS.fullmatch(contact):
            raise forms.ValidationError(_("Skriv en e-postadresse eller et telefonnummer, så noen kan svare deg."))
        number = len(re.sub(r"\D", "", contact))
        if not 8 <= number <= 15:
            words = gettext("Telefonnummeret har %(number)d sifre. Norske numre har åtte.") % {"number": number}
            raise forms.ValidationError(words)
        return contact

    @property
    def kind(self) -> RequestKind:
        """What they ask for. Of a form that is valid."""
        return RequestKind(self.cleaned_data["about"])

    @property
    def about_words(self) -> str:
        """The same in words."""
        return gettext(ABOUT[self.kind])

    @property
    def said(self) -> AskedFor:
        """What the desk gets. Of a form that is valid."""
        return AskedFor(**{name: self.cleaned_data[name] for name in ("text", "workplace", "name", "contact")})
