"""The page on which a desk answers: a unit that sent something, or somebody whom nobody knows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.guide.frame import edition_of
from motvekt.kernel.ids import new_id
from motvekt.organisations import again
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.reports import answering_actions, contents, offering, saved_answers
from motvekt.reports.act_views import data_of, door_to, if_undecided, sent
from motvekt.reports.asker import WhoAsked, askers
from motvekt.reports.forms import Answer, Insert
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind
from motvekt.reports.models import Arrival
from motvekt.reports.states import Act
from motvekt.reports.typed import gives_back
from motvekt.reports.views import shown
from motvekt.web.methods import only


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
@gives_back
def answer(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Answer whoever sent it, without saying who it is about."""
    row, by = door_to(request, arrival, Act.ANSWER), request.standing
    asker = askers().find(row.dossier_id) if row.kind in ANONYMOUSLY else None
    basis = None if asker else offering.basis_of(row, offering.ANSWER)
    attest = len(basis.attest) if basis else 0
    about: dict[str, Any] = {"basis": basis, "contents": contents.laid_open(by, row), "asker": asker}
    if "insert" in request.POST:
        return _inserted(request, row, asker, attest, about)
    form = Answer(data_of(request), attest=attest, answered_at=row.answered_at)

    def do() -> str | None:
        said = form.cleaned_data
        if again.before(request, said["key"]):
            return "answered_before"
        answering_actions.answer(
            arrival=row,
            text=said["text"],
            item_id=said["key"],
            attested=frozenset(said["attested"]),
            seen=form.seen_at,
            by=by,
        )
        again.note(request, said["key"])
        return None

    about["insert"] = Insert(groups=_offered(request, row, asker))
    return sent(request, row, form, do, _told(row), "reports/answer.html", about)


def _told(row: Arrival) -> str:
    """What the page says when it is sent: by which way it reaches whoever asked."""
    if row.kind in ANONYMOUSLY:
        return "answered_asker"
    return "answered_question" if row.kind == ArrivalKind.QUESTION else "answered"


def _offered(request: InsideRequest, row: Arrival, asker: WhoAsked | None) -> list[saved_answers.Group]:
    """The edition's texts for whoever sent it. Of a hidden unit nobody is told which law it is under."""
    service = [] if row.hides_sender else [row.agency or "private"]
    senders = frozenset(["private"] if asker else service)
    language = asker.language if asker else translation.get_language() or "nb"
    return saved_answers.offered(edition_of(request).guide, language, senders)


def _inserted(
    request: InsideRequest, row: Arrival, asker: WhoAsked | None, attest: int, about: dict[str, Any]
) -> HttpResponse:
    """The same form with one of the edition's texts below what was typed. Nothing is sent."""
    groups = _offered(request, row, asker)
    insert = Insert(request.POST, groups=groups)
    typed = request.POST.get("text", "")
    right = insert.is_valid()
    chosen = saved_answers.found(groups, insert.cleaned_data["saved"]) if right else None
    text = "\n\n".join(part for part in (typed.rstrip(), chosen.text if chosen else "") if part)
    known = {"key": request.POST.get("key") or new_id(), "text": text, "attested": request.POST.getlist("attested")}
    form = Answer(attest=attest, answered_at=row.answered_at, initial=known)
    about |= {"form": form, "insert": insert, "inserted": right}
    return render(request, "reports/answer.html", shown(request, row) | about, status=200 if right else 400)
