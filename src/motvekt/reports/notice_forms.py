"""What whoever writes a notice is asked, in three steps: what it says, what the law lets, and what they stand for.

What was answered in the other steps travels along in the page: nothing is stored before it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motvekt.dossiers.gate import Offer
from motvekt.guide.schema import LegalBasis
from motvekt.kernel import clock
from motvekt.reports.kinds import Exit
from motvekt.reports.notice_shapes import LONGEST, LONGEST_LINE, Ground, PoliceNotice
from motvekt.reports.shapes import Identity
from motvekt.vault.names import NotAName, folded

TOO_LONG = _("Teksten kan være på %(limit_value)d tegn. Nå er den på %(show_value)d.")
DAY = {"invalid": _("Skriv dagen som 25.11.2026.")}
DAYS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]
Choices = Sequence[tuple[str, Any]]
YES_NO = (("yes", _("Ja")), ("no", _("Nei")))


def _one_of(choices: Choices, missing: Any, **more: Any) -> forms.ChoiceField:
    words = {"required": missing, "invalid_choice": _("Velg en av dem som står der.")}
    return forms.ChoiceField(choices=choices, error_messages=words, **more)


def _text(missing: Any = "", most: int = LONGEST, **more: Any) -> forms.CharField:
    return forms.CharField(max_length=most, error_messages={"required": missing, "max_length": TOO_LONG}, **more)


class Write(forms.Form):
    """What the desk gets to know, about whom, and how sure it is."""

    id = forms.UUIDField()
    unit = _one_of((), _("Velg hvilken enhet du sender for."))
    desk = _one_of((), _("Velg hvem som skal få varselet."))
    exit = _one_of(((Exit.ORDINARY.value, ""), (Exit.SERIOUS.value, "")), _("Svar på om det haster."), required=True)
    text = _text(_("Skriv det mottakeren trenger å vite."))
    name = _text(most=LONGEST_LINE, required=False)
    born = forms.DateField(required=False, input_formats=DAYS, error_messages=DAY)
    guessable = _one_of(YES_NO, "", required=False)
    verified = _one_of(YES_NO, _("Svar på om opplysningene er bekreftet."))
    secrecy = _one_of(YES_NO, _("Svar på om dere pålegger taushetsplikt."))
    phone = _text(most=LONGEST_LINE, required=False)

    def __init__(self, *args: Any, units: Choices, desks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["desk"].choices = list(desks)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name that a desk can find again, where there is one."""
        name = str(self.cleaned_data["name"])
        try:
            folded(name or "x")
        except NotAName as error:
            raise forms.ValidationError(_("Skriv navnet med bokstaver.")) from error
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        born = given.get("born")
        if born and not given.get("name") and "name" not in self.errors:
            self.add_error("name", _("Skriv navnet også, eller ta bort fødselsdatoen."))
        if born and born > clock.today():
            self.add_error("born", _("Fødselsdatoen er ikke kommet ennå. Skriv en tidligere dag."))
        if not given.get("name") and not given.get("guessable") and "name" not in self.errors:
            self.add_error("guessable", _("Svar på om noen kan skjønne hvem det gjelder."))
        return given

    @property
    def identifies(self) -> bool:
        """Whether what is sent says who it is about, or lets it be guessed. Of a form that is valid."""
        return bool(self.cleaned_data["name"]) or self.cleaned_data["guessable"] == "yes"

    @property
    def identity(self) -> Identity | None:
        """Whom it is about, where it is said. Of a form that is valid."""
        name = self.cleaned_data["name"]
        return Identity(name=name, born=self.cleaned_data["born"]) if name else None

    def said(self, role: str) -> PoliceNotice:
        """What the desk gets. Of a form that is valid."""
        given = self.cleaned_data
        return PoliceNotice(
            text=given["text"],
            reporter_role=role,
            reporter_phone=given["phone"],
            verified=given["verified"] == "yes",
            secrecy=given["secrecy"] == "yes",
        )


class Law(forms.Form):
    """On which basis, why it is necessary, and whether the person was told."""

    basis = _one_of((), _("Velg en hjemmel."))
    necessity = _text(_("Skriv hva mottakeren trenger det til."), most=2_000)
    told = _one_of(YES_NO, _("Svar på om personen har fått vite det."), required=False)
    not_told_why = _text(most=2_000, required=False)
    look_again = forms.DateField(required=False, input_formats=DAYS, error_messages=DAY)

    def __init__(self, *args: Any, offers: Sequence[Offer], identifies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [offer.basis for offer in offers if offer.answer]
        self.identifies = identifies
        self.fields["basis"].choices = [(basis.id, basis.id) for basis in open_ones]  # type: ignore[attr-defined]
        self.fields["told"].required = identifies
        self._bases = {basis.id: basis for basis in open_ones}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.identifies and given.get("told") == "no":
            if not given.get("not_told_why") and "not_told_why" not in self.errors:
                self.add_error("not_told_why", _("Skriv hvorfor personen ikke har fått vite det."))
            if "look_again" not in self.errors:
                self._look_again(given)
        return given

    def _look_again(self, given: dict[str, Any]) -> None:
        if given.get("look_again") is None:
            self.add_error("look_again", _("Skriv dagen da dere ser på det igjen."))
        elif given["look_again"] <= clock.today():
            self.add_error("look_again", _("Velg en dag som ikke er kommet ennå."))

    @property
    def chosen(self) -> LegalBasis:
        """The basis. Of a form that is valid."""
        return self._bases[self.cleaned_data["basis"]]


class Stand(forms.Form):
    """What the basis asks whoever decides to stand for: all of it."""

    attested = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, basis: LegalBasis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(basis.attest)
        self.fields["attested"].choices = [(str(at), "") for at in range(len(self.asked))]  # type: ignore[attr-defined]

    def clean_attested(self) -> frozenset[int]:
        """The places of what they stand for."""
        given = frozenset(int(at) for at in self.cleaned_data["attested"])
        if len(given) < len(self.asked):
            words = _(
                "Kryss av for alt du kan stå for. Kan du ikke stå for alt, går det ikke å sende på denne hjemmelen."
            )
            raise forms.ValidationError(words)
        return given


def ground(write: Write, law: Law, stand: Stand) -> Ground:
    """The three answered forms as one ground for sharing."""
    given, told = law.cleaned_data, law.cleaned_data["told"]
    was_told = {"yes": True, "no": False}.get(told) if write.identifies else None
    untold = was_told is False
    return Ground(
        basis=given["basis"],
        necessity=given["necessity"],
        attested=stand.cleaned_data["attested"],
        identifies=write.identifies,
        was_told=was_told,
        not_told_why=given["not_told_why"] if untold else "",
        look_again_on=given["look_again"] if untold else None,
    )


FIELDS = {"write": tuple(Write.base_fields), "law": tuple(Law.base_fields), "stand": tuple(Stand.base_fields)}


def carried(given: QueryDict, *, besides: str) -> list[tuple[str, str]]:
    """What was answered in the other steps, for a page that shows the step `besides`."""
    others = [name for step, names in FIELDS.items() if step != besides for name in names]
    return [(name, value) for name in others for value in given.getlist(name)]
