"""What stands round every page of a concern: its alias, the routine's steps, and the three ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from motvekt.concerns import queries, sent, step_queries
from motvekt.concerns.models import Concern
from motvekt.guide.contacts import lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function, StepKind
from motvekt.guide.schema import Step
from motvekt.kernel import clock
from motvekt.organisations.middleware import InsideRequest

PAGES: Mapping[StepKind, str] = {
    StepKind.DESCRIBE: "concerns:concern",
    StepKind.DISCUSS: "concerns:discuss",
    StepKind.DIALOGUE: "concerns:dialogue",
    StepKind.REPORT: "concerns:report",
}
"""Where each kind of step is done. The edition says in which order, and what they are called."""


@dataclass(frozen=True)
class StepShown:
    """A step in the list of them: `state` in words, since a colour says nothing to many."""

    step: Step
    address: str
    done: bool
    here: bool
    state: str


def door(request: InsideRequest, dossier: UUID) -> Concern:
    """The concern of a page, for whoever may see it; for all others there is none: Http404."""
    found = queries.concern(request.standing, dossier)
    if found is None:
        raise Http404
    return found


def frame(request: InsideRequest, concern: Concern, here: StepKind | None = None) -> dict[str, Any]:
    """Context for `concerns/frame.html`."""
    edition = edition_of(request)
    serious = lines(edition.guide, edition.checked, clock.now(), functions=[Function.RADICALISATION_CONTACT])
    return {
        "section": "concerns",
        "concern": concern,
        "steps": steps(concern, here),
        "serious": [line for line in serious if line.phones][:1],
        "next_step": _next(concern, here),
        "at_desks": (shown := sent.sent(request, concern)),
        "unread": sent.unread(shown),
        "owed": [did for did in step_queries.duties(request.standing, concern) if did.owed],
    }


def steps(concern: Concern, here: StepKind | None = None) -> list[StepShown]:
    """The steps of the edition under which the concern was begun, in its order."""
    done = {row.step for row in concern.steps.all()}
    return [
        StepShown(
            step,
            reverse(PAGES[step.kind], args=[concern.dossier_id]),
            step.id in done,
            step.kind is here,
            _state(step, done=step.id in done, here=step.kind is here),
        )
        for step in queries.guide_of(concern).steps
    ]


def _next(concern: Concern, here: StepKind | None) -> StepShown | None:
    """The step that is not done after this one; where there is none, the first of those before it."""
    all_steps = steps(concern, here)
    after = next((place for place, one in enumerate(all_steps) if one.here), -1) + 1
    in_turn = (*all_steps[after:], *all_steps[:after])
    return next((one for one in in_turn if not one.done and not one.here), None)


def _state(step: Step, *, done: bool, here: bool) -> str:
    if done:
        return _("Gjort")
    if step.kind is StepKind.REPORT:
        return _("Kan gjøres når som helst")
    return _("Du er her") if here else _("Ikke gjort")
