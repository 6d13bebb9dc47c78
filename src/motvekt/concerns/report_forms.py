"""What each page of a report asks. Errors are said when a form is sent, and not before; the gate asks again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from motvekt.concerns.drafts import Draft, PartDraft
from motvekt.concerns.report_about import About, Asked
from motvekt.concerns.texts import LONGEST, LONGEST_LINE
from motvekt.guide.kinds import Language
from motvekt.guide.shapes import Label
from motvekt.kernel import clock
from motvekt.reports import limits
from motvekt.reports.kinds import Exit
from motvekt.reports.sending import Receiver
from motvekt.vault import names
from motvekt.vault.names import NotAName

YES, NO, UNSURE = ("yes", _("Ja")), ("no", _("Nei")), ("unsure", _("Vet ikke"))
CHOOSE = {"required": _("Velg et svar."), "invalid_choice": _("Velg et av svarene som står der.")}
DAY = {"invalid": _("Skriv dagen som 25.11.2026.")}
DAYS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
LONG = _("Teksten kan ha høyst %(limit_value)d tegn, og har %(show_value)d. Kort den ned. Alt du skrev, står her.")
EARLIEST = date(1900, 1, 1)


def _text(label: Any, *, rows: int = 4, help_text: Any = "", longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "cols": None, "class": "ds-input"}),
        error_messages={"max_length": LONG},
    )


def _line(label: Any, *, help_text: Any = "", longest: int = LONGEST_LINE) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=longest, error_messages={"max_length": LONG}
    )


def _day(label: Any, **more: Any) -> forms.DateField:
    errors = {**DAY, "required": _("Skriv en dag.")}
    return forms.DateField(label=label, input_formats=DAYS, error_messages=errors, **more)


def _one(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    errors = {**CHOOSE, **more.pop("errors", {})}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **more)


class Question(forms.Form):
    """A page: its fields begin with what the draft has, and `answered` is the draft with what was answered."""

    use_required_attribute = False

    def __init__(self, data: Any, about: About, language: Language) -> None:
        self.about, self.language = about, language
        super().__init__(data, auto_id="%s", initial=self.begins(about.draft))
        self.build()
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("class", "ds-input")
            field.widget.attrs.pop("maxlength", None)

    def begins(self, draft: Draft) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    def build(self) -> None:
        """Fields that follow from the draft."""

    def answered(self) -> Draft:
        """The draft with these answers."""
        raise NotImplementedError

    def label_of(self, label: Label) -> str:
        """A label of the edition's, in the language of the page."""
        return label.get(self.language) or next(iter(label.values()))


class To(Question):
    """Whom it goes to, and how much it hurries."""

    exit = _one(_("Hvor raskt må noen lese det?"), [])
    desks = forms.MultipleChoiceField(
        label=_("Hvem skal få den?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst ett mottak."), "invalid_choice": CHOOSE["invalid_choice"]},
    )

    def begins(self, draft: Draft) -> dict[str, Any]:
        return {"desks": [str(desk) for desk in draft.desks], "exit": draft.exit.value}

    def build(self) -> None:
        self.fields["desks"].choices = [  # type: ignore[attr-defined]
            (str(one.unit.id), one.unit.name) for one in self.about.receivers
        ]
        urgent = [(Exit.NOW.value, gettext("Jeg har ringt 112"))] if self.about.draft.exit is Exit.NOW else []
        self.fields["exit"].choices = [  # type: ignore[attr-defined]
            (Exit.ORDINARY.value, gettext("Det kan følge rutinen. Noen skal lese den innen neste arbeidsdag.")),
            (Exit.SERIOUS.value, gettext("Det er alvorlig. Jeg ringer først, og melder etterpå.")),
            *urgent,
        ]

    def answered(self) -> Draft:
        wanted = set(self.cleaned_data["desks"])
        desks = tuple(one.unit.id for one in self.about.receivers if str(one.unit.id) in wanted)
        return self.about.draft.but(desks=desks, exit=Exit(self.cleaned_data["exit"]))


class What(Question):
    """Which parts are sent, each with its text as it is sent."""

    def begins(self, draft: Draft) -> dict[str, Any]:
        chosen = {f"med-{place}": part.chosen for place, part in enumerate(draft.parts)}
        texts = {f"tekst-{place}": part.text for place, part in enumerate(draft.parts)}
        return {"telefon": draft.phone, **chosen, **texts}

    def build(self) -> None:
        for place, part in enumerate(self.about.draft.parts):
            self.fields[f"med-{place}"] = forms.BooleanField(label=gettext(part.heading), required=False)
            self.fields[f"tekst-{place}"] = _text(gettext("Teksten: %s") % gettext(part.heading), rows=_rows(part.text))
        self.fields["mer"] = _text(_("Noe mer mottaket trenger å vite?"), help_text=_("Valgfritt."))
        self.fields["telefon"] = _line(
            _("Telefonen din"), help_text=_("Valgfritt. Da kan mottaket ringe deg om de lurer på noe."), longest=30
        )

    @property
    def rows(self) -> Iterator[tuple[Any, Any]]:
        """Each part: its box, and its text."""
        for place, _part in enumerate(self.about.draft.parts):
            yield self[f"med-{place}"], self[f"tekst-{place}"]

    def clean(self) -> None:
        if not self.errors and not self.answered().chosen:
            self.add_error(None, gettext("Velg minst én del, eller skriv noe. Mottaket trenger noe å gå ut fra."))

    def answered(self) -> Draft:
        said = self.cleaned_data
        parts = [
            _rewritten(part, said[f"tekst-{place}"].strip(), said[f"med-{place}"])
            for place, part in enumerate(self.about.draft.parts)
        ]
        more = said.get("mer", "").strip()
        if more:
            parts.append(PartDraft(key=f"more-{len(parts)}", heading=MORE, text=more, chosen=True, typed=True))
        return self.about.draft.but(parts=tuple(parts), phone=said.get("telefon", "").strip())


MORE = "Mer fra den som melder"


def _rewritten(part: PartDraft, text: str, chosen: bool) -> PartDraft:
    return part.model_copy(update={"text": text, "chosen": chosen, "typed": part.typed or text != part.text.strip()})


def _rows(text: str) -> int:
    return min(14, max(3, len(text) // 60 + text.count("\n") + 1))


class Who(Question):
    """Whether it is said whom it is about, and who that is."""

    named = _one(
        _("Skal mottaket få vite hvem det gjelder?"),
        [("no", _("Nei, send den uten navn")), ("yes", _("Ja, med navn"))],
    )
    name = _line(_("Navn"), longest=200)
    born = _day(_("Fødselsdato"), required=False, help_text=_("Valgfritt. Skriv den som 25.11.2010."))
    contact = _line(_("Slik når de personen"), help_text=_("Valgfritt. Telefon, skole eller adresse."))

    def begins(self, draft: Draft) -> dict[str, Any]:
        named = {None: None, True: "yes", False: "no"}[draft.named]
        born = draft.born.strftime("%d.%m.%Y") if draft.born else ""
        return {"named": named, "name": draft.name, "born": born, "contact": draft.contact}

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("named") != "yes":
            return
        try:
            names.folded(said.get("name", ""))
        except NotAName:
            self.add_error("name", gettext("Skriv navnet på den det gjelder."))
        born = said.get("born")
        if born and not EARLIEST <= born <= clock.today():
            self.add_error("born", gettext("Fødselsdatoen kan ikke være senere enn i dag."))

    def answered(self) -> Draft:
        said = self.cleaned_data
        if said["named"] == "no":
            # What isn't sent isn't carried either.
            return self.about.draft.but(named=False, name="", born=None, contact="")
        return self.about.draft.but(
            named=True, name=said["name"].strip(), born=said["born"], contact=said["contact"].strip()
        )


class Health(Question):
    """Asked of the health services alone: how it was learnt decides which law applies."""

    health = _one(_("Fikk du vite dette som helsepersonell?"), [YES, NO])

    def begins(self, draft: Draft) -> dict[str, Any]:
        return {"health": {None: None, True: "yes", False: "no"}[draft.health]}

    def answered(self) -> Draft:
        health = self.cleaned_data["health"] == "yes"
        # Another law: what was chosen under the first is asked again.
        changed: dict[str, Any] = {} if health == self.about.draft.health else {"bases": {}, "attested": {}}
        return self.about.draft.but(health=health, **changed)


class Basis(Question):
    """On which basis each desk hears of it: one of those that are open to it today."""

    def begins(self, draft: Draft) -> dict[str, Any]:
        known = {f"grunnlag-{desk}": basis for desk, basis in draft.bases.items()}
        if draft.named is False:
            return {f"grunnlag-{one.unit.id}": "anonymised" for one in self.about.chosen} | known
        return known

    def build(self) -> None:
        for one in self.about.chosen:
            open_ones = [offer.basis for offer in self.about.offers(one) if offer.answer]
            choices = [(basis.id, self.label_of(basis.label)) for basis in open_ones]
            self.fields[f"grunnlag-{one.unit.id}"] = _one(
                gettext("Grunnlag for å dele med %s") % one.unit.name,
                choices,
                errors={"required": _("Velg et grunnlag. Uten det blir ingenting sendt.")},
            )

    def answered(self) -> Draft:
        bases = {one.unit.id: self.cleaned_data[f"grunnlag-{one.unit.id}"] for one in self.about.chosen}
        kept = {
            desk: done
            for desk, done in self.about.draft.attested.items()
            if self.about.draft.bases.get(desk) == bases.get(desk)
        }
        return self.about.draft.but(bases=bases, attested=kept, edition=self.about.law.edition)


class Stand(Question):
    """What whoever sends it stands for: everything that the basis asks, and why the desk needs it."""

    def begins(self, draft: Draft) -> dict[str, Any]:
        attested = {f"star-for-{desk}": [str(one) for one in done] for desk, done in draft.attested.items()}
        return {**attested, **{f"hvorfor-{desk}": words for desk, words in draft.necessity.items()}}

    def build(self) -> None:
        for one in self.about.chosen:
            self._ask(one)

    def _ask(self, one: Receiver) -> None:
        basis, unit = self.about.basis(one), one.unit
        if basis is None:
            return
        every = [(str(place), self.label_of(label)) for place, label in enumerate(basis.attest)]
        if every:
            self.fields[f"star-for-{unit.id}"] = forms.MultipleChoiceField(
                label=gettext("Kan du stå for dette?"),
                choices=every,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=CHOOSE,
            )
        asked = _("Hva hviler det på?") if basis.duty else gettext("Hvorfor trenger %s dette?") % unit.name
        self.fields[f"hvorfor-{unit.id}"] = _text(asked, rows=3)

    def clean(self) -> None:
        for one in self.about.chosen:
            basis, done = self.about.basis(one), self.cleaned_data.get(f"star-for-{one.unit.id}", [])
            if basis is None:
                continue
            if basis.attest and len(done) < len(basis.attest):
                self.add_error(f"star-for-{one.unit.id}", str(NOT_ALL))
            if not self.cleaned_data.get(f"hvorfor-{one.unit.id}", "x").strip():
                self.add_error(f"hvorfor-{one.unit.id}", gettext("Skriv det med en setning eller to."))

    def answered(self) -> Draft:
        said, chosen = self.cleaned_data, self.about.chosen
        attested = {one.unit.id: tuple(sorted(map(int, said.get(f"star-for-{one.unit.id}", [])))) for one in chosen}
        necessity = {one.unit.id: said.get(f"hvorfor-{one.unit.id}", "").strip() for one in chosen}
        return self.about.draft.but(attested=attested, necessity=necessity)


NOT_ALL = gettext_lazy(
    "Du må kunne stå for alt som grunnlaget krever. Kan du ikke det, går du tilbake og velger et annet."
)


class Home(Question):
    """Asked before anybody speaks to the parents."""

    unsafe_home = _one(_("Kan det være utrygt hjemme?"), [YES, UNSURE, NO])

    def begins(self, draft: Draft) -> dict[str, Any]:
        return {"unsafe_home": draft.unsafe_home}

    def answered(self) -> Draft:
        return self.about.draft.but(unsafe_home=self.cleaned_data["unsafe_home"])


class Told(Question):
    """Whether the person and the parents know; if not, why, and when it is looked at again."""

    told = _one(_("Vet den det gjelder, at du melder?"), [YES, NO])
    why = _text(_("Hvorfor ikke?"), rows=3, help_text=_("Bare hvis svaret er nei."))
    again = _day(
        _("Når ser dere på det igjen?"),
        required=False,
        help_text=_("Bare hvis svaret er nei. Skriv dagen som 25.11.2026. Den kommer på Min side."),
    )

    def begins(self, draft: Draft) -> dict[str, Any]:
        unsafe = draft.unsafe_home in ("yes", "unsure")
        why = draft.not_told_why or (
            gettext("Det kan være utrygt hjemme. Barnevernet spørres først.") if unsafe else ""
        )
        again = draft.look_again or limits.working_days_after(clock.today(), 5)
        told = {None: "no" if unsafe else None, True: "yes", False: "no"}[draft.told]
        return {"told": told, "why": why, "again": again.strftime("%d.%m.%Y")}

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("told") != "no":
            return
        if not said.get("why", "").strip():
            self.add_error("why", gettext("Skriv hvorfor personen ikke har fått vite det."))
        again = said.get("again")
        if "again" not in self.errors and (again is None or again <= clock.today()):
            self.add_error("again", gettext("Velg en dag etter i dag, så dere ser på det igjen."))
        elif again and again > clock.today() + timedelta(days=366):
            self.add_error("again", gettext("Velg en dag innen et år."))

    def answered(self) -> Draft:
        said = self.cleaned_data
        if said["told"] == "yes":
            return self.about.draft.but(told=True, not_told_why="", look_again=None)
        return self.about.draft.but(told=False, not_told_why=said["why"].strip(), look_again=said["again"])


FORMS: dict[Asked, type[Question]] = {
    Asked.TO: To,
    Asked.WHAT: What,
    Asked.WHO: Who,
    Asked.HEALTH: Health,
    Asked.BASIS: Basis,
    Asked.STAND: Stand,
    Asked.HOME: Home,
    Asked.TOLD: Told,
}
"""The pages that are a form of the draft. Consent is recorded, and the last page sends."""
