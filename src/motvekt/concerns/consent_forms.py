"""What is asked when somebody consents: who said yes, to what, when, how, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motvekt.concerns.consent_actions import Noted
from motvekt.concerns.models import Concern
from motvekt.concerns.report_forms import CHOOSE, _day, _text
from motvekt.dossiers.actions import MOST_GUARDIANS, NOTED_BEFORE
from motvekt.dossiers.facts import AgeBand
from motvekt.kernel import clock
from motvekt.kernel.decision import Decision
from motvekt.kernel.ids import new_id
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.sending import PURPOSES, Receiver

BANDS = [
    (AgeBand.UNDER_15.value, _("Under 15 år")),
    (AgeBand.FROM_15_TO_17.value, _("15–17 år")),
    (AgeBand.ADULT.value, _("18 år eller eldre")),
]
KINDS = [
    (ArrivalKind.REPORT.value, _("en bekymringsmelding")),
    (ArrivalKind.TALK.value, _("at en annen tjeneste tar samtalen eller gir råd")),
]


class NewConsent(forms.Form):
    """A consent. Age is asked where nobody has said it; the number of guardians where they are those who said yes."""

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput)
    desks = forms.MultipleChoiceField(
        label=_("Hvem kan få vite det?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Velg hvem som kan få vite det."),
            **{"invalid_choice": CHOOSE["invalid_choice"]},
        },
    )
    kind = forms.ChoiceField(
        label=_("Hva gjelder det?"), choices=KINDS, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    band = forms.ChoiceField(
        label=_("Hvor gammel er personen?"), choices=BANDS, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    by_self = forms.BooleanField(label=_("Personen selv"), required=False)
    by_guardians = forms.BooleanField(label=_("Alle som har foreldreansvar"), required=False)
    guardians = forms.IntegerField(
        label=_("Hvor mange har foreldreansvar?"),
        required=False,
        min_value=1,
        max_value=MOST_GUARDIANS,
        help_text=_("Bare hvis foreldrene har sagt ja. Navnene trengs ikke."),
        error_messages={
            "invalid": _("Skriv et tall, for eksempel 2."),
            "min_value": _("Skriv et tall, for eksempel 2."),
            "max_value": _("Så mange har ikke foreldreansvar. Skriv et mindre tall."),
        },
    )
    on = _day(_("Når sa de ja?"), help_text=_("Skriv dagen som 25.11.2026."))
    until = _day(_("Gjelder til og med"), required=False, help_text=_("Valgfritt. Tomt betyr til det trekkes."))
    how = _text(
        _("Hvordan sa de ja?"),
        rows=3,
        help_text=_("Muntlig eller skriftlig, hvor, og hva du sa at det skulle brukes til."),
    )

    def __init__(
        self, data: Any, *, concern: Concern, receivers: Sequence[Receiver], kind: ArrivalKind | None = None
    ) -> None:
        self.receivers = {str(one.unit.id): one for one in receivers}
        initial = {
            "id": new_id(),
            "desks": list(self.receivers) if len(self.receivers) == 1 or kind else [],
            "kind": kind or ArrivalKind.REPORT.value,
            "on": clock.today().strftime("%d.%m.%Y"),
        }
        super().__init__(data, auto_id="%s", initial=initial)
        self.about_kind = kind
        if kind is not None:
            del self.fields["kind"]
        if concern.dossier.born_from is not None or concern.dossier.born_to is not None:
            del self.fields["band"]
        self.fields["desks"].choices = [(key, one.unit.name) for key, one in self.receivers.items()]  # type: ignore[attr-defined]
        for name in ("guardians", "on", "until"):
            self.fields[name].widget.attrs["class"] = "ds-input"

    def clean(self) -> None:
        said = self.cleaned_data
        if not said.get("by_self") and not said.get("by_guardians"):
            self.add_error("by_self", gettext("Velg hvem som har sagt ja."))
        if said.get("by_guardians") and said.get("guardians") is None and "guardians" not in self.errors:
            self.add_error("guardians", gettext("Skriv hvor mange som har foreldreansvar. Alle må ha sagt ja."))
        if not said.get("how", "x").strip():
            self.add_error("how", gettext("Skriv hvordan de sa ja."))

    def refuse(self, decision: Decision) -> None:
        """Say a rule's no on the form. What was noted before under its id is another consent: this one gets its own."""
        self.add_error(None, decision.words)
        if decision == NOTED_BEFORE:
            sent = cast(QueryDict, self.data).copy()
            sent["id"] = str(new_id())
            self.data = sent

    def given(self) -> Noted:
        """What was asked, as it is noted."""
        said = self.cleaned_data
        return Noted(
            id=said["id"],
            recipients=[self.receivers[key].unit for key in said["desks"]],
            purpose=PURPOSES[self.about_kind or ArrivalKind(said["kind"])],
            on=said["on"],
            how=said["how"].strip(),
            by_self=said["by_self"],
            by_guardians=said["by_guardians"],
            guardians=said["guardians"] if said["by_guardians"] else None,
            band=AgeBand(said["band"]) if said.get("band") else None,
            until=said["until"],
        )
