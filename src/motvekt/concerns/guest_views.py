"""Inviting a colleague, ending it, having done what one was asked for, and being too close to it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import guest_actions, opening, rules, step_queries
from motvekt.concerns.frame import door, frame
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.step_forms import InviteForm
from motvekt.guide.contacts import lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.people import Held
from motvekt.web.methods import only


@requires(Capability.WRITE)
@only(*READING, "POST")
def invite(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Choose a colleague of the unit, what they are asked for, and until when."""
    concern = door(request, dossier)
    asked = opening.first(request, concern)
    if asked is not None:
        return asked
    offered = _choices(step_queries.colleagues(request.standing, concern))
    if request.method == "POST":
        return _sent(request, concern, offered)
    form = InviteForm(initial={"due_on": rules.due_by_default(clock.today()), "task": "read"}, colleagues=offered)
    return _shown(request, concern, form)


def _sent(request: InsideRequest, concern: Concern, offered: list[tuple[str, str]]) -> HttpResponse:
    # Somebody who was invited by the same press a moment ago is no longer offered, and is no mistake.
    known = [(str(one.row.account_id), one.row.account.name) for one in step_queries.invited(request.standing, concern)]
    form = InviteForm(request.POST, colleagues=[*offered, *known])
    if form.is_valid():
        account = step_queries.colleague(request.standing, concern, form.chosen)
        try:
            if account is None:
                raise Http404
            guest_actions.invite(
                concern=concern,
                account=account,
                task=form.asked_for,
                due_on=form.cleaned_data["due_on"],
                by=request.standing,
            )
        except Refused as refused:
            form.fail(refused.decision.words)
        else:
            session.say(request, "invited")
            return redirect(reverse("concerns:invite", args=[concern.dossier_id]))
    form.fields["account"].choices = offered  # type: ignore[attr-defined]
    return _shown(request, concern, form, status=400)


def _choices(people: list[Held]) -> list[tuple[str, str]]:
    return [(str(held.account.id), f"{held.account.name}, {_(held.words)}") for held in people]


def _shown(request: InsideRequest, concern: Concern, form: InviteForm, *, status: int = 200) -> HttpResponse:
    today = edition_of(request)
    functions = [Function.SLT_COORDINATOR, Function.RADICALISATION_CONTACT]
    place = concern.municipality or None
    found = lines(today.guide, today.checked, clock.now(), functions=functions, municipality=place)
    about = {
        **frame(request, concern),
        "form": form,
        "offered": form.fields["account"].choices,  # type: ignore[attr-defined]
        "invited": step_queries.invited(request.standing, concern),
        "lines": [line for line in found if line.phones],
        "said": session.said(request),
    }
    return render(request, "concerns/invite.html", about, status=status)


def _invitation(request: InsideRequest, dossier: UUID, guest: UUID) -> Guest:
    door(request, dossier)
    row = step_queries.invitation(request.standing, guest)
    if row is None or row.concern_id != dossier:
        raise Http404
    return row


@requires(Capability.WRITE)
@only("POST")
def end_invitation(request: InsideRequest, dossier: UUID, guest: UUID) -> HttpResponse:
    """A colleague whom one invited sees it no more."""
    row = _invitation(request, dossier, guest)
    guest_actions.end_invitation(guest=row, by=request.standing)
    session.say(request, "ended")
    return redirect(reverse("concerns:invite", args=[dossier]))


@requires(Capability.WRITE)
@only("POST")
def task_done(request: InsideRequest, dossier: UUID, guest: UUID) -> HttpResponse:
    """Somebody has done what they were asked for."""
    row = _invitation(request, dossier, guest)
    if row.account_id != request.standing.account:
        raise Http404
    guest_actions.finish_task(guest=row, by=request.standing)
    session.say(request, "task_done")
    return redirect(reverse("concerns:discuss", args=[dossier]))


@requires(Capability.WRITE)
@only(*READING, "POST")
def step_aside(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Somebody is too close to it: a page that says what that means, and then they see no more of it."""
    concern = door(request, dossier)
    if request.method == "POST":
        guest_actions.step_aside(concern=concern, by=request.standing)
        session.say(request, "stepped_aside")
        return redirect(reverse("overview:mine"))
    return render(request, "concerns/step_aside.html", frame(request, concern))
