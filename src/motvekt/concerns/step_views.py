"""The steps of the routine beyond writing: to discuss, and to talk with the person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import part_pages, queries, step_actions
from motvekt.concerns.frame import PAGES, door
from motvekt.concerns.lost import keeps_text
from motvekt.concerns.part_pages import StepPage
from motvekt.concerns.step_forms import DialogueForm, DiscussionForm
from motvekt.guide.kinds import StepKind
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only

DISCUSS = StepPage(StepKind.DISCUSS, DiscussionForm, "concerns/discuss.html")
DIALOGUE = StepPage(StepKind.DIALOGUE, DialogueForm, "concerns/dialogue.html")


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def discuss(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """With whom it was discussed, and what was agreed; and whom to invite."""
    return part_pages.answer(request, dossier, DISCUSS)


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def dialogue(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """The talk with the person: help before it, and their own words after it."""
    return part_pages.answer(request, dossier, DIALOGUE)


@requires(Capability.WRITE)
@only("POST")
def step(request: InsideRequest, dossier: UUID, step: str) -> HttpResponse:
    """A step is done, or not after all. Back to its page."""
    concern = door(request, dossier)
    known = next((one for one in queries.guide_of(concern).steps if one.id == step), None)
    if known is None:
        raise Http404
    done = request.POST.get("gjort") != "nei"
    act = step_actions.mark_step if done else step_actions.unmark_step
    act(concern=concern, step=step, by=request.standing)
    session.say(request, "step_done" if done else "step_undone")
    return redirect(reverse(PAGES[known.kind], args=[dossier]))
