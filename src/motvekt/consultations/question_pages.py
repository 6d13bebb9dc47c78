"""The pages on which somebody asks a desk: a form, a look over it, and its sending. From a concern, or alone.

What was typed travels in the page until it is sent, and stands nowhere before. What stands out in the text is said on
the page alone: it is neither stored nor counted, and hinders nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from motvekt.consultations import question_ways, recognising
from motvekt.consultations.question_forms import Ask
from motvekt.consultations.question_reads import Opened
from motvekt.consultations.question_sending import Question
from motvekt.consultations.question_ways import Ways
from motvekt.consultations.recognising import Known
from motvekt.dossiers import law as laws
from motvekt.dossiers.law import Law
from motvekt.guide.contacts import lines
from motvekt.guide.frame import content_language, edition_of
from motvekt.guide.kinds import Function
from motvekt.guide.schema import Guide, LegalBasis
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.kernel.words import gettext_noop
from motvekt.organisations import again, people, session
from motvekt.organisations import queries as organisations
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Unit
from motvekt.reports import limits, sending
from motvekt.reports.kinds import ArrivalKind, Exit
from motvekt.reports.models import Report
from motvekt.reports.sending import Receiver

Page = Callable[[str, dict[str, Any], int], HttpResponse]


@dataclass(frozen=True)
class Place:
    """Where somebody asks from. `page` renders one of the two pages round what stands here; `send` sends a question."""

    unit: Unit
    action: str
    back: str
    page: Page
    send: Callable[[Question], Report]
    sent: Callable[[Report], str]
    alias: str = ""


def answer(request: InsideRequest, place: Place) -> HttpResponse:
    """The page, or what it does with what was sent."""
    asking = Asking(request, place, laws.of_today(place.unit.area))
    if request.method != "POST":
        return asking.shown(asking.form(None, initial=asking.first))
    if request.POST.get("steg") == "endre":
        # As it was typed, to be changed: not looked at yet.
        return asking.shown(asking.form(None, initial=request.POST.dict() | {"key": request.POST.get("key")}))
    form = asking.form(request.POST)
    if not form.is_valid():
        return asking.shown(form, status=400)
    return asking.sent(form) if request.POST.get("steg") == "send" else asking.looked_over(form)


@dataclass(frozen=True)
class Asking:
    """Somebody who asks from a place, under the law of the day."""

    request: InsideRequest
    place: Place
    law: Law

    @property
    def ways(self) -> Ways:
        """Whom they can ask."""
        return question_ways.ways(self.place.unit, self.law)

    @property
    def first(self) -> dict[str, Any]:
        """What stands in the form when it is first shown."""
        asked = self.ways.asked
        role = next(
            (one for one in people.myself(self.request.standing).roles if one.unit == self.place.unit.name), None
        )
        return {
            "key": new_id(),
            "edition": self.law.edition,
            "desk": str(asked[0].unit.id) if len(asked) == 1 else "",
            "role": _(role.words) if role else "",
            "band": "",
        }

    def form(self, given: Any, **more: Any) -> Ask:
        """The form as this place has it. What is attested is asked once the desk is known."""
        desks = [(str(one.unit.id), one.unit.name) for one in self.ways.asked]
        health = self.place.unit.agency == AgencyKind.HEALTH_CARE
        form = Ask(given, desks=desks, asks_health=health, attest=_MOST_ATTESTED, **more)
        if not self.place.alias:
            del form.fields["hides_alias"]
        return form

    def shown(self, form: Ask, *, status: int = 200) -> HttpResponse:
        """The form."""
        edition = edition_of(self.request)
        ways = self.ways
        guide_lines = lines(edition.guide, edition.checked, clock.now(), functions=list(ways.called))
        serious = lines(edition.guide, edition.checked, clock.now(), functions=[Function.RADICALISATION_CONTACT])
        about = {
            "form": form,
            "place": self.place,
            "ways": ways,
            "desks": [(str(one.unit.id), one) for one in ways.asked],
            "called": [line for line in guide_lines if line.phones] if ways.called else [],
            "serious": [line for line in serious if line.phones][:1],
        }
        return self.place.page("ask", about, status)

    def looked_over(self, form: Ask, *, refused: str = "", status: int = 200) -> HttpResponse:
        """All that goes, and what in it stands out."""
        to, basis = self._to(form), self._basis(form)
        if basis is None:
            form.add_error(
                "desk", _("Loven lar deg ikke spørre der på denne måten. Ring heller, eller velg noen annen.")
            )
            return self.shown(form, status=400)
        about = {
            "form": form,
            "place": self.place,
            "to": to,
            "basis": basis,
            "text": form.text_by(self._name),
            "fields": [(field.name, field.value()) for field in form if field.name != "attested"],
            "attested": [str(one) for one in form.cleaned_data["attested"]],
            "found": recognising.findings(form.written, self._known(form)),
            "read_by": limits.read_by(clock.now(), Exit.ORDINARY),
            "answer_by": limits.answer_by(clock.now(), ArrivalKind.QUESTION, AgencyKind(to.unit.agency)),
            "refused": refused,
        }
        return self.place.page("look_over", about, status)

    def sent(self, form: Ask) -> HttpResponse:
        """Send it. A no keeps all that was written."""
        basis, said = self._basis(form), form.cleaned_data
        if basis is None:
            return self.looked_over(form)
        if not set(range(len(basis.attest))) <= set(said["attested"]):
            return self.looked_over(form, refused=_NOT_ATTESTED, status=400)
        if again.is_changed(self.request, said["key"]):
            return self.looked_over(self._anew(key=str(new_id())), refused=_SENT_BEFORE, status=400)
        question = Question(
            id=said["key"],
            unit=self.place.unit,
            desk=self._to(form).unit,
            text=form.text_by(self._name),
            basis=basis.id,
            attested=frozenset(said["attested"]),
            edition=said["edition"],
            health=form.health_answer,
            # A desk that isn't told where it comes from is not shown what the unit calls the person either.
            alias="" if said.get("hides_alias") or said["hides_sender"] else self.place.alias,
            hides_sender=said["hides_sender"],
        )
        try:
            report = self.place.send(question)
        except Refused as refused:
            if refused.decision == sending.EDITION_CHANGED:
                form = self._anew(edition=str(self.law.edition))
            return self.looked_over(form, refused=refused.decision.words, status=400)
        again.note(self.request, said["key"])
        session.say(self.request, "asked")
        return redirect(self.place.sent(report))

    def _anew(self, **changed: str) -> Ask:
        """The same under today's law, or as another question: what it asks is attested anew."""
        given = self.request.POST.copy()
        given.update(changed)
        given.setlist("attested", [])
        form = self.form(given)
        form.is_valid()
        return form

    def _to(self, form: Ask) -> Receiver:
        return next(one for one in self.ways.asked if str(one.unit.id) == form.cleaned_data["desk"])

    def _basis(self, form: Ask) -> LegalBasis | None:
        return question_ways.basis(self.place.unit, self._to(form).unit, self.law, form.health_answer)

    @property
    def _name(self) -> str:
        return people.myself(self.request.standing).account.name

    def _known(self, form: Ask) -> Known:
        account, unit = people.myself(self.request.standing).account, self.place.unit
        guide = edition_of(self.request).guide
        hidden = [unit.name] if form.cleaned_data["hides_sender"] else []
        return Known(
            places=[name for one in guide.municipalities for name in set(one.name.values())],
            names=organisations.names(unit.area_id),
            whole=[*_offices(guide), account.name],
            own=[form.cleaned_data["phone"], account.email, *_printed(guide)],
            hidden=hidden,
        )


_SENT_BEFORE = gettext_noop(
    "Spørsmålet er alt sendt, slik det sto da. Dette er ikke sendt. Skal det også sendes, krysser du av og sender det."
)
_NOT_ATTESTED = gettext_noop(
    "Kryss av for det du kan stå for. Kan du ikke det, velger du «Endre» og tar ut det som peker mot personen."
)
_MOST_ATTESTED = 20
"""More than any basis asks; which of them it asks, the page shows and the gate holds."""


def _offices(guide: Guide) -> Sequence[str]:
    labels = [*(one.name for one in guide.contacts), *(one.name for one in guide.desks)]
    return [name for label in labels for name in set(label.values())]


def _printed(guide: Guide) -> Sequence[str]:
    return [
        *(phone.number for one in guide.contacts for phone in one.phones),
        *(one.email or "" for one in guide.contacts),
    ]


def language_of(request: InsideRequest) -> str:
    """In which of its languages the guide is shown."""
    return content_language(edition_of(request).guide, translation.get_language() or "nb")


def desk_name(request: InsideRequest, unit: Unit) -> str:
    """A desk as the edition calls the function: SLT-koordinator i Solvang."""
    desk = laws.of_today(unit.area).desk(unit)
    return str(desk.name.get(language_of(request), unit.name)) if desk else unit.name  # type: ignore[call-overload]


def about(request: InsideRequest, found: Opened) -> dict[str, Any]:
    """What a page shows of a question and its answers, and whom to call until somebody has read it."""
    edition, row = edition_of(request), found.asked.arrival
    desk = next((one for one in edition.guide.desks if one.id == row.unit.desk), None)
    functions = [desk.function] if desk else [Function.RADICALISATION_CONTACT]
    place = desk.municipalities[0] if desk and desk.municipalities else None
    calls = lines(edition.guide, edition.checked, clock.now(), functions=functions, municipality=place)
    return {"question": found, "row": row, "call": next((line for line in calls if line.phones), None)}


def question_id(text: str | None) -> UUID | None:
    """An id in an address, or nothing."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
