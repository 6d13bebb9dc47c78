"""How a report is shown before it is sent: the gate for each desk, and all of it at a glance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from motvekt.concerns.report_about import About, Asked
from motvekt.dossiers.gate import Offer
from motvekt.guide.kinds import Language
from motvekt.guide.schema import LegalBasis
from motvekt.guide.templatetags.guide import day
from motvekt.organisations import people
from motvekt.organisations.middleware import InsideRequest
from motvekt.reports.kinds import ArrivalKind, Exit
from motvekt.reports.sending import Receiver


@dataclass(frozen=True)
class Choice:
    """A basis that is open, with the box that chooses it."""

    basis: LegalBasis
    box: Any
    withholds_name: bool
    """Whether the desk gets no name on it, though others do."""


@dataclass(frozen=True)
class Gate:
    """The gate as one desk sees it: what is open, what is closed and why, and what is asked."""

    receiver: Receiver
    basis: LegalBasis | None
    choices: Sequence[Choice]
    closed: Sequence[Offer]
    field: Any
    """The bound field in which a basis is chosen, or what it asks is attested."""
    why: Any = None

    @property
    def cite(self) -> str:
        """Where the basis stands in the law; nothing for consent, which has no paragraph of its own."""
        basis = self.basis
        if basis is None or basis.in_force is None:
            return ""
        names = {name.casefold() for name in basis.label.values()}
        cite = basis.in_force.cite
        return "" if any(cite.casefold().startswith(name) for name in names) else cite


def gate_of(about: About, form: Any) -> list[Gate]:
    """Each desk with its bases, as far as the page asks about them."""
    found = []
    for one in about.chosen:
        offers = about.offers(one)
        choosing = f"grunnlag-{one.unit.id}" in form.fields
        name, why = (
            (f"grunnlag-{one.unit.id}", "") if choosing else (f"star-for-{one.unit.id}", f"hvorfor-{one.unit.id}")
        )
        field = form[name] if name in form.fields else None
        boxes = {str(box.data["value"]): box for box in field} if choosing and field is not None else {}
        choices = [
            Choice(offer.basis, boxes[offer.basis.id], offer.basis.without_identity and bool(about.draft.named))
            for offer in offers
            if offer.answer and offer.basis.id in boxes
        ]
        closed = [offer for offer in offers if not offer.answer]
        found.append(Gate(one, about.basis(one), choices, closed, field, form[why] if why in form.fields else None))
    return found


def headings(about: About) -> dict[Asked, str]:
    """The heading of each page."""
    talk = about.draft.kind is ArrivalKind.TALK
    return {
        Asked.TO: _("Hvem skal ta samtalen, eller gi råd?") if talk else _("Hvem skal få meldingen?"),
        Asked.WHAT: _("Hva vil du sende?"),
        Asked.WHO: _("Med eller uten navn?"),
        Asked.HEALTH: _("Fikk du vite dette som helsepersonell?"),
        Asked.BASIS: _("Hva gir deg lov til å dele?"),
        Asked.CONSENT: _("Samtykket"),
        Asked.STAND: _("Kan du stå for dette?"),
        Asked.HOME: _("Kan det være utrygt hjemme?"),
        Asked.TOLD: _("Vet personen det?"),
        Asked.REVIEW: _("Se over før du sender"),
    }


@dataclass(frozen=True)
class Line:
    """A line of what is sent: where it is changed, what it is called, and what it says."""

    page: Asked
    name: str
    words: Sequence[str]


def summary(about: About, language: Language) -> list[Line]:
    """All that is sent, and to whom, as the last page shows it. The texts themselves stand below it."""
    draft = about.draft
    who = [draft.name, _("Født %s") % day(draft.born) if draft.born else "", draft.contact] if draft.named else []
    rows = [
        Line(Asked.TO, _("Til"), [f"{one.unit.name}: {_channel(one)}" for one in about.chosen]),
        Line(Asked.TO, _("Hvor raskt"), [_exit(draft.exit)]),
        Line(
            Asked.WHO,
            _("Hvem det gjelder"),
            [word for word in who if word] or [_("Uten navn. Dekknavnet er %s.") % about.concern.alias],
        ),
        Line(Asked.BASIS, _("Grunnlag"), [f"{one.unit.name}: {_label(about, one, language)}" for one in about.chosen]),
        Line(
            Asked.STAND,
            _("Hvorfor det trengs"),
            [f"{one.unit.name}: {draft.necessity.get(one.unit.id, '')}" for one in about.chosen],
        ),
    ]
    if Asked.TOLD in about.pages:
        rows.append(Line(Asked.TOLD, _("Vet personen det?"), _told(about)))
    return rows


def _channel(one: Receiver) -> str:
    return _("leveres her i Motvekt") if one.is_reached else _("leveres ikke her, du tar den dit selv")


def _exit(exit_: Exit) -> str:
    return {
        Exit.NOW: _("112 er ringt. Noen skal lese den innen 30 minutter."),
        Exit.SERIOUS: _("Alvorlig. Noen skal lese den innen 30 minutter. Ring likevel."),
        Exit.ORDINARY: _("Den følger rutinen. Noen skal lese den innen neste arbeidsdag."),
    }[exit_]


def _label(about: About, one: Receiver, language: Language) -> str:
    basis = about.basis(one)
    if basis is None:
        return ""
    words = basis.label.get(language) or next(iter(basis.label.values()))
    withheld = about.draft.named and basis.without_identity
    return f"{words}. {_('Navnet blir ikke sendt hit.')}" if withheld else str(words)


def _told(about: About) -> list[str]:
    draft = about.draft
    if draft.told:
        return [_("Ja")]
    again = [_("Dere ser på det igjen %s.") % day(draft.look_again)] if draft.look_again else []
    return [_("Nei. %s") % draft.not_told_why, *again]


def role_of(request: InsideRequest) -> str:
    """What whoever reports is, in words. Who they are, the desk is told apart."""
    role = next(iter(people.myself(request.standing).roles), None)
    return f"{capfirst(_(role.words))}, {role.unit}" if role else ""


@dataclass(frozen=True)
class Without:
    """Desks that may be taken out: their ids as the button sends them, and who is left, by name."""

    out: str
    left: str


def without(about: About, out: Collection[UUID]) -> Without | None:
    """What a button offers where some of the desks can't get it and others can; nothing where all or none can."""
    left = [one.unit.name for one in about.chosen if one.unit.id not in out]
    if not out or not left:
        return None
    return Without(" ".join(sorted(str(one) for one in out)), get_text_list(left, _("og")))
