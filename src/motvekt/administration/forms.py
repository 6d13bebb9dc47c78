"""What the pages of the administration ask. Errors are said when a form is sent, and not before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from motvekt.access.roles import ROLES, Role
from motvekt.administration.wording import AGENCIES
from motvekt.audit.events import EVENTS
from motvekt.organisations import policy

Choices = Sequence[tuple[str, Any]]

NAME = {
    "required": _("Skriv navnet."),
    "min_length": _("Navnet må ha minst to bokstaver."),
    "max_length": _("Navnet er for langt."),
}
CHOOSE = {"required": _("Velg en av dem."), "invalid_choice": _("Velg en av dem som står der.")}
DAY = {"invalid": _("Skriv dagen som 25.11.2026.")}
DAYS = [
    MinValueValidator(date(2000, 1, 1), DAY["invalid"]),
    MaxValueValidator(date(2999, 12, 31), DAY["invalid"]),
]
"""Days that a clock can be asked about, whatever its zone."""
ID = {"invalid": _("Skriv hele koden, slik den står under Detaljer.")}


class Asked(forms.Form):
    """A form whose fields are called what their names are, and look like the others."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"

    def offer(self, name: str, choices: Choices) -> None:
        """What one may choose in a field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined] # only called for fields that have choices


def _one_of(label: Any, missing: Any = CHOOSE["required"], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={**CHOOSE, "required": missing}, **more)


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, min_length=2, max_length=200, error_messages=NAME)


def roles() -> list[tuple[str, str]]:
    """Every role, in words."""
    return [(role.value, _first_upper(gettext(ROLES[role].words))) for role in Role]


class ChangeUnit(Asked):
    """What may change of a unit."""

    name = _name(_("Navn på enheten"))
    desk = _one_of(
        _("Mottak"), required=False, help_text=_("Hvor meldinger og drøftinger kommer inn, ifølge veilederen.")
    )

    def __init__(self, *args: Any, desks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("desk", desks)


class NewUnit(ChangeUnit):
    """A unit that isn't there yet. Whose it is and what it is, is said once."""

    organisation = _one_of(_("Virksomhet"))
    agency = _one_of(
        _("Tjeneste"),
        required=False,
        help_text=_("Tjenesten avgjør hvilken taushetsplikt som gjelder, og kan ikke endres siden."),
    )

    field_order = ("organisation", "name", "agency", "desk")

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", organisations)
        self.offer("agency", [(agency, _first_upper(gettext(words))) for agency, words in AGENCIES.items()])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("desk") and not given.get("agency"):
            self.add_error("desk", _("En administrasjon kan ikke være et mottak. Velg en tjeneste."))
        return given


class GiveRole(Asked):
    """A role in a unit where it can be held."""

    unit = _one_of(_("Enhet"), missing=_("Velg en enhet."))
    role = _one_of(_("Rolle"), missing=_("Velg en rolle."))

    def __init__(self, *args: Any, units: Choices, agencies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = agencies
        for name, known in (("unit", units), ("role", roles())):
            self.offer(name, [("", gettext("Velg")), *known])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("unit") and given.get("role"):
            decision = policy.may_hold(Role(given["role"]), self._agencies[given["unit"]])
            if not decision:
                self.add_error("role", gettext_lazy(decision.words))
        return given


class Invite(GiveRole):
    """Somebody who is to come in."""

    name = _name(_("Navnet på den du inviterer"))
    email = forms.EmailField(
        label=_("E-postadressen på jobben"),
        max_length=254,
        error_messages={"required": _("Skriv e-postadressen."), "invalid": _("E-postadressen er skrevet feil.")},
    )

    field_order = ("name", "email", "unit", "role")


class PeopleFilter(Asked):
    """Which roles a list shows."""

    navn = forms.CharField(label=_("Navn eller e-post"), required=False, max_length=100)
    enhet = _one_of(_("Enhet"), required=False)
    rolle = _one_of(_("Rolle"), required=False)
    status = _one_of(_("Status"), required=False)
    sorter = _one_of(_("Sorter etter"), required=False)
    side = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("Alle"))
        for name, known in (
            ("enhet", [every, *units]),
            ("rolle", [every, *roles()]),
            ("status", [every, ("waits", gettext("Venter på bekreftelse")), ("holds", gettext("Gjelder"))]),
            ("sorter", [("person", gettext("Person")), ("unit", gettext("Enhet"))]),
        ):
            self.offer(name, known)


class LogFilter(Asked):
    """Which events of the log are shown."""

    fra = forms.DateField(label=_("Fra og med"), required=False, error_messages=DAY, validators=DAYS)
    til = forms.DateField(label=_("Til og med"), required=False, error_messages=DAY, validators=DAYS)
    person = _one_of(_("Hvem"), required=False)
    hendelse = _one_of(_("Hendelse"), required=False)
    mappe = forms.UUIDField(label=_("Mappe"), required=False, error_messages=ID)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext("Alle"))
        events = sorted(((event.code, _first_upper(event.words)) for event in EVENTS), key=lambda choice: choice[1])
        for name, known in (("person", [every, *people]), ("hendelse", [every, *events])):
            self.offer(name, known)
        for name in ("fra", "til"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("fra") and given.get("til") and given["fra"] > given["til"]:
            self.add_error("til", _("Den siste dagen er før den første."))
        return given


class Heads(Asked):
    """Copies of a log's end that were kept elsewhere; without one nobody can prove that nothing was cut off."""

    heads = forms.CharField(
        label=_("Kopi av slutten av loggen"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "Be dem som drifter Motvekt, om kopier («motvekt audit head»). Én linje for hver. Uten en kopi kan loggen "
            "ikke bevises."
        ),
    )

    def fail(self) -> None:
        """Say that a line is no copy of a log's end."""
        self.add_error("heads", _("En av linjene er ingen kopi av slutten av en logg."))


class Code(Asked):
    """The code of a proposal, as it stands where its changes are shown."""

    code = forms.CharField(
        label=_("Koden til forslaget"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden, slik den står over endringene.")},
    )

    def fail(self) -> None:
        """Say that no proposal has this code: a letter is wrong, or there is another proposal now."""
        self.add_error(
            "code", _("Ingen forslag har denne koden. Les endringene som står her nå, og skriv koden deres.")
        )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
