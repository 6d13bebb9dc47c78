"""The exits: 112, the radicalisation contact, and the duties that wait for nobody. A call first, a form after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import duty_pages, exit_actions, opening, step_queries
from motvekt.concerns.frame import door, frame
from motvekt.concerns.kinds import CallTo, DutyKind
from motvekt.concerns.lost import keeps_text
from motvekt.concerns.models import Concern
from motvekt.concerns.step_forms import AttestForm, CallForm, DutyForm
from motvekt.concerns.texts import CallNote
from motvekt.guide.contacts import constant, lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function, Topic
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import again, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only

PAGE = {CallTo.EMERGENCY: "concerns:now", CallTo.SERIOUS: "concerns:serious"}
TEMPLATE = {CallTo.EMERGENCY: "concerns/now.html", CallTo.SERIOUS: "concerns/serious.html"}


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def now(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """112, and one short form for afterwards."""
    return _exit(request, dossier, CallTo.EMERGENCY)


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def serious(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Whom to call about something serious: who is open now first."""
    return _exit(request, dossier, CallTo.SERIOUS)


def _exit(request: InsideRequest, dossier: UUID, to: CallTo) -> HttpResponse:
    concern = door(request, dossier)
    if request.method != "POST":
        begun = {"item": again.form_id(request, "words"), **_likely(to)}
        return again.first(request) or _shown(request, concern, to, CallForm(initial=begun))
    form = CallForm(request.POST)
    if form.is_valid():
        item = form.cleaned_data["item"]
        about = {"item": item, "content": form.note, "to": to, "by": request.standing}
        again.once(request, item, _untouched(request))
        try:
            exit_actions.note_words(concern=concern, **about)
        except Refused as refused:
            form.fail(refused.decision.words)
        else:
            again.note(request, item, _untouched(request))
            session.say(request, "noted")
            return redirect(again.anew(reverse(PAGE[to], args=[dossier])))
    return _shown(request, concern, to, form, status=400)


def _likely(to: CallTo) -> dict[str, str]:
    """What is likely enough to stand there already: somebody with one thumb may only have to press."""
    return {**duty_pages.moment(), "whom": "112" if to is CallTo.EMERGENCY else ""}


def _untouched(request: InsideRequest) -> tuple[str, ...]:
    """The moment, where it is the page's own: the way back shows another one, and nobody has said anything else."""
    return ("at",) if request.POST.get("at") == request.POST.get("begun") else ()


def _shown(request: InsideRequest, concern: Concern, to: CallTo, form: CallForm, *, status: int = 200) -> HttpResponse:
    today = edition_of(request)
    functions = [Function.RADICALISATION_CONTACT, Function.POLICE]
    place = concern.municipality or None
    found = lines(today.guide, today.checked, clock.now(), functions=functions, municipality=place)
    # Whoever may be open is worth a call before whoever is not.
    found.sort(key=lambda line: line.availability.state == "closed")
    about: dict[str, Any] = {
        **frame(request, concern),
        "form": form,
        "to": to.value,
        "call_id": again.form_id(request, "call"),
        "lines": [line for line in found if line.phones],
        "unknown": any(line.availability.state == "unknown" for line in found),
        "emergency": constant("emergency"),
        "advice": [one for one in today.guide.advice if one.topic is Topic.DANGER],
        "path": today.guide.serious,
        "calls": step_queries.calls(request.standing, concern, to),
        "notes": _notes(request, concern),
        "said": session.said(request),
    }
    return render(request, TEMPLATE[to], about, status=status)


def _notes(request: InsideRequest, concern: Concern) -> dict[UUID, CallNote]:
    """What was written of the calls, by item; nothing where whoever looks has yet to show who they are."""
    if not opening.is_open(request, concern):
        return {}
    found = step_queries.parts_of(request.standing, concern, CallNote)
    return {part.id: part.content for part in found if isinstance(part.content, CallNote)}


@requires(Capability.WRITE)
@only("POST")
def called(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Somebody calls from a page: the concern is stamped. A script hears nothing back, a button gets its page again."""
    concern = door(request, dossier)
    try:
        to = CallTo(request.POST.get("to", ""))
    except ValueError:
        raise Http404 from None
    call = _id(request.POST.get("call", ""))
    known = step_queries.is_stamped(request.standing, concern, call)
    exit_actions.note_call(concern=concern, call=call, to=to, by=request.standing)
    if request.POST.get("stille"):
        return HttpResponse(status=204)
    session.say(request, "called_before" if known else "called")
    return redirect(again.anew(reverse(PAGE[to], args=[dossier])))


def _id(text: str) -> UUID:
    """The id that came with the form, or a new one: a stamp is never refused for a field."""
    try:
        return UUID(text)
    except ValueError:
        return new_id()


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def duty(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """What somebody has a duty to do themselves, with today's law; one press says that it is done."""
    concern = door(request, dossier)
    if request.method != "POST":
        return again.first(request) or duty_pages.shown(request, concern)
    try:
        kind = DutyKind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None
    form = DutyForm(request.POST, auto_id=f"{kind.value}-%s")
    if form.is_valid():
        done = form.cleaned_data["duty"]
        about = {"duty": done, "whom": form.told, "words": form.words, "by": request.standing}
        again.once(request, done, _untouched(request))
        known = step_queries.duty(request.standing, done)
        exit_actions.note_duty(concern=concern, kind=kind, **about)
        again.note(request, done, _untouched(request))
        session.say(request, "done_before" if known else "done")
        return redirect(again.anew(reverse("concerns:duty", args=[dossier])))
    return duty_pages.shown(request, concern, {kind: form}, status=400)


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def attest(request: InsideRequest, dossier: UUID, duty: UUID) -> HttpResponse:
    """What a duty rested on, written by whoever did it."""
    concern = door(request, dossier)
    row = step_queries.duty(request.standing, duty)
    if row is None or row.concern_id != concern.pk:
        raise Http404
    form = AttestForm(request.POST) if request.method == "POST" else AttestForm(initial={"item": new_id()})
    if request.method == "POST" and form.is_valid():
        again.once(request, form.cleaned_data["item"])
        try:
            exit_actions.attest_duty(duty=row, item=form.cleaned_data["item"], content=form.words, by=request.standing)
        except Refused as refused:
            if refused.decision == exit_actions.WRITTEN_BEFORE:
                # There is no form any more: what was typed is given back.
                raise
            form.add_error("rests_on", refused.decision.words)
        else:
            again.note(request, form.cleaned_data["item"])
            session.say(request, "attested")
            return redirect(again.anew(reverse("concerns:duty", args=[dossier])))
    return duty_pages.to_write(request, concern, row, form)
