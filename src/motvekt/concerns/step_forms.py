"""What the steps, the exits and the duties ask. Hardly anything is required; errors are said when a form is sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motvekt.concerns.kinds import TASKS, Task
from motvekt.concerns.texts import LONGEST, LONGEST_LINE, CallNote, Dialogue, Discussion, DutyWords, Written
from motvekt.kernel import clock

TOO_LONG = {
    "max_length": _(
        "Teksten er for lang: %(show_value)d tegn. Den kan ha %(limit_value)d. Alt du skrev, står her fortsatt."
    ),
    "null_characters_not_allowed": _("Teksten har tegn i seg som ikke kan lagres. Lim den inn på nytt, uten format."),
}
MOST_AHEAD = timedelta(days=366)
"""How far ahead something is looked at again."""
DAY = {"required": _("Velg en dag."), "invalid": _("Skriv dagen som 25.11.2026.")}


def _line(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_LINE,
        error_messages=TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **more,
    )


def _text(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}),
    )


def _id() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput)


def _begun() -> forms.CharField:
    """The moment that the page filled in: whether somebody changed it is seen by that."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


class Asked(forms.Form):
    """A form whose fields are called what their names are. Its lengths are held here, so that nothing is cut off."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)
        for field in self.fields.values():
            # A browser would cut what is pasted, without a word.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field.widget, forms.TextInput | forms.Textarea | forms.DateInput):
                field.widget.attrs["class"] = "ds-input"

    def fail(self, words: str) -> None:
        """Say why a rule refused it, above the form."""
        self.add_error(None, gettext(words))


class PartForm(Asked):
    """A part of a concern: the id that came with the form, and the version that was shown in it."""

    item = _id()
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)
    shape: type[Written]

    @property
    def content(self) -> Any:
        """What was written, in its shape."""
        return self.shape(**{name: self.cleaned_data[name] for name in self.shape.model_fields})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and self.content == self.shape():
            self.add_error(None, _("Skriv noe først."))
        return given


class DiscussionForm(PartForm):
    """With whom it was discussed, and what came of it."""

    shape = Discussion

    with_whom = _line(_("Hvem du drøftet det med"), _("Funksjon, ikke navn: kollega, leder, sosiallærer."))
    on = _line(_("Når"), _("Omtrent holder."))
    agreed = _text(_("Hva dere ble enige om"))
    follows_up = _line(_("Hvem som følger opp"), _("Funksjon, og til hvilken dag."))
    talks = _line(_("Hvem som snakker med personen, og hvordan"), _("Funksjon, sted og tid."))


HOME = [("yes", _("Ja")), ("unsure", _("Jeg vet ikke")), ("no", _("Nei"))]
PARENTS = [
    ("involved", _("De er med")),
    ("not_yet", _("Ikke ennå")),
    ("kept_out", _("De skal ikke vite det nå")),
    ("of_age", _("Personen er over 18 år, og bestemmer selv")),
]
PARENTS_WHEN_UNSAFE = [
    ("not_yet", _("Nei, barnevernet spørres først")),
    ("kept_out", _("De skal ikke vite det nå")),
    ("involved", _("De visste om det fra før")),
    ("of_age", _("Personen er over 18 år, og bestemmer selv")),
]


class DialogueForm(PartForm):
    """The talk, in the person's own words. Parents are asked about once it is said whether home may be unsafe."""

    shape = Dialogue

    on = _line(_("Når og hvor dere snakket sammen"), _("Omtrent holder."))
    questions = _text(_("Hva du spurte om"), _("De åpne spørsmålene du brukte."), rows=3)
    words = _text(_("Hva personen sa"), _("Med personens egne ord, så ordrett du kan. Uten navn."), rows=5)
    wants = _text(_("Hva personen selv ønsker"), _("Også det personen er uenig i."), rows=3)
    unsafe_home = forms.ChoiceField(
        label=_("Kan det være utrygt hjemme?"),
        help_text=_("Svar på dette før noen snakker med foreldrene. Tenk også på søsken."),
        required=False,
        choices=HOME,
        widget=forms.RadioSelect,
    )
    parents = forms.ChoiceField(
        label=_("Er foreldrene med?"), required=False, choices=PARENTS, widget=forms.RadioSelect
    )
    parents_words = _text(_("Mer om det"), rows=3)

    def __init__(self, *args: Any, home: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = home
        if home in ("yes", "unsure"):
            self.fields["parents"].choices = PARENTS_WHEN_UNSAFE  # type: ignore[attr-defined]
            self.fields["parents"].help_text = _("Ta ikke kontakt med dem før barnevernet har svart.")
            self.fields["parents_words"].help_text = _("Hva barnevernet svarte, og når dere ser på det igjen.")
        else:
            self.fields["parents_words"].help_text = _(
                "Hva de sa. Er de holdt utenfor: hvorfor, og når dere ser på det igjen."
            )

    @property
    def asks_of_parents(self) -> bool:
        """Whether anything is asked about parents yet."""
        return self.home != ""


class CallForm(Asked):
    """Whom somebody called. Three short fields; what was said can wait."""

    item = _id()
    begun = _begun()
    whom = _line(_("Hvem ringte du?"))
    at = _line(_("Når?"))
    log_number = _line(_("Loggnummer"), _("Hvis du fikk et."))
    said = _text(_("Hva ble sagt?"), _("Kan vente."), rows=3)

    @property
    def note(self) -> CallNote:
        """What was written."""
        return CallNote(**{name: self.cleaned_data[name] for name in CallNote.model_fields})


class InviteForm(Asked):
    """A colleague, what they are asked for, and until when."""

    account = forms.ChoiceField(
        label=_("Hvem"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg en kollega."), "invalid_choice": _("Velg en av dem som står der.")},
    )
    task = forms.ChoiceField(
        label=_("Hva du ber om"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du ber om."), "invalid_choice": _("Velg en av dem som står der.")},
    )
    due_on = forms.DateField(
        label=_("Innen når?"),
        error_messages=DAY,
        validators=[
            MinValueValidator(date(2000, 1, 1), DAY["invalid"]),
            MaxValueValidator(date(2999, 12, 31), DAY["invalid"]),
        ],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = colleagues  # type: ignore[attr-defined]
        self.fields["task"].choices = [  # type: ignore[attr-defined]
            (task.value, _capital(gettext(TASKS[task]))) for task in Task
        ]

    @property
    def asked_for(self) -> Task:
        """What the colleague is asked for."""
        return Task(self.cleaned_data["task"])

    @property
    def chosen(self) -> UUID:
        """The colleague's account."""
        return UUID(self.cleaned_data["account"])


class DutyForm(Asked):
    """That it is done: one press. To whom and when, and what it rests on, as far as there is time for it."""

    duty = _id()
    begun = _begun()
    whom = _line(_("Hvem fikk beskjed?"), _("Funksjon, ikke navn."))
    at = _line(_("Når?"))
    rests_on = _text(_("Hva det hviler på"), _("Kan vente til neste arbeidsdag."), rows=3)

    @property
    def told(self) -> CallNote:
        """Who was told, where there is no time for more."""
        return CallNote(whom=self.cleaned_data["whom"], at=self.cleaned_data["at"])

    @property
    def words(self) -> DutyWords:
        """What it rests on, with who was told."""
        told = ", ".join(part for part in (self.cleaned_data["whom"], self.cleaned_data["at"]) if part)
        return DutyWords(rests_on=self.cleaned_data["rests_on"], whom=told[:LONGEST_LINE])


class AttestForm(Asked):
    """What somebody stands for who did what they had a duty to."""

    item = _id()
    rests_on = _text(
        _("Hva det hviler på"), _("Hva så eller hørte du som gjorde at du hadde plikt til det? Uten navn."), rows=5
    )
    whom = _line(_("Hvem fikk beskjed, og når?"), _("Funksjon, ikke navn."))

    @property
    def words(self) -> DutyWords:
        """What was written."""
        return DutyWords(**{name: self.cleaned_data[name] for name in DutyWords.model_fields})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class AgainForm(Asked):
    """The day on which it is asked again whether the person knows."""

    again = forms.DateField(
        label=_("Se på det igjen"),
        error_messages=DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_again(self) -> date:
        """Raises ValidationError where the day isn't to come."""
        day: date = self.cleaned_data["again"]
        if not clock.today() < day < clock.today() + MOST_AHEAD:
            raise forms.ValidationError(gettext("Velg en dag etter i dag, og ikke mer enn et år fram."))
        return day
