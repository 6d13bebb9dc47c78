"""Signing in, in one step or two, and out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from motvekt.access.guard import public
from motvekt.audit.actions import count
from motvekt.kernel.decision import YES, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop
from motvekt.organisations import actions, arrival, kept, limits, passkeys, people, proofs, session, tokens
from motvekt.organisations.forms import SecondStep, SignIn
from motvekt.organisations.kinds import FactorKind, How
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Account
from motvekt.web.methods import only

BETWEEN_STEPS = timedelta(minutes=10)
"""How long the second step may wait for somebody to find their telephone."""


@public
@only(*READING, "POST")
def sign_in(request: InsideRequest) -> HttpResponse:
    """Sign in with an e-mail address and a password; in the demo as somebody of the cast, too."""
    if request.method != "POST":
        return redirect(session.HOME) if request.standing.account else sign_in_page(request, SignIn())
    form = SignIn(request.POST)
    if not form.is_valid():
        return sign_in_page(request, form)
    email = form.cleaned_data["email"]
    if not (decision := limits.try_password(request, request.area, email)):
        form.add_error(None, decision.words)
        return sign_in_page(request, form, status=429)
    account = people.proven(email, form.cleaned_data["password"])
    if account is None:
        count(area=request.area.id, code="sign_in_failed")
        form.fail()
        return sign_in_page(request, form)
    limits.forget_password(request, request.area, email)
    if account.factors.exists():
        return _second_step_page(request, account, SecondStep())
    return arrival.welcome(request, account, How.PASSWORD)


def sign_in_page(request: InsideRequest, form: SignIn, *, carried: str = "", status: int | None = None) -> HttpResponse:
    """The page with every way in. `carried` is what somebody had typed, sealed."""
    about = {
        "form": form,
        "cast": people.cast(request.area),
        "passkey": passkeys.ask_for_one(request, bound=_for_sign_in(request)),
        "carried": carried or request.POST.get(kept.FIELD, ""),
    }
    status = status or (400 if form.is_bound else 200)
    return render(request, "organisations/sign_in.html", about, status=status)


def _for_sign_in(request: InsideRequest) -> str:
    return f"sign-in/{request.area.id}"


@public
@only("POST")
def with_passkey(request: InsideRequest) -> HttpResponse:
    """Sign in with a passkey alone."""
    row = passkeys.proven(
        request, request.POST.get("answer", ""), request.POST.get("question", ""), bound=_for_sign_in(request)
    )
    if row is None or not row.account.is_active:
        count(area=request.area.id, code="second_step_failed")
        return sign_in_page(request, SignIn.refused(_("Passnøkkelen ble ikke godtatt. Logg inn på en annen måte.")))
    proofs.passkey_used(row)
    return arrival.welcome(request, row.account, How.PASSKEY)


@public
@only("POST")
def second_step(request: InsideRequest) -> HttpResponse:
    """After the password: a code from the app, a recovery code, or a passkey."""
    account = _after_first_step(request)
    if account is None:
        return sign_in_page(request, SignIn.refused(_("Det gikk for lang tid. Begynn på nytt.")))
    form = SecondStep(request.POST)
    if not form.is_valid():
        return _second_step_page(request, account, form)
    # A passkey can't be guessed.
    decision = YES if form.cleaned_data["answer"] else limits.try_(limits.CODE, str(account.id))
    if not decision:
        form.add_error(None, decision.words)
        return _second_step_page(request, account, form, status=429)
    how = _proven(request, account, form.cleaned_data)
    if how is None:
        count(area=request.area.id, code="second_step_failed")
        form.fail()
        return _second_step_page(request, account, form)
    limits.forget(limits.CODE, str(account.id))
    return arrival.welcome(request, account, how)


def _proven(request: InsideRequest, account: Account, given: dict[str, Any]) -> How | None:
    if given["answer"]:
        row = passkeys.proven(request, given["answer"], given["question"], bound=_for_second_step(request, account))
        if row is None or row.account_id != account.id:
            return None
        proofs.passkey_used(row)
        return How.PASSKEY
    if proofs.code(account, given["code"]):
        return How.CODE
    return How.RECOVERY if proofs.recovery_code(account, given["code"]) else None


def _for_second_step(request: InsideRequest, account: Account) -> str:
    return f"second/{request.area.id}/{account.id}"


def _after_first_step(request: InsideRequest) -> Account | None:
    """Whose password was right a moment ago, and still is."""
    token = request.POST.get("first", "")
    about = tokens.read("first step", token, bound=str(request.area.id), within=BETWEEN_STEPS)
    account = people.by_id(about["account"]) if about else None
    right = account and account.is_active and about and about["proof"] == account.get_session_auth_hash()
    return account if right else None


def _second_step_page(
    request: InsideRequest, account: Account, form: SecondStep, *, status: int | None = None
) -> HttpResponse:
    first = {"account": str(account.id), "proof": account.get_session_auth_hash()}
    kinds = set(account.factors.values_list("kind", flat=True))
    about = {
        "form": form,
        "first": tokens.made("first step", first, bound=str(request.area.id)),
        "codes": FactorKind.CODES in kinds,
        "passkey": passkeys.ask_for_one(request, bound=_for_second_step(request, account), account=account)
        if FactorKind.PASSKEY in kinds
        else None,
        "carried": request.POST.get(kept.FIELD, ""),
    }
    status = status or (400 if form.is_bound else 200)
    return render(request, "organisations/second_step.html", about, status=status)


@public
@only("POST")
def resume(request: InsideRequest) -> HttpResponse:
    """Get back what one had typed, after having signed in in another window."""
    carried = request.POST.get(kept.FIELD, "")
    if request.standing.account is None:
        return sign_in_page(request, SignIn.refused(_("Du er ikke logget inn i den andre fanen ennå.")))
    typed = kept.brought(carried, request.standing.account, request.area)
    if typed is None:
        raise Refused(NOT_THEIRS)
    return arrival.give_back(request, people.myself_as(request.standing), typed)


NOT_THEIRS = no("not_theirs", gettext_noop("Det som ble skrevet, er en annens, eller det er for lenge siden."))


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
