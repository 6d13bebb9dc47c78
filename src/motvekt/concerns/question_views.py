"""Asking a desk about a concern without a name, the question with its answers, and keeping the advice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import policy, question_actions
from motvekt.concerns.frame import door, frame
from motvekt.concerns.lost import keeps_text
from motvekt.concerns.models import Concern
from motvekt.concerns.opening import asked_first
from motvekt.concerns.states import Act
from motvekt.consultations import question_pages, question_reads
from motvekt.consultations.question_pages import Place
from motvekt.consultations.question_reads import Opened
from motvekt.dossiers.actions import CHANGED_MEANWHILE
from motvekt.dossiers.doing import allowed
from motvekt.dossiers.kinds import DossierKind
from motvekt.guide.kinds import StepKind
from motvekt.guide.templatetags.guide import day
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.reports.models import Report
from motvekt.web.methods import only


@requires(Capability.SHARE)
@only(*READING, "POST")
@keeps_text
@asked_first
def ask(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Ask about the concern."""
    concern = door(request, dossier)
    allowed(policy.may_do(request.standing, concern, Act.WRITE))
    return question_pages.answer(request, _place(request, concern))


def _place(request: InsideRequest, concern: Concern) -> Place:
    def page(name: str, about: dict[str, Any], status: int) -> HttpResponse:
        framed = frame(request, concern, StepKind.DISCUSS)
        return render(request, f"concerns/question/{name}.html", framed | about, status=status)

    def sent(report: Report) -> str:
        return reverse("concerns:question", args=[concern.pk, report.id])

    return Place(
        unit=concern.unit,
        action=reverse("concerns:ask", args=[concern.pk]),
        back=reverse("concerns:discuss", args=[concern.pk]),
        page=page,
        send=lambda question: question_actions.ask_desk(concern=concern, question=question, by=request.standing),
        sent=sent,
        alias=concern.alias,
    )


def _question(request: InsideRequest, concern: Concern, question: UUID) -> Opened:
    """A question of a concern, opened. Raises Http404."""
    found = question_reads.question(request.standing, question, DossierKind.CONCERN)
    if found is None or found.asked.arrival.dossier_id != concern.pk:
        raise Http404
    return found


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def question(request: InsideRequest, dossier: UUID, question: UUID) -> HttpResponse:
    """What was asked, whether anybody has read it, and what was answered."""
    concern = door(request, dossier)
    about = {
        **frame(request, concern, StepKind.DISCUSS),
        **question_pages.about(request, _question(request, concern, question)),
        "keeps": bool(policy.may_do(request.standing, concern, Act.WRITE)),
        "said": session.said(request),
    }
    return render(request, "concerns/question/question.html", about)


@requires(Capability.SHARE)
@only("POST")
@asked_first
def keep_advice(request: InsideRequest, dossier: UUID, question: UUID, answer: UUID) -> HttpResponse:
    """Keep an answer with what was discussed."""
    concern = door(request, dossier)
    found = _question(request, concern, question)
    advice = next((one for one in found.answers if one.item == answer and one.advises and one.opens), None)
    if advice is None or not isinstance(advice.text, str):
        raise Http404
    whom, on = question_pages.desk_name(request, advice.desk), day(clock.local(advice.at))
    try:
        question_actions.keep_advice(
            concern=concern, answer=answer, said=advice.text, by_whom=whom, on=on, by=request.standing
        )
    except Refused as refused:
        if refused.decision != CHANGED_MEANWHILE:
            raise
    session.say(request, "advice_kept")
    return redirect("concerns:discuss", concern.pk)
