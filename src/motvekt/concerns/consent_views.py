"""Consents of a concern: which there are, a new one, and that one is withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import consent_actions, consent_reads, drafts
from motvekt.concerns.consent_forms import NewConsent
from motvekt.concerns.frame import door, frame
from motvekt.concerns.lost import keeps_text
from motvekt.concerns.models import Concern
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import law as laws
from motvekt.dossiers.actions import NOTED_BEFORE
from motvekt.guide.kinds import StepKind
from motvekt.kernel.errors import Refused
from motvekt.organisations import again, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.reports import sending
from motvekt.web.methods import only

SHOWN = (drafts.FIELD, "band")
"""What a form has or lacks by what was known when it was shown."""


@requires(Capability.SHARE)
@only(*READING, "POST")
@keeps_text
def consents(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """All that was consented to, and a new one."""
    concern = door(request, dossier)
    receivers = sending.receivers(concern.area, laws.of_today(concern.area), but=concern.unit_id)
    form = NewConsent(request.POST if request.method == "POST" else None, concern=concern, receivers=receivers)
    if form.is_bound and form.is_valid() and noted(request, concern, form):
        return redirect("concerns:consents", concern.pk)
    about = {
        **frame(request, concern, StepKind.REPORT),
        "form": form,
        "consents": consent_reads.listed(concern),
        "said": session.said(request),
    }
    return render(request, "concerns/report/consents.html", about, status=400 if form.is_bound else 200)


def noted(request: InsideRequest, concern: Concern, form: NewConsent) -> bool:
    """Whether it is noted, now or by the same form before; otherwise the form says why not."""
    given = form.given()
    other = again.before(request, given.id, but=SHOWN)
    known = consent_reads.one(concern, other) if other else None
    if known is not None and known.holds:
        session.say(request, "consent_before")
        return True
    if again.is_changed(request, given.id, but=SHOWN):
        form.refuse(NOTED_BEFORE)
        return False
    try:
        consent_actions.note_consent(concern=concern, given=given, by=request.standing)
    except Refused as refused:
        form.refuse(refused.decision)
        return False
    again.note(request, given.id, but=SHOWN)
    session.say(request, "consent_recorded")
    return True


@requires(Capability.SHARE)
@only(*READING, "POST")
def withdraw(request: InsideRequest, dossier: UUID, consent: UUID) -> HttpResponse:
    """Withdraw one, when it has been said what that does and what it doesn't."""
    concern = door(request, dossier)
    found = consent_reads.one(concern, consent)
    if found is None:
        raise Http404
    if request.method != "POST":
        about = {**frame(request, concern, StepKind.REPORT), "consent": found}
        return render(request, "concerns/report/withdraw.html", about)
    dossiers.withdraw_consent(consent=found.row, by=request.standing)
    session.say(request, "consent_withdrawn")
    return redirect("concerns:consents", concern.pk)
