"""What the pages of writing ask. Nothing is required but the first words; what is too long is kept, and said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from motvekt.concerns.kinds import SOMETHING_REMAINS, WHYS, Why
from motvekt.concerns.texts import LONGEST, LONGEST_LINE
from motvekt.dossiers.facts import AgeBand
from motvekt.kernel import clock

Choices = Sequence[tuple[str, Any]]

TOO_LONG = _("Teksten er for lang. Det er plass til %(limit_value)d tegn, og du har skrevet %(show_value)d.")
CHOOSE = {"required": _("Velg en av dem."), "invalid_choice": _("Velg en av dem som står der.")}
DAY = {
    "required": _("Skriv en dag."),
    "invalid": _("Skriv dagen som 25.11.2026."),
}


class Asked(forms.Form):
    """A form whose fields are called what their names are, and look like the others."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ds-input")
            # A browser would cut off a paste without a word.
            field.widget.attrs.pop("maxlength", None)

    def offer(self, name: str, choices: Choices) -> None:
        """What one may choose in a field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined] # only called for fields that have choices


class Text(forms.CharField):
    """A text of several lines, as long as an item may have. Line breaks are as the database keeps them."""

    def __init__(self, label: Any, help_text: Any = "", *, rows: int = 3, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, widget=widget, **{"required": False} | more)
        self.validators.append(MaxLengthValidator(LONGEST, TOO_LONG))

    def to_python(self, value: Any) -> str:
        """With one kind of line break."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    field = forms.CharField(label=label, help_text=help_text, required=False, widget=widget)
    field.validators.append(MaxLengthValidator(LONGEST_LINE, TOO_LONG))
    return field


def _hidden(**more: Any) -> dict[str, Any]:
    return {"widget": forms.HiddenInput, "required": False, **more}


class NewNote(Asked):
    """The first screen. `id` is made when it is shown, and becomes the concern's."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    unit = forms.ChoiceField(
        label=_("Hvor møter du personen?"), widget=forms.RadioSelect(attrs={"class": "ds-input"}), error_messages=CHOOSE
    )
    seen = Text(
        _("Hva så eller hørte du?"),
        _("Skriv med egne ord, uten navn. Ordrett er best."),
        rows=6,
        required=True,
        error_messages={"required": _("Skriv det du så eller hørte. Noen få ord holder.")},
    )
    when = _line(_("Når?"), _("Omtrent holder."))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units)
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class PartForm(Asked):
    """A part of the sheet: the version that whoever writes had before them, and what it shall say."""

    version = forms.IntegerField(min_value=0, **_hidden())

    def clean_version(self) -> int:
        """None is none yet."""
        return self.cleaned_data["version"] or 0


class ObservationForm(PartForm):
    """What somebody saw or heard themselves, or was told."""

    seen = Text(_("Sett eller hørt av meg"), _("Ordrett, uten navn. Hva skjedde, og hvem var til stede?"), rows=4)
    when = _line(_("Når og hvor"))
    often = _line(_("Siden når, hvor ofte"))
    told = Text(_("Fortalt av andre"), _("Hvem fortalte det (rolle, ikke navn), og hadde de sett det selv?"), rows=4)
    prompts = forms.MultipleChoiceField(
        label=_("Stikkord som passer"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": CHOOSE["invalid_choice"]},
    )

    def __init__(self, *args: Any, prompts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("prompts", prompts)


SAFE = (
    ("", _("Ikke svart")),
    ("no", _("Nei")),
    ("unsure", _("Vet ikke")),
    ("yes", _("Ja")),
)


class ReflectionForm(PartForm):
    """What is made of it. All of it is asked, none of it is required."""

    id = forms.UUIDField(**_hidden())
    interpretation = Text(_("Min tolkning"), _("Hva er du redd for? Skriv det som en tanke, ikke som et faktum."))
    otherwise = Text(_("En annen forklaring"), _("Hva annet kan det skyldes?"))
    protective = Text(
        _("Hva er trygt og bra rundt personen?"),
        _("Hvem stoler personen på? Hva mestrer personen? Da blir det lettere å se hva som kan hjelpe."),
    )
    remains = Text(
        _("Hva står igjen uten tro, mening og klær?"),
        _(
            "Alle har rett til å tro, mene og kle seg som de vil. Står det ingenting igjen, er det kanskje ikke en "
            "bekymring."
        ),
        rows=2,
    )
    tried = Text(_("Hva er prøvd?"), _("Hva har du eller andre gjort til nå, og hvordan gikk det?"))
    unknown = Text(_("Hva vet du ikke?"), _("Hva ville du spurt om, og hvem kan vite det?"))
    unsafe_pupil = forms.ChoiceField(
        label=_("Kan noen elev være utrygg?"),
        choices=SAFE,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "ds-input"}),
        error_messages={"invalid_choice": CHOOSE["invalid_choice"]},
    )


BANDS = (
    (AgeBand.UNDER_15.value, _("Under 15 år")),
    (AgeBand.FROM_15_TO_17.value, _("15–17 år")),
    (AgeBand.ADULT.value, _("18 år eller mer")),
)


class AboutForm(Asked):
    """What is said of the person without a name."""

    band = forms.ChoiceField(label=_("Omtrent hvor gammel?"), required=False, error_messages=CHOOSE)
    municipality = forms.ChoiceField(label=_("Hvilken kommune?"), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, unknown: str, municipalities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("band", [("", unknown), *BANDS])
        self.offer("municipality", [("", gettext("Ikke sagt")), *municipalities])


class Closing(Asked):
    """Why a concern is closed, and what is left. `id` is made when it is shown."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_("Hvorfor avslutter du?"),
        widget=forms.RadioSelect(attrs={"class": "ds-input"}),
        error_messages={**CHOOSE, "required": _("Velg hvorfor du avslutter.")},
    )
    words = Text(_("Skriv det med egne ord"), _("Hva ble gjort, og hvordan går det nå? Uten navn."))
    person = Text(
        _("Hva sier personen selv?"), _("Med personens egne ord. Har dere ikke snakket sammen, så skriv det.")
    )
    rest = Text(_("Hva gjenstår?"), _("Det noen må gjøre etter at du har avsluttet."))
    owner = forms.ChoiceField(
        label=_("Hvem har ansvaret for det?"),
        help_text=_("Den du velger, får lese bekymringen og beskjed på Min side."),
        required=False,
        error_messages=CHOOSE,
    )
    due_on = forms.DateField(
        label=_("Innen når?"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("why", [(why.value, gettext(words)) for why, words in WHYS.items()])
        self.offer("owner", [("", gettext("Velg")), *owners])

    def clean(self) -> dict[str, Any]:
        """Where something remains, somebody sees to it, by a day."""
        said = self.cleaned_data
        if said.get("why") in {why.value for why in SOMETHING_REMAINS}:
            if not said.get("owner") and "owner" not in self.errors:
                self.add_error("owner", gettext("Noe gjenstår når du velger dette. Velg hvem som har ansvaret."))
            if not said.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", gettext("Skriv innen når det skal være gjort."))
        due = said.get("due_on")
        if due is not None and due < clock.today():
            self.add_error("due_on", gettext("Velg en dag som ikke er forbi."))
        return said

    @property
    def chosen(self) -> Why:
        """The reason, once the form is valid."""
        return Why(self.cleaned_data["why"])


class HandOn(Asked):
    """Which colleague takes a concern over."""

    colleague = forms.ChoiceField(
        label=_("Hvem skal ha ansvaret?"),
        error_messages={**CHOOSE, "required": gettext_lazy("Velg en kollega.")},
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("colleague", [("", gettext("Velg")), *colleagues])
