"""What was sent from a concern: its receipt, the frozen report, its files, and what the sender takes elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import again_actions, print_data, report_actions, sent_reads
from motvekt.concerns.frame import door, frame
from motvekt.concerns.opening import asked_first
from motvekt.concerns.sent_reads import Sent
from motvekt.concerns.step_forms import AgainForm
from motvekt.guide.frame import content_language, edition_of
from motvekt.guide.kinds import StepKind
from motvekt.guide.printing.typeset import pressed
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import session, stepup
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.stepup import Act
from motvekt.reports import child_welfare_file, sending_actions
from motvekt.web.methods import only

NO_FILE = no("no_file", _("Filen gjelder bare meldinger til barnevernet, med navn."))


def _sent(request: InsideRequest, dossier: UUID, report: UUID) -> Sent:
    """A report of a concern, for whoever sees the concern. Raises Http404."""
    found = sent_reads.sent(request.standing, door(request, dossier), report)
    if found is None:
        raise Http404
    return found


def _page(request: InsideRequest, found: Sent, template: str, status: int = 200, **more: Any) -> HttpResponse:
    language = content_language(edition_of(request).guide, translation.get_language() or "nb")
    about = {
        **frame(request, found.concern, StepKind.REPORT),
        "sent": found,
        "report": found.report,
        "desks": found.desks(language),
        "said": session.said(request),
    }
    return render(request, template, about | more, status=status)


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def receipt(request: InsideRequest, dossier: UUID, report: UUID) -> HttpResponse:
    """That it is sent, what happens next, and when."""
    return _page(request, _sent(request, dossier, report), "concerns/report/receipt.html")


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def sent(request: InsideRequest, dossier: UUID, report: UUID) -> HttpResponse:
    """The report as it was sent, and what became of it at each desk."""
    return _as_sent(request, _sent(request, dossier, report), AgainForm())


def _as_sent(request: InsideRequest, found: Sent, form: AgainForm, status: int = 200) -> HttpResponse:
    about = {
        "answers": sent_reads.answers(request.standing, found),
        "again": form.is_bound or sent_reads.is_to_be_looked_at(request.standing, found),
        "form": form,
        "forms": [form],
    }
    return _page(request, found, "concerns/report/sent.html", status, **about)


@requires(Capability.SHARE)
@only("POST")
@asked_first
def again(request: InsideRequest, dossier: UUID, report: UUID) -> HttpResponse:
    """The person knows of it now, or it is asked again on another day."""
    found = _sent(request, dossier, report)
    knows = "vet" in request.POST
    form = AgainForm(request.POST)
    if not knows and not form.is_valid():
        return _as_sent(request, found, form, status=400)
    again_actions.look_again(
        concern=found.concern, on=None if knows else form.cleaned_data["again"], by=request.standing
    )
    session.say(request, "knows_now" if knows else "asked_later")
    return redirect("concerns:sent", dossier, report)


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def named(request: InsideRequest, dossier: UUID, report: UUID) -> HttpResponse:
    """The text to copy, with whom it is about: for whoever has just shown who they are."""
    found = _sent(request, dossier, report)
    asked = stepup.first(request, Act.SHOW_IDENTITY, found.report.id)
    if asked is not None:
        return asked
    return _page(request, found, "concerns/report/named.html", identity=sent_reads.identity(request.standing, found))


@requires(Capability.SHARE)
@only("POST")
@asked_first
def taken(request: InsideRequest, dossier: UUID, report: UUID, unit: UUID) -> HttpResponse:
    """The sender says that they have taken it to a desk that Motvekt doesn't reach."""
    found = _sent(request, dossier, report)
    desk = next((row.unit for row in found.report.elsewhere.all() if row.unit_id == unit), None)
    if desk is None:
        raise Http404
    sending_actions.mark_sent_elsewhere(report=found.report, unit=desk, by=request.standing)
    session.say(request, "taken_elsewhere")
    return redirect("concerns:receipt", dossier, report)


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def national(request: InsideRequest, dossier: UUID, report: UUID, unit: UUID) -> HttpResponse:
    """The file for child welfare in the national format: with the name, so for whoever has just shown who they are."""
    found = _sent(request, dossier, report)
    row = next((row for row in found.report.elsewhere.all() if row.unit_id == unit), None)
    if row is None:
        raise Http404
    if not row.identifies or not child_welfare_file.is_for(row.unit):
        raise Refused(NO_FILE)
    asked = stepup.first(request, Act.SHOW_IDENTITY, found.report.id)
    if asked is not None:
        return asked
    made = sent_reads.child_welfare_file_of(request.standing, found, row, edition_of(request).guide)
    sending_actions.note_fetched(report=found.report, form="json", by=request.standing)
    return _file(made.encode(), "application/json", "bekymringsmelding-kladd.json")


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def report_pdf(request: InsideRequest, dossier: UUID, report: UUID) -> HttpResponse:
    """The report on paper, without the name."""
    found = _sent(request, dossier, report)
    language = content_language(edition_of(request).guide, translation.get_language() or "nb")
    made = pressed("record", print_data.of_report(found, language))
    sending_actions.note_fetched(report=found.report, form="pdf", by=request.standing)
    return _file(made, "application/pdf", "melding.pdf")


@requires(Capability.OPEN)
@only(*READING)
@asked_first
def concern_pdf(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """The concern on paper, for whoever sees it."""
    concern = door(request, dossier)
    made = pressed("record", print_data.of_concern(request.standing, concern))
    report_actions.note_printed(concern=concern, by=request.standing)
    return _file(made, "application/pdf", "bekymring.pdf")


@requires(Capability.OPEN)
@only(*READING)
@asked_first
def concern_paper(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """The same as a page to print from the browser, which needs no PDF."""
    concern = door(request, dossier)
    shown = print_data.of_concern(request.standing, concern)
    about = {"section": "concerns", "concern": concern, "paper": shown}
    return render(request, "concerns/report/paper.html", about)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """As an attachment: nothing of it is opened in the browser, and its name says nothing of anybody."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
