"""The police write a notice to an SLT desk, look it over, send it, and see what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.access.roles import ROLES
from motvekt.dossiers import law as laws
from motvekt.dossiers.gate import Offer
from motvekt.dossiers.law import Law as InForce
from motvekt.guide.contacts import Line, lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import again, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Unit
from motvekt.reports import notice_queries
from motvekt.reports.kinds import Exit
from motvekt.reports.notice_actions import Sending, send_notice
from motvekt.reports.notice_forms import Choices, Law, Stand, Write, carried, ground
from motvekt.reports.typed import gives_back
from motvekt.web.methods import only

STEPS = ("write", "law", "stand")


@dataclass(frozen=True)
class Where:
    """Between whom a notice may go."""

    units: list[Unit]
    desks: list[Unit]
    law: InForce

    def sender(self, write: Write) -> Unit:
        """The unit that was chosen. Of a form that is valid."""
        return next(one for one in self.units if str(one.id) == write.cleaned_data["unit"])

    def desk(self, write: Write) -> Unit:
        """The desk that was chosen. Of a form that is valid."""
        return next(one for one in self.desks if str(one.id) == write.cleaned_data["desk"])

    def offers(self, write: Write) -> list[Offer]:
        """The bases between the two. Of a form that is valid."""
        return notice_queries.offers(self.law, self.sender(write), self.desk(write))


@requires(Capability.WRITE)
@only(*READING)
def notices(request: InsideRequest) -> HttpResponse:
    """The notices that somebody has sent, and what became of each."""
    if not notice_queries.senders(request.standing):
        raise Http404
    found = notice_queries.sent(request.standing)
    about = {
        "section": "desk",
        "arrivals": found,
        "unread": notice_queries.unread_since(found),
        "said": session.said(request),
        "numbers": _numbers(request),
    }
    return render(request, "reports/notices.html", about)


@requires(Capability.WRITE)
@only(*READING)
def notice(request: InsideRequest, notice: UUID) -> HttpResponse:
    """A notice as it was sent, and what the desk has answered."""
    found = notice_queries.followed(request.standing, notice)
    if found is None:
        raise Http404
    about = {"section": "desk", "one": found, "numbers": _numbers(request)}
    return render(
        request, "reports/notice.html", {**about, "opened": notice_queries.laid_open(request.standing, found)}
    )


@requires(Capability.WRITE)
@only(*READING, "POST")
@gives_back
def new_notice(request: InsideRequest) -> HttpResponse:
    """Write one: three steps at one address. Nothing is stored before the last of them is sent."""
    where = _door(request)
    if request.method != "POST":
        first = {"id": new_id(), "unit": str(where.units[0].id) if len(where.units) == 1 else ""}
        return _write(request, where, _form(where, initial=first), 200)
    given, back = request.POST, request.POST.get("til", "")
    write = _form(where, given)
    if back == "write" or not write.is_valid():
        shown = _form(where, initial=given.dict()) if back == "write" else write
        return _write(request, where, shown, 200 if back == "write" else 400)
    offers, at = where.offers(write), request.POST.get("steg", "")
    law = Law(given, offers=offers, identifies=write.identifies)
    if back == "law" or at == "write":
        return _law(request, offers, Law(initial=given.dict(), offers=offers, identifies=write.identifies), 200)
    if not law.is_valid():
        return _law(request, offers, law, 400)
    stand = Stand(given if at == "stand" else None, basis=law.chosen)
    if not stand.is_valid():
        return _stand(request, where, (write, law, stand))
    return _sent(request, where, (write, law, stand))


def _sent(request: InsideRequest, where: Where, forms: tuple[Write, Law, Stand]) -> HttpResponse:
    write, law, stand = forms
    sender = where.sender(write)
    sending = Sending(
        sender=sender,
        desk=where.desk(write),
        said=write.said(_role(request, sender)),
        ground=ground(write, law, stand),
        identity=write.identity,
        exit=Exit(write.cleaned_data["exit"]),
    )
    again.once(request, write.cleaned_data["id"])
    send_notice(notice_id=write.cleaned_data["id"], sending=sending, by=request.standing)
    again.note(request, write.cleaned_data["id"])
    session.say(request, "notice_sent")
    return redirect("reports:notices")


def _door(request: InsideRequest) -> Where:
    """Only for those who write in a unit of the police; for all others there is no such page: Http404."""
    units = notice_queries.senders(request.standing)
    if not units:
        raise Http404
    law = laws.of_today(request.area)
    return Where(units, notice_queries.desks(request.area, law), law)


def _form(where: Where, given: QueryDict | None = None, **more: Any) -> Write:
    return Write(given, units=_choices(where.units), desks=_choices(where.desks), **more)


def _choices(units: list[Unit]) -> Choices:
    return [(str(unit.id), unit.name) for unit in units]


def _role(request: InsideRequest, unit: Unit) -> str:
    """What whoever sends is there, as the desk reads it."""
    role = next(post.role for post in request.standing.posts if post.unit == unit.id)
    return f"{gettext(ROLES[role].words)}, {unit.name}"


def _write(request: InsideRequest, where: Where, form: Write, status: int) -> HttpResponse:
    about = {"form": form, "units": _choices(where.units), "desks": _choices(where.desks), "numbers": _numbers(request)}
    return _step(request, "write", about, status)


def _law(request: InsideRequest, offers: list[Offer], form: Law, status: int) -> HttpResponse:
    about = {
        "form": form,
        "open": [offer.basis for offer in offers if offer.answer],
        "closed": [(offer.basis, offer.answer.reasons[0]) for offer in offers if not offer.answer],
    }
    return _step(request, "law", about, status)


def _stand(request: InsideRequest, where: Where, forms: tuple[Write, Law, Stand]) -> HttpResponse:
    write, law, stand = forms
    said = write.said(_role(request, where.sender(write)))
    about = {
        "form": stand,
        "write": write,
        "law": law.cleaned_data,
        "basis": law.chosen,
        "desk": where.desk(write),
        "sender": where.sender(write),
        "notice": said,
        "identity": write.identity,
        "asked": [(str(at), words) for at, words in enumerate(law.chosen.attest)],
        "chosen": request.POST.getlist("attested"),
    }
    return _step(request, "stand", about, 400 if stand.is_bound else 200)


def _step(request: InsideRequest, step: str, about: dict[str, Any], status: int) -> HttpResponse:
    shown = {
        "section": "desk",
        "step": step,
        "number": STEPS.index(step) + 1,
        "carried": carried(request.POST, besides=step),
        **about,
    }
    return render(request, f"reports/notice_{step}.html", shown, status=status)


def _numbers(request: InsideRequest) -> list[Line]:
    """Whom to call at the SLT desks: a form is never the alarm."""
    edition = edition_of(request)
    found = lines(edition.guide, edition.checked, clock.now(), functions=[Function.SLT_COORDINATOR])
    return [line for line in found if line.phones]
