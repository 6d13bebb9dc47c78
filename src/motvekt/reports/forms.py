"""What the desk's pages ask. Errors are said when a form is sent, and what was typed stays."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from motvekt.kernel.decision import Decision
from motvekt.kernel.ids import new_id
from motvekt.reports.answering_actions import ASK_FIRST, About
from motvekt.reports.doing import ANSWERED_BEFORE
from motvekt.reports.saved_answers import Group
from motvekt.reports.wording import WHY_SEARCH

LONGEST = 20_000
"""Signs in one text: some seven printed pages."""
LONGEST_LINE = 1_000

CHOOSE = {"required": _("Velg en av dem."), "invalid_choice": _("Velg en av dem som står der.")}


class Sent(forms.Form):
    """A form that carries an id from when it was shown: sent twice, it is the same thing."""

    use_required_attribute = False
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", "initial": {"key": new_id()}} | kwargs)

    def refuse(self, decision: Decision, field: str | None = None) -> None:
        """Say a rule's no on the form, beside a field where it has one."""
        self.add_error(field if field in self.fields else None, gettext_lazy(decision.words))
        if decision == ANSWERED_BEFORE:
            # What is sent from here now is another answer.
            sent = cast(QueryDict, self.data).copy()
            sent["key"] = str(new_id())
            self.data = sent


def _text(label: Any, missing: Any, longest: int = LONGEST, **more: Any) -> forms.CharField:
    too_long = _("Teksten er for lang: Den kan ha høyst %(limit_value)d tegn, og har %(show_value)d. Kort den ned.")
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"class": "ds-input", "rows": 6 if longest == LONGEST else 3}),
        error_messages={"required": missing, "max_length": too_long},
        **more,
    )


class Confirm(Sent):
    """Nothing but yes."""


class Dismiss(Sent):
    """Why something is dismissed."""

    text = _text(_("Begrunnelse"), _("Skriv hvorfor dere avslår."))


class Handle(forms.Form):
    """Who had it when the page was shown."""

    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)


class Give(Sent):
    """Which colleague sees to it from now on; `fresh` is who did when the page was shown."""

    to = forms.ChoiceField(label=_("Hvem skal ta den?"), error_messages=CHOOSE, widget=forms.RadioSelect)
    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], handler: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = colleagues  # type: ignore[attr-defined]
        self.fresh = str(handler or "")


class Insert(forms.Form):
    """Which of the edition's texts is put into an answer."""

    use_required_attribute = False
    saved = forms.ChoiceField(
        label=_("Begynn med en tekst fra veilederen"),
        error_messages={"required": _("Velg en tekst først."), "invalid_choice": _("Velg en tekst først.")},
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        choices = [(one.ref, one.label) for group in groups for one in group.saved]
        self.fields["saved"].choices = choices  # type: ignore[attr-defined]


class Attested(Sent):
    """What whoever shares must be able to stand for: so many questions of the edition's, which the page asks."""

    attested = forms.TypedMultipleChoiceField(
        label=_("Dette kan jeg stå for"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, attest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attested"].choices = [(place, place) for place in range(attest)]  # type: ignore[attr-defined]


class Answer(Attested):
    """An answer without names. `seen` is when it was answered last, as the page showed it; `fresh` when it was now."""

    text = _text(_("Svaret"), _("Skriv svaret."))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, answered_at: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fresh = answered_at.isoformat() if answered_at else ""

    @property
    def seen_at(self) -> datetime | None:
        """What the page had shown; nothing where it isn't a time."""
        with suppress(ValueError):
            return datetime.fromisoformat(self.cleaned_data["seen"])
        return None


class TellWhere(Sent):
    """Where something belongs."""

    desk = forms.ChoiceField(label=_("Hvor hører den til?"), error_messages=CHOOSE, widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = desks  # type: ignore[attr-defined]


class PassOn(Attested):
    """What a desk itself tells another desk."""

    text = _text(_("Det mottakeren trenger å vite"), _("Skriv det mottakeren trenger å vite."))
    necessity = _text(_("Hvorfor trenger mottakeren det?"), _("Skriv hvorfor mottakeren trenger det."), LONGEST_LINE)
    identifies = forms.ChoiceField(
        label=_("Kan noen forstå hvem det gjelder?"),
        choices=[("no", _("Nei")), ("yes", _("Ja, eller jeg er usikker"))],
        error_messages=CHOOSE,
        widget=forms.RadioSelect,
    )
    was_told = forms.ChoiceField(
        label=_("Vet den det gjelder, at dere sender det videre?"),
        choices=[("yes", _("Ja")), ("no", _("Nei"))],
        required=False,
        error_messages=CHOOSE,
        widget=forms.RadioSelect,
    )
    not_told_why = _text(_("Hvorfor ikke?"), "", LONGEST_LINE, required=False)
    look_again_on = forms.DateField(
        label=_("Når ser dere på det igjen?"),
        required=False,
        error_messages={"invalid": _("Skriv dagen som 25.11.2026.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"}),
    )

    police_answered = forms.BooleanField(
        label=_("Politiet har svart at dere kan dele det videre."),
        error_messages={"required": gettext_lazy(ASK_FIRST.words)},
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )

    def __init__(self, *args: Any, asks_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_first:
            del self.fields["police_answered"]

    def about(self, basis: str) -> About:
        """What the gate is asked."""
        said = self.cleaned_data
        identifies = said["identifies"] != "no"
        told = {"yes": True, "no": False}.get(said["was_told"])
        return About(
            basis=basis,
            attested=frozenset(said["attested"]),
            identifies=identifies,
            necessity=said["necessity"],
            was_told=told,
            not_told_why=said["not_told_why"],
            look_again_on=said["look_again_on"],
            police_answered=said.get("police_answered", False),
        )

    field_order = (
        "key",
        "police_answered",
        "text",
        "necessity",
        "identifies",
        "was_told",
        "not_told_why",
        "look_again_on",
        "attested",
    )


class LookUp(Sent):
    """Why somebody looks for earlier ones."""

    why = forms.ChoiceField(label=_("Hvorfor søker du?"), choices=(), error_messages=CHOOSE, widget=forms.RadioSelect)
    words = _text(_("Grunnen, med dine ord"), _("Skriv hvorfor du søker."), LONGEST_LINE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, gettext(words)) for code, words in WHY_SEARCH.items()]
        self.fields["why"].choices = choices  # type: ignore[attr-defined]
