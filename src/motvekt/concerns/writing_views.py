"""Writing a worry down, and writing on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires, signed_in
from motvekt.concerns import clashes, lists, opening, queries, reading, sheet, typed, writing_actions
from motvekt.concerns.forms import NewNote
from motvekt.concerns.frame import door, frame
from motvekt.concerns.kinds import WHYS, Status, Why
from motvekt.concerns.lost import keeps_text
from motvekt.concerns.models import Concern
from motvekt.concerns.sheet import REFLECTION, Sheet
from motvekt.concerns.texts import Observation
from motvekt.dossiers.actions import CHANGED_MEANWHILE
from motvekt.guide.contacts import lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function, StepKind
from motvekt.guide.templatetags.guide import clock_time
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def new(request: InsideRequest) -> HttpResponse:
    """Two fields and a button: that is a concern."""
    given = request.POST if request.method == "POST" else None
    units = lists.units(request.standing)
    choices = [(str(unit.id), unit.name) for unit in units]
    form = NewNote(given, units=choices, initial={"id": new_id()})
    if not form.is_valid():
        about = {"section": "concerns", "form": form, "forms": [form], "choices": choices}
        about["serious"] = _serious(request)
        return render(request, "concerns/new.html", about, status=400 if form.is_bound else 200)
    said = form.cleaned_data
    made = writing_actions.note_once(
        concern_id=said["id"],
        unit=next(unit for unit in units if str(unit.id) == said["unit"]),
        observation=Observation(seen=said["seen"], when=said["when"]),
        by=request.standing,
    )
    session.say(request, "noted")
    return redirect("concerns:concern", made.dossier_id)


def _serious(request: InsideRequest) -> list[Any]:
    """Whom to call today where it can't wait, who is open now first."""
    edition = edition_of(request)
    found = lines(edition.guide, edition.checked, clock.now(), functions=[Function.RADICALISATION_CONTACT])
    return [line for line in found if line.phones][:1]


@signed_in
@typed.given_back
@only(*READING, "POST")
def concern(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """The sheet of a concern. Whoever lost it while they wrote gets back what they typed, and nothing else."""
    if request.method == "POST":
        return _sent(request, dossier)
    found = door(request, dossier)
    asks = opening.first(request, found)
    if asks is not None:
        return asks
    if found.status == Status.CLOSED:
        return _closed(request, found)
    shown = sheet.of(request.standing, found, another="ny" in request.GET)
    return _page(request, found, shown)


def _page(request: InsideRequest, found: Concern, shown: Sheet, status: int = 200) -> HttpResponse:
    framed = frame(request, found, StepKind.DESCRIBE)
    describing = next((one for one in framed["steps"] if one.here), None)
    about = {
        **framed,
        "step": describing.step if describing else None,
        "step_done": describing is not None and describing.done,
        "sheet": shown,
        "mine": found.writer_id == request.standing.account,
        "said": session.said(request) if status == 200 else "",
        "wrong": any(form.errors for form in shown.forms) if status == 400 else False,
    }
    return render(request, "concerns/concern.html", about, status=status)


def _closed(request: InsideRequest, found: Concern) -> HttpResponse:
    about = {
        **frame(request, found),
        "written": reading.shown(queries.parts(request.standing, found), queries.guide_of(found)),
        "why": WHYS[Why(found.closed_why)],
        "sees_to_rest": found.rest_owner_id == request.standing.account,
        "mine": found.writer_id == request.standing.account,
        "said": session.said(request),
    }
    return render(request, "concerns/closed.html", about)


def _sent(request: InsideRequest, dossier: UUID) -> HttpResponse:
    found = queries.concern(request.standing, dossier)
    if found is None:
        return typed.lost(request, typed.NO_LONGER, 403)
    asks = opening.first(request, found)
    if asks is not None:
        return asks
    data = clashes.resolved(request.POST)
    sent = sheet.of(request.standing, found, data)
    if not sent.is_valid():
        return _page(request, found, sent, status=400)
    try:
        writing_actions.save(concern=found, sent=sent.sent(), about=sent.said(), by=request.standing)
    except Refused as refused:
        if refused.decision.code != CHANGED_MEANWHILE.code:
            return typed.lost(request, refused.decision, 409)
        clash = clashes.found(request.standing, found, sent, data)
        about = {**frame(request, found, StepKind.DESCRIBE), "clash": clash}
        return render(request, "concerns/clash.html", about, status=409)
    session.say(request, "saved")
    return redirect(_onwards(request, found))


def _onwards(request: InsideRequest, found: Concern) -> str:
    """Where one goes after saving: the next step, one more observation, or the sheet again."""
    here = reverse("concerns:concern", args=[found.dossier_id])
    wanted = request.POST.get("videre", "")
    if wanted == "neste":
        step = frame(request, found, StepKind.DESCRIBE)["next_step"]
        return step.address if step else here
    return f"{here}?ny=1#ny" if wanted == "ny" else here


@signed_in
@typed.given_back
@only("POST")
def draft(request: InsideRequest, dossier: UUID) -> JsonResponse:
    """The sheet saves itself: which version each part has now, or why it isn't saved."""
    found = queries.concern(request.standing, dossier)
    if found is None or opening.first(request, found) is not None:
        return _unsaved(typed.NO_LONGER.words, 403)
    sent = sheet.of(request.standing, found, request.POST)
    if not sent.is_valid():
        wrong = [error for form in sent.forms for errors in form.errors.values() for error in errors]
        return _unsaved(str(wrong[0]), 400)
    try:
        versions = writing_actions.save(concern=found, sent=sent.sent(), about=sent.said(), by=request.standing)
    except Refused as refused:
        return _unsaved(refused.decision.words, 409)
    reflection = sent.reflection.cleaned_data["id"]
    named = {REFLECTION if part == reflection else f"o-{part}": version for part, version in versions.items()}
    return JsonResponse({"at": clock_time(clock.now()), "versions": named})


def _unsaved(words: str, status: int) -> JsonResponse:
    return JsonResponse({"words": typed.translated(words)}, status=status)
