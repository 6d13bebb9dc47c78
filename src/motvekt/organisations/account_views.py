"""One's own account: the roles it has, what it signs in with, and where it has signed in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires, signed_in
from motvekt.kernel import clock
from motvekt.organisations import actions, enrolment, factor_actions, passkeys, people, session, stepup
from motvekt.organisations.forms import FactorName, NewApp, NewPassword
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.stepup import Act
from motvekt.web.methods import only


@signed_in
@only(*READING)
def home(request: InsideRequest) -> HttpResponse:
    """The way to «Min side»."""
    return redirect(session.HOME)


@signed_in
@only(*READING)
def account(request: InsideRequest) -> HttpResponse:
    """Who one is here, what one may do, and what one signs in with."""
    me = people.myself(request.standing)
    about = {
        "section": "account",
        "me": me,
        "weak": not session.how(request).strong,
        "factors": people.factors(me.account),
        "recovery_codes": people.recovery_codes_left(me.account),
        "sessions": people.sessions(me.account, now=request.session),
        "said": session.said(request),
        "until": session.until(request),
    }
    return render(request, "organisations/account.html", about)


@requires(Capability.CONFIRM_MEMBER)
@only("POST")
def confirm(request: InsideRequest, membership: UUID) -> HttpResponse:
    """Let a colleague's role take effect."""
    found = people.to_confirm(request.standing, membership)
    if found is None:
        raise Http404
    actions.confirm(membership=found, by=request.standing)
    session.say(request, "confirmed")
    return redirect(session.HOME)


@signed_in
@only(*READING, "POST")
def stay(request: InsideRequest) -> HttpResponse:
    """Until when one is signed in; sent as a form, it is half an hour more."""
    if request.method == "POST":
        session.touch(request)
    ends = session.ends(request)
    at, last = f"{ends:%H.%M}", ends == session.until(request)
    return JsonResponse({"left": session.left(request), "at": at, "last": last})


@signed_in
@only(*READING, "POST")
def new_passkey(request: InsideRequest) -> HttpResponse:
    """Add a passkey."""
    if away := enrolment.first(request):
        return away
    me = people.myself_as(request.standing)
    form = FactorName(request.POST if request.method == "POST" else None, initial={"name": _("Passnøkkel")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = passkeys.made(request, me, given["answer"], given["question"])
        if made is not None:
            factor_actions.add_passkey(
                account=me, area=request.area, made=made, name=given["name"], by=request.standing.actor
            )
            return enrolment.done(request, me, How.PASSKEY)
        form.add_error(None, _("Nettleseren laget ingen passnøkkel. Prøv igjen, eller velg en app for koder."))
    about = {"form": form, "passkey": passkeys.ask_to_make_one(request, me)}
    return render(request, "organisations/new_passkey.html", about, status=400 if form.is_bound else 200)


@signed_in
@only(*READING, "POST")
def new_app(request: InsideRequest) -> HttpResponse:
    """Add an app that makes codes: it reads a drawn square, and a code from it shows that it works."""
    if away := enrolment.first(request):
        return away
    me = people.myself_as(request.standing)
    form = NewApp(request.POST if request.method == "POST" else None)
    secret = enrolment.secret_under_way(request, me)
    if request.method == "POST" and form.is_valid():
        step = enrolment.right(secret, form.cleaned_data["code"])
        if step is not None:
            factor_actions.add_codes(
                account=me,
                area=request.area,
                secret=secret,
                step=step,
                name=_("App for koder"),
                by=request.standing.actor,
            )
            return enrolment.done(request, me, How.CODE)
        form.fail()
    about = {"form": form, **enrolment.shown(secret, me)}
    return render(request, "organisations/new_app.html", about, status=400 if form.is_bound else 200)


@signed_in
@only(*READING, "POST")
def recovery_codes(request: InsideRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    if away := stepup.first(request, Act.CHANGE_FACTORS, request.standing.somebody):
        return away
    me = people.myself_as(request.standing)
    if request.method != "POST":
        return render(request, "organisations/new_recovery_codes.html", {"left": people.recovery_codes_left(me)})
    made = factor_actions.make_recovery_codes(account=me, area=request.area, by=request.standing.actor)
    return render(request, "organisations/recovery_codes.html", {"codes": made, "today": clock.today()})


@signed_in
@only(*READING, "POST")
def remove_factor(request: InsideRequest, factor: UUID) -> HttpResponse:
    """Take a passkey or an app away, asked first whether one means it."""
    if away := stepup.first(request, Act.CHANGE_FACTORS, request.standing.somebody):
        return away
    me = people.myself_as(request.standing)
    found = people.factor(me, factor)
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "organisations/remove_factor.html", {"factor": found})
    factor_actions.remove_factor(account=me, area=request.area, factor=factor, by=request.standing.actor)
    enrolment.end_others(request, me)
    session.say(request, "factor_removed")
    return redirect("organisations:account")


@signed_in
@only(*READING, "POST")
def new_password(request: InsideRequest) -> HttpResponse:
    """Another password. Wherever else one has signed in, one is signed out."""
    if away := stepup.first(request, Act.CHANGE_FACTORS, request.standing.somebody):
        return away
    me = people.myself_as(request.standing)
    form = NewPassword(request.POST if request.method == "POST" else None, email=me.email, known_as=me.name)
    if request.method == "POST" and form.is_valid():
        how = session.how(request)
        changed = factor_actions.set_password(
            account=me, area=request.area, password=form.cleaned_data["password"], by=request.standing.actor
        )
        session.strengthened(request, changed, how)
        session.say(request, "password_set")
        return redirect("organisations:account")
    return render(
        request, "organisations/new_password.html", {"form": form, "account": me}, status=400 if form.is_bound else 200
    )


@signed_in
@only("POST")
def end_sessions(request: InsideRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    me = people.myself_as(request.standing)
    factor_actions.end_sessions(account=me, area=request.area, by=request.standing.actor)
    session.end(request)
    return redirect("organisations:sign_out")
