"""Signing in and out, and the page that says who one is here."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import public, requires, signed_in
from motvekt.audit.actions import count
from motvekt.organisations import actions, arrival, people, session
from motvekt.organisations.forms import SignIn
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@public
@only(*READING, "POST")
def sign_in(request: InsideRequest) -> HttpResponse:
    """Sign in with an e-mail address and a password; in the demo as somebody of the cast, too."""
    if request.method != "POST":
        return redirect("organisations:home") if request.standing.account else _sign_in_page(request, SignIn())
    form = SignIn(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form)
    account = people.proven(form.cleaned_data["email"], form.cleaned_data["password"])
    if account is None:
        count(area=request.area.id, code="sign_in_failed")
        form.fail()
        return _sign_in_page(request, form)
    return arrival.welcome(request, account, How.PASSWORD)


def _sign_in_page(request: InsideRequest, form: SignIn) -> HttpResponse:
    about = {"form": form, "cast": people.cast(request.area)}
    return render(request, "organisations/sign_in.html", about, status=400 if form.is_bound else 200)


@public
@only("POST")
def sign_in_as(request: InsideRequest) -> HttpResponse:
    """In the demo: sign in as somebody of the area's cast, without a password."""
    account = people.cast_member(request.area, request.POST.get("account", ""))
    if account is None:
        raise Http404
    return arrival.welcome(request, account, How.DEMO)


@public
@only(*READING, "POST")
def sign_out(request: InsideRequest) -> HttpResponse:
    """Sign out, and be told so. Whoever has signed out already is told the same."""
    if request.method != "POST":
        return render(request, "organisations/sign_out.html")
    who = request.standing
    if who.account is not None:
        actions.sign_out(account=who.account, area=request.area, by=who.actor)
    session.end(request)
    return redirect("organisations:sign_out")


@signed_in
@only(*READING)
def home(request: InsideRequest) -> HttpResponse:
    """Who one is here, what one may do, and whom one may confirm."""
    about = {
        "me": people.myself(request.standing),
        "waiting": people.waiting_for(request.standing),
        "said": session.said(request),
        "until": session.until(request),
    }
    return render(request, "organisations/home.html", about)


@requires(Capability.CONFIRM_MEMBER)
@only("POST")
def confirm(request: InsideRequest, membership: UUID) -> HttpResponse:
    """Let a colleague's role take effect."""
    found = people.to_confirm(request.standing, membership)
    if found is None:
        raise Http404
    actions.confirm(membership=found, by=request.standing)
    session.say(request, "confirmed")
    return redirect("organisations:home")
