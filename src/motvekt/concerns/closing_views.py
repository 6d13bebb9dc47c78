"""Closing a concern, opening it again, and handing one on whose writer is gone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import closing_actions, colleagues, lists, policy, texts
from motvekt.concerns.closing_actions import Ending
from motvekt.concerns.forms import Closing, HandOn
from motvekt.concerns.frame import door, frame
from motvekt.concerns.kinds import Status
from motvekt.concerns.lost import keeps_text
from motvekt.concerns.models import Concern
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import again, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Account
from motvekt.web.methods import only


def _mine(request: InsideRequest, dossier: UUID) -> Concern:
    """A concern that whoever asks answers for. Http404 where they don't see it; Refused where it isn't theirs."""
    found = door(request, dossier)
    if found.writer_id != request.standing.account:
        raise Refused(policy.NOT_THE_WRITER)
    return found


@requires(Capability.WRITE)
@only(*READING, "POST")
@keeps_text
def close(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Why it ends, and what is left."""
    found = _mine(request, dossier)
    given = request.POST if request.method == "POST" else None
    if found.status == Status.CLOSED and given is None:
        return redirect("concerns:concern", dossier)
    people = {str(account.id): account for account in colleagues.writers_in(found.unit_id)}
    owners = [(known, account.name) for known, account in people.items()]
    form = Closing(given, owners=owners, initial={"id": new_id()})
    if not form.is_valid():
        about = {**frame(request, found), "form": form, "forms": [form]}
        return render(request, "concerns/close.html", about, status=400 if form.is_bound else 200)
    closing = form.cleaned_data["id"]
    again.once(request, closing)
    closing_actions.close(concern=found, ending=_ending(form, people), closing_id=closing, by=request.standing)
    again.note(request, closing)
    session.say(request, "closed")
    return redirect("concerns:concern", dossier)


def _ending(form: Closing, people: dict[str, Account]) -> Ending:
    said = form.cleaned_data
    closing = texts.Closing(words=said["words"], rest=said["rest"], person=said["person"])
    return Ending(form.chosen, closing, people.get(said["owner"]), said["due_on"])


@requires(Capability.WRITE)
@only("POST")
def reopen(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Go on with a concern that was closed."""
    closing_actions.reopen(concern=_mine(request, dossier), by=request.standing)
    session.say(request, "reopened")
    return redirect("concerns:concern", dossier)


@requires(Capability.WRITE)
@only("POST")
def rest_done(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """What was left is done."""
    closing_actions.finish_rest(concern=door(request, dossier), by=request.standing)
    session.say(request, "rest_done")
    return redirect("concerns:concern", dossier)


@requires(Capability.HAND_ON)
@only(*READING)
def orphaned(request: InsideRequest) -> HttpResponse:
    """Concerns that nobody answers for: their alias and date, and nothing of what they say."""
    about = {
        "section": "concerns",
        "concerns": lists.orphaned(request.standing),
        "said": session.said(request),
    }
    return render(request, "concerns/orphaned.html", about)


@requires(Capability.HAND_ON)
@only(*READING, "POST")
def hand_on(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Choose the colleague who answers for it from now on."""
    found = lists.to_hand_on(request.standing, dossier)
    if found is None:
        raise Http404
    people = colleagues.writers_in(found.unit_id, but=request.standing.account)
    form = HandOn(
        request.POST if request.method == "POST" else None,
        colleagues=[(str(account.id), account.name) for account in people],
    )
    if not form.is_valid():
        about = {"section": "concerns", "concern": found, "form": form, "forms": [form], "people": people}
        return render(request, "concerns/hand_on.html", about, status=400 if form.is_bound else 200)
    chosen = next(account for account in people if str(account.id) == form.cleaned_data["colleague"])
    closing_actions.hand_on(concern=found, colleague=chosen, by=request.standing)
    session.say(request, "handed_on")
    return redirect("concerns:orphaned")
