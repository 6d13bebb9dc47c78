"""The page of a step in which something is written: what stands there already, a form, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motvekt.concerns import duty_pages, opening, queries, rules, step_actions, step_queries
from motvekt.concerns.frame import PAGES, door, frame
from motvekt.concerns.models import Concern
from motvekt.concerns.queries import Part
from motvekt.concerns.step_forms import PartForm
from motvekt.concerns.texts import Dialogue, Written
from motvekt.dossiers.actions import CHANGED_MEANWHILE
from motvekt.dossiers.policy import NOT_THERE
from motvekt.dossiers.queries import Closed
from motvekt.guide.contacts import lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function, StepKind, Topic
from motvekt.guide.schema import Step
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import again, session
from motvekt.organisations.middleware import InsideRequest

TALK = (Topic.DIALOGUE, Topic.DIALOGUE_ASK, Topic.DIALOGUE_AVOID, Topic.UNSAFE_HOME)

EDIT = "endre"
"""In the address: which part is written on."""
HOME = ("home",)
"""What a form was told of home when it was shown."""


@dataclass(frozen=True)
class StepPage:
    """A step's kind, what it asks, its template, and whom else to call than the edition says."""

    kind: StepKind
    form: type[PartForm]
    template: str

    def made(self, *args: Any, home: str, **kwargs: Any) -> PartForm:
        """A form of this page's; the talk's must know what was said of home."""
        more: dict[str, Any] = {"home": home} if self.form.shape is Dialogue else {}
        return self.form(*args, **more, **kwargs)


@dataclass(frozen=True)
class PartShown:
    """A part as a page tells of it: what was asked and answered, in words."""

    part: Part
    answers: Sequence[tuple[Any, str]]
    closed: bool
    is_own: bool


def answer(request: InsideRequest, dossier: UUID, page: StepPage) -> HttpResponse:
    """The page, or what it does with what was sent."""
    concern = door(request, dossier)
    asked = opening.first(request, concern)
    if asked is not None:
        return asked
    if request.method == "POST":
        return _sent(request, concern, page)
    return _shown(request, concern, page, _begun(request, concern, page))


def _begun(request: InsideRequest, concern: Concern, page: StepPage) -> PartForm:
    """A form for something new, or for the part that the address names."""
    known = step_queries.parts_of(request.standing, concern, page.form.shape)
    wanted = request.GET.get(EDIT)
    if wanted is None:
        return page.made(home=_home(known), initial={"item": new_id(), "unsafe_home": _home(known)})
    part = next((part for part in known if str(part.id) == wanted and _is_own(request, part)), None)
    if part is None or isinstance(part.content, Closed):
        raise Http404
    said = {**part.content.model_dump(), "item": part.id, "version": part.version}
    return page.made(home=said.get("unsafe_home", ""), initial=said)


def _home(known: Sequence[Part]) -> str:
    """What was last said of whether home may be unsafe."""
    said = [part.content.unsafe_home for part in known if isinstance(part.content, Dialogue)]
    return next((one for one in reversed(said) if one), "")


def _sent(request: InsideRequest, concern: Concern, page: StepPage) -> HttpResponse:
    form = page.made(request.POST, home=request.POST.get("home", ""))
    if not form.is_valid():
        return _shown(request, concern, page, form, status=400)
    given = form.cleaned_data
    here = reverse(PAGES[page.kind], args=[concern.dossier_id])
    if not given["version"] and again.before(request, given["item"], but=HOME):
        session.say(request, "written_before")
        return redirect(here)
    try:
        step_actions.put(
            concern=concern, item=given["item"], content=form.content, version=given["version"], by=request.standing
        )
    except Refused as refused:
        return _refused(request, concern, page, form, refused)
    again.note(request, given["item"], but=HOME)
    session.say(request, "written")
    if given.get("unsafe_home", "") != request.POST.get("home", ""):
        # Now that it is said, the page has something to ask about parents, or says whom to call before them.
        return redirect(f"{here}?{EDIT}={given['item']}#foreldre")
    return redirect(here)


def _refused(
    request: InsideRequest, concern: Concern, page: StepPage, form: PartForm, refused: Refused
) -> HttpResponse:
    if refused.decision == NOT_THERE:
        raise Http404
    if refused.decision == CHANGED_MEANWHILE:
        return _conflict(request, concern, page, form)
    form.fail(refused.decision.words)
    return _shown(request, concern, page, form, status=400)


def _conflict(request: InsideRequest, concern: Concern, page: StepPage, form: PartForm) -> HttpResponse:
    """Both texts, beside each other: what was typed can be sent again, now knowing what it takes the place of."""
    known = step_queries.parts_of(request.standing, concern, page.form.shape)
    stands = next((part for part in known if part.id == form.cleaned_data["item"]), None)
    if stands is None:
        raise Http404
    typed = {**form.cleaned_data, "version": stands.version}
    again = page.made(home=typed.get("unsafe_home", ""), initial=typed)
    about = {
        **frame(request, concern, page.kind),
        "form": again,
        "stands": _told(request, stands, page),
        "action": reverse(PAGES[page.kind], args=[concern.dossier_id]),
    }
    return render(request, "concerns/conflict.html", about, status=409)


def _shown(
    request: InsideRequest, concern: Concern, page: StepPage, form: PartForm, *, status: int = 200
) -> HttpResponse:
    known = step_queries.parts_of(request.standing, concern, page.form.shape)
    step = next((step for step in queries.guide_of(concern).steps if step.kind is page.kind), None)
    about = {
        **frame(request, concern, page.kind),
        **context(request, concern, step),
        "form": form,
        "edits": any(part.id == _item(form) for part in known),
        "parts": [_told(request, part, page) for part in known],
        "action": reverse(PAGES[page.kind], args=[concern.dossier_id]),
        "said": session.said(request),
    }
    return render(request, page.template, about, status=status)


def _item(form: PartForm) -> UUID | None:
    try:
        return UUID(str(form["item"].value()))
    except ValueError:
        return None


def context(request: InsideRequest, concern: Concern, step: Step | None) -> dict[str, Any]:
    """A step's texts of its edition; who answers for it in this unit; today's contacts and advice."""
    today = edition_of(request)
    functions = step.contacts if step else []
    found = lines(
        today.guide,
        today.checked,
        clock.now(),
        functions=[Function(function) for function in functions],
        municipality=concern.municipality or None,
    )
    return {
        "step": step,
        "step_done": step is not None and any(row.step == step.id for row in concern.steps.all()),
        "responsible": rules.responsible_for(step, concern.unit.agency) if step else None,
        "lines": [line for line in found if line.phones],
        "invited": step_queries.invited(request.standing, concern),
        "talk": [one for one in today.guide.advice if one.topic in TALK],
        "child_welfare": duty_pages.child_welfare(request, concern),
        "is_writer": concern.writer_id == request.standing.account,
    }


def _told(request: InsideRequest, part: Part, page: StepPage) -> PartShown:
    closed = isinstance(part.content, Closed)
    answers = [] if closed else _answers(cast(Written, part.content), page.form)
    return PartShown(part, answers, closed, not closed and _is_own(request, part))


def _is_own(request: InsideRequest, part: Part) -> bool:
    return part.written_by is not None and part.written_by.id == request.standing.account


def _answers(content: Written, form: type[PartForm]) -> list[tuple[Any, str]]:
    """Each question with its answer, in the form's order; those that nobody answered are left out."""
    said: Mapping[str, Any] = content.model_dump()
    found = []
    for name, field in form.base_fields.items():
        if said.get(name):
            choices = dict(getattr(field, "choices", ()))
            found.append((field.label, str(choices.get(said[name], said[name]))))
    return found
