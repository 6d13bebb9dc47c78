"""Asking a desk from no concern: one's questions, a new one, and one with its answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.consultations import question_actions, question_pages, question_reads
from motvekt.consultations.question_pages import Place, question_id
from motvekt.dossiers.kinds import DossierKind
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Unit
from motvekt.reports.models import Report
from motvekt.web.methods import only


@requires(Capability.SHARE)
@only(*READING)
def questions(request: InsideRequest) -> HttpResponse:
    """What one has asked, the newest first."""
    found, after = question_reads.alone(request.standing, question_id(request.GET.get("etter")))
    about = {"section": "questions", "questions": found, "next": after, "is_first": "etter" not in request.GET}
    return render(request, "consultations/question/list.html", about)


@requires(Capability.SHARE)
@only(*READING, "POST")
def new(request: InsideRequest) -> HttpResponse:
    """Ask."""
    units = question_reads.units(request.standing)
    if not units:
        raise Http404
    unit = next((one for one in units if str(one.id) == request.GET.get("enhet")), units[0])
    return question_pages.answer(request, _place(request, unit, units))


def _place(request: InsideRequest, unit: Unit, units: list[Unit]) -> Place:
    def page(name: str, about: dict[str, Any], status: int) -> HttpResponse:
        more = {"section": "questions", "units": units, "unit": unit}
        return render(request, f"consultations/question/{name}.html", about | more, status=status)

    def sent(report: Report) -> str:
        return reverse("questions:question", args=[report.id])

    here = reverse("questions:new")
    return Place(
        unit=unit,
        action=f"{here}?enhet={unit.id}" if len(units) > 1 else here,
        back=reverse("questions:list"),
        page=page,
        send=lambda question: question_actions.ask_desk(question=question, by=request.standing),
        sent=sent,
    )


@requires(Capability.SHARE)
@only(*READING)
def question(request: InsideRequest, question: UUID) -> HttpResponse:
    """What one asked, whether anybody has read it, and what was answered."""
    found = question_reads.question(request.standing, question, DossierKind.CONSULTATION)
    if found is None:
        raise Http404
    about = question_pages.about(request, found) | {"section": "questions", "said": session.said(request)}
    return render(request, "consultations/question/question.html", about)
