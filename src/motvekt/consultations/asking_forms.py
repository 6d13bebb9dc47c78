"""What somebody is asked who asks without saying who they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motvekt.consultations.kinds import Wish
from motvekt.kernel import clock

LONGEST = 20_000
"""Characters of one text: some ten pages."""
LONGEST_CONTACT = 300
LONGEST_NAME = 200

TOO_LONG = _(
    "Teksten kan være på %(limit_value)d tegn. Nå er den på %(show_value)d. Kort den ned, eller send resten etterpå."
)
LINE_TOO_LONG = _("Her er det plass til %(limit_value)d tegn. Nå er det %(show_value)d.")
NULL = _("Teksten har tegn som ikke kan lagres. Skriv den på nytt.")

_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")


def says_national_id(text: str) -> bool:
    """Whether eleven digits stand in it as a national identity number is written, whatever unseen signs are between."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return bool(_ELEVEN_DIGITS.search(seen))


ABOUT_SOMEBODY = ("name", "born", "reached")
"""The fields that only a report has."""
WRITTEN: Mapping[str, str | Promise] = {
    "text": _("Teksten"),
    "name": _("Hvem det gjelder"),
    "born": _("Fødselsdato"),
    "reached": _("Hvor personen kan nås"),
    "contact": _("Om deg selv, eller hvor du kan nås"),
}
"""The fields of these forms that somebody writes in, in the order in which they are given back."""


def written(sent: Mapping[str, str]) -> list[tuple[str, str | Promise, str]]:
    """What somebody wrote in a form that led to nothing, by field, with its label: it is given back, whatever it was
    for. The form's empty fields are with it, so that it is known for what it is.
    """
    found = [(name, label, sent[name]) for name, label in WRITTEN.items() if name in sent]
    return found if any(text.strip() for _name, _label, text in found) else []


def is_of_a_report(sent: Mapping[str, str]) -> bool:
    """Whether it is the form of a report that was sent, which alone has these fields, be they empty."""
    return any(name in sent for name in ABOUT_SOMEBODY)


class Words(forms.CharField):
    """A text as somebody wrote it. A new line counts for one, however the browser sends it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Without the carriage returns."""
        return str(super().to_python(str(value or "").replace("\r\n", "\n")) or "")


def words(*, most: int = LONGEST, too_long: Any = TOO_LONG, required: Any = None) -> Words:
    """A field for a text of so many characters; `required` is what is said where it is empty."""
    messages = {"max_length": too_long, "null_characters_not_allowed": NULL, "required": required or ""}
    return Words(max_length=most, required=required is not None, error_messages=messages)


class Say(forms.Form):
    """A text, and how to go on."""

    text = words(required=_("Skriv med noen få ord hva du lurer på."))
    wish = forms.ChoiceField(
        choices=[(wish.value, "") for wish in Wish],
        error_messages={
            "required": _("Velg hvordan du vil ha svaret."),
            "invalid_choice": _("Velg en av dem som står der."),
        },
    )
    contact = words(most=LONGEST_CONTACT, too_long=LINE_TOO_LONG)

    def clean(self) -> dict[str, Any]:
        """Whoever wants to be called or met must say where. Whoever writes on has said nothing of it."""
        said = self.cleaned_data
        if said.get("wish") == Wish.WRITE:
            said["contact"] = ""
        elif said.get("wish") and "contact" in said and not said["contact"]:
            self.add_error("contact", _("Skriv hvor og når, ellers kan ingen nå deg. Eller velg å få svaret her."))
        return said

    @property
    def wished(self) -> Wish:
        """How they would like to go on. Of a form that is valid."""
        return Wish(self.cleaned_data["wish"])

    @property
    def has_national_id(self) -> bool:
        """Whether something they wrote looks like a national identity number. Of a form that is valid."""
        return says_national_id(self.cleaned_data["text"])


class Tell(forms.Form):
    """What becomes a report: what is to be reported, whom it is about, and who they are, if they want to say so."""

    text = words(required=_("Skriv hva du vil melde fra om."))
    name = words(most=LONGEST_NAME, too_long=LINE_TOO_LONG)
    born = forms.DateField(
        required=False,
        input_formats=["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d %m %Y"],
        error_messages={"invalid": _("Skriv datoen som dag, måned og år, for eksempel 14.03.2010.")},
    )
    reached = words(most=LONGEST_CONTACT, too_long=LINE_TOO_LONG)
    contact = words(most=LONGEST_CONTACT, too_long=LINE_TOO_LONG)

    def clean(self) -> dict[str, Any]:
        """A date of birth or an address without a name is nobody's."""
        said = self.cleaned_data
        if (said.get("born") or said.get("reached")) and "name" in said and not said["name"]:
            self.add_error("name", _("Skriv hvem det gjelder, eller ta bort fødselsdatoen og hvor personen kan nås."))
        return said

    def clean_born(self) -> date | None:
        """Nobody is born tomorrow: the year is mistyped."""
        born: date | None = self.cleaned_data["born"]
        if born is not None and born > clock.today():
            raise forms.ValidationError(_("Datoen har ikke vært ennå. Se over året."))
        return born

    @property
    def has_national_id(self) -> bool:
        """As of `Say`."""
        return any(says_national_id(self.cleaned_data[name]) for name in ("text", "name", "reached", "contact"))
