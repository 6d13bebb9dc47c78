"""From a concern to a sent report: one question on each page, a look over it all, and then it is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import (
    consent_views,
    drafts,
    policy,
    report_about,
    report_actions,
    report_left,
    report_lost,
)
from motvekt.concerns.consent_forms import NewConsent
from motvekt.concerns.drafts import Draft
from motvekt.concerns.frame import door, frame
from motvekt.concerns.models import Concern
from motvekt.concerns.opening import asked_first
from motvekt.concerns.report_about import About, Asked
from motvekt.concerns.report_forms import FORMS, Question
from motvekt.concerns.report_shown import gate_of, headings, role_of, summary, without
from motvekt.concerns.report_windows import ANSWERED, CHANGED, Window
from motvekt.concerns.states import Act
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import allowed
from motvekt.dossiers.law import Law
from motvekt.guide.contacts import lines
from motvekt.guide.frame import content_language, edition_of
from motvekt.guide.kinds import Function, Language, StepKind
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.reports import queries as reports
from motvekt.reports import sent_digests
from motvekt.reports.models import Report
from motvekt.reports.sending import EDITION_CHANGED
from motvekt.reports.sending_actions import Hindered
from motvekt.web.methods import only

ONLY = "bare"
"""The name of the button by which desks are taken out; its value is which."""
WAYS = ("alvorlig", "samtale")
"""How somebody comes here but for an ordinary report: what is serious, and to ask another unit to hold the talk."""


@requires(Capability.SHARE)
@only(*READING)
@asked_first
def report(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Begin a report: its id is made here, so that one that is sent twice is one."""
    concern = door(request, dossier)
    allowed(policy.may_do(request.standing, concern, Act.REPORT))
    way = request.GET.get("vei", "")
    first = reverse("concerns:report_page", args=[concern.pk, new_id(), Asked.TO.value])
    return redirect(f"{first}?vei={way}" if way in WAYS else first)


@requires(Capability.SHARE)
@only(*READING, "POST")
@report_lost.keeps_text
@asked_first
def page(request: InsideRequest, dossier: UUID, report: UUID, asked: Asked) -> HttpResponse:
    """A question of a report; the last page sends it."""
    concern = door(request, dossier)
    law = laws.of_today(concern.area)
    sent = reports.reports_of(request.standing, law, concern.pk).filter(id=report).first()
    if sent is not None:
        return _sent_before(request, concern, sent, law, asked)
    allowed(policy.may_do(request.standing, concern, Act.REPORT))
    draft = drafts.newest(request, concern.pk, report) or drafts.brought(request, concern.pk, report)
    draft = draft or _new(request, concern, report, asked)
    if draft is None:
        return _too_old(request, concern)
    ready = _only(request, _filled(request, concern, draft, asked))
    if ready != draft:
        drafts.keep(request, concern, ready)
    about = About(request.standing, concern, ready, law)
    if asked not in about.pages:
        return _to(request, about, about.unanswered or Asked.REVIEW)
    return ANSWERS.get(asked, _answer)(request, about, asked)


def _sent_before(request: InsideRequest, concern: Concern, sent: Report, law: Law, asked: Asked) -> HttpResponse:
    """The receipt. Where another window sent something else, what was written in this one is given back."""
    draft = drafts.brought(request, concern.pk, sent.id)
    said = draft and asked is Asked.REVIEW and About(request.standing, concern, draft, law).wanted(role_of(request))
    differs = request.method == "POST" and draft is not None and not (said and sent_digests.is_as_sent(sent, said))
    lost = report_lost.page(request, report_lost.SENT_BEFORE, 409) if differs else None
    return lost or redirect("concerns:receipt", concern.pk, sent.id)


def _too_old(request: InsideRequest, concern: Concern) -> HttpResponse:
    """Begin anew, where nothing is left of what was begun; what somebody typed just now is given back."""
    lost = report_lost.page(request, report_lost.TOO_OLD, 409) if request.method == "POST" else None
    if lost is not None:
        return lost
    session.say(request, "report_lost")
    return redirect("concerns:report", concern.pk)


def _only(request: InsideRequest, draft: Draft) -> Draft:
    """Without the desks that were just taken out, so that a no of one never holds back what the others may know."""
    out = request.POST.get(ONLY, "").split()
    left = tuple(desk for desk in draft.desks if str(desk) not in out)
    return draft.but(desks=left) if left else draft


def _new(request: InsideRequest, concern: Concern, report: UUID, asked: Asked) -> Draft | None:
    """A draft that begins here: on its first page alone."""
    if asked is not Asked.TO:
        return None
    way = request.GET.get("vei", "")
    return report_about.begun(concern, laws.of_today(concern.area), report, way)


def _filled(request: InsideRequest, concern: Concern, draft: Draft, asked: Asked) -> Draft:
    """With the parts that can be sent, when they are first asked about."""
    if asked is not Asked.WHAT or draft.parts:
        return draft
    by = request.standing
    parts = tuple(report_about.parts_of(by, concern))
    return draft.but(parts=parts, unsafe_home=draft.unsafe_home or report_about.unsafe_home_of(by, concern))


def _answer(request: InsideRequest, about: About, asked: Asked) -> HttpResponse:
    """A page that is a form of the draft."""
    form = FORMS[asked](request.POST if request.method == "POST" else None, about, _language(request))
    if not form.is_bound:
        report_left.put_back(form, about.draft, asked)
        return _shown(request, about, asked, form)
    shown = drafts.brought(request, about.concern.pk, about.draft.report)
    window = Window(FORMS[asked], request.POST, shown, about, _language(request))
    if (clash := window.clash) is not None:
        return _shown(request, about, asked, clash.form, refused=ANSWERED.words, others=clash.others, status=409)
    back = about.before(asked) if "tilbake" in request.POST else None
    if window.is_sent_twice:
        pass
    elif form.is_valid():
        about = about.but(report_left.finished(form.answered(), asked))
    elif back is None or report_left.is_too_long(form):
        return _shown(request, about, asked, form, status=400)
    else:
        about = about.but(report_left.left(about.draft, asked, form))
    done = (about.unanswered or Asked.REVIEW) if "endre" in request.POST else about.after(asked)
    return _to(request, about, back or done)


def _consent(request: InsideRequest, about: About, asked: Asked) -> HttpResponse:
    """Consents that were recorded, and a new one; on from here where every desk has one."""
    asked_of: dict[str, Any] = {"concern": about.concern, "receivers": about.by_consent, "kind": about.draft.kind}
    form = NewConsent(None, **asked_of)
    if request.method != "POST":
        report_left.put_back(form, about.draft, asked)
        return _shown(request, about, asked, form)
    form = NewConsent(request.POST, **asked_of)
    on = bool({"videre", ONLY} & request.POST.keys()) and about.unanswered is not Asked.CONSENT
    if ("tilbake" in request.POST or on) and not report_left.is_too_long(form):
        goes_to = about.after(asked) if on else about.before(asked) or Asked.TO
        return _to(request, about.but(report_left.left(about.draft, asked, form)), goes_to)
    if form.is_valid() and consent_views.noted(request, about.concern, form):
        return _to(request, about.but(report_left.finished(about.draft, asked)), asked)
    return _shown(request, about, asked, form, status=400)


def _review(request: InsideRequest, about: About, asked: Asked) -> HttpResponse:
    """Look it over, and send it. A no keeps all that was written."""
    missing = about.unanswered
    if missing is not None:
        return _to(request, about, missing)
    if request.method != "POST":
        return _shown(request, about, asked, None)
    if "tilbake" in request.POST:
        return _to(request, about, about.before(asked) or Asked.TO)
    shown = drafts.brought(request, about.concern.pk, about.draft.report)
    if shown is not None and _only(request, shown) != about.draft:
        return _shown(request, about, asked, None, refused=CHANGED.words, status=409)
    try:
        sent = report_actions.send_report(
            concern=about.concern, wanted=about.wanted(role_of(request)), by=request.standing
        )
    except Hindered as hindered:
        out = {hindered.leg.unit.id}
        return _shown(request, about, asked, None, refused=hindered.decision.words, out=out, status=400)
    except Refused as refused:
        if refused.decision == EDITION_CHANGED:
            # Chosen under another law: asked anew, under today's.
            draft = about.draft.but(edition=about.law.edition, bases={}, attested={})
            about = about.but(draft)
            drafts.keep(request, about.concern, draft)
        return _shown(request, about, asked, None, refused=refused.decision.words, status=400)
    drafts.forget(request, sent.id)
    return redirect("concerns:receipt", about.concern.pk, sent.id)


ANSWERS = {Asked.CONSENT: _consent, Asked.REVIEW: _review}


def _to(request: InsideRequest, about: About, asked: Asked) -> HttpResponse:
    drafts.keep(request, about.concern, about.draft)
    return redirect("concerns:report_page", about.concern.pk, about.draft.report, asked.value)


def _language(request: InsideRequest) -> Language:
    return content_language(edition_of(request).guide, translation.get_language() or "nb")


def _shown(
    request: InsideRequest,
    about: About,
    asked: Asked,
    form: Question | NewConsent | None,
    *,
    refused: str = "",
    others: Sequence[tuple[str, str]] = (),
    out: Collection[UUID] = (),
    status: int = 200,
) -> HttpResponse:
    pages, edition = about.pages, edition_of(request)
    shown: dict[str, Any] = {
        **frame(request, about.concern, StepKind.REPORT),
        "about": about,
        "draft": about.draft,
        "sealed": drafts.sealed(request, about.concern, about.draft),
        "field": drafts.FIELD,
        "form": form,
        "refused": refused,
        "others": others,
        "asked": asked,
        "number": pages.index(asked) + 1,
        "of": len(pages),
        "back": about.before(asked),
        "changing": "endre" in request.GET or "endre" in request.POST,
        "heading_of": headings(about)[asked],
        "said": session.said(request),
        "child_welfare": lines(edition.guide, edition.checked, clock.now(), functions=[Function.CHILD_WELFARE]),
    }
    if asked is Asked.CONSENT:
        shown["consented"] = {one.unit.id for one in about.by_consent if about.has_consent(one)}
        out = {one.unit.id for one in about.by_consent} - shown["consented"]
    if asked in (Asked.BASIS, Asked.STAND):
        shown["gates"] = gate_of(about, form)
    if asked is Asked.BASIS:
        out = {gate.receiver.unit.id for gate in shown["gates"] if not gate.choices}
    if asked is Asked.REVIEW:
        shown["summary"] = summary(about, _language(request))
    shown["only"] = without(about, out)
    return render(request, f"concerns/report/{asked.value}.html", shown, status=status)
