"""The pages of invitations: those that are open, and a new one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.access.roles import Role
from motvekt.administration import queries
from motvekt.administration.forms import Invite
from motvekt.kernel import clock
from motvekt.organisations import invitation_actions, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@requires(Capability.APPOINT)
@only(*READING)
def invitations(request: InsideRequest) -> HttpResponse:
    """The invitations that nobody has used yet."""
    listed = queries.open_invitations(request.standing)
    about = {"tab": "invitations", "listed": listed, "said": session.said(request)}
    return render(request, "administration/invitations.html", about)


@requires(Capability.APPOINT)
@only(*READING, "POST")
def invite(request: InsideRequest) -> HttpResponse:
    """Ask somebody to come in, to a role in a unit."""
    by, given = request.standing, request.POST if request.method == "POST" else None
    form = Invite(given, units=queries.unit_choices(by), agencies=queries.agencies(by))
    if not form.is_valid():
        about = {"tab": "invitations", "form": form}
        return render(request, "administration/invite.html", about, status=400 if form.is_bound else 200)
    said = form.cleaned_data
    unit = queries.unit(by, UUID(said["unit"]))
    if unit is None:
        raise Http404
    before = clock.now()
    sent = invitation_actions.invite(email=said["email"], name=said["name"], unit=unit, role=Role(said["role"]), by=by)
    session.say(request, "invited" if sent.invited_at >= before else "invited_before")
    return redirect("administration:invitations")


@requires(Capability.APPOINT)
@only("POST")
def withdraw(request: InsideRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = queries.invitation(request.standing, invitation)
    if found is None:
        raise Http404
    invitation_actions.withdraw_invitation(invitation=found, by=request.standing)
    session.say(request, "withdrawn")
    return redirect("administration:invitations")
