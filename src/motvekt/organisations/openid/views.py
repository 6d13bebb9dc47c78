"""The four addresses of a provider: to it, back from it, linking from within, and our own public keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from motvekt.access.guard import public, signed_in
from motvekt.audit.actions import count
from motvekt.kernel.errors import Refused
from motvekt.organisations import arrival, identity_actions, session, stepup
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Account
from motvekt.organisations.openid import known, registry, state
from motvekt.organisations.openid.failures import (
    AGAIN,
    ANOTHER,
    CLOSED,
    DOWN,
    TOO_WEAK,
    TWO_FACTORS,
    SignOnFailed,
)
from motvekt.organisations.openid.persons import Person
from motvekt.organisations.openid.provider import Provider
from motvekt.organisations.openid.state import Purpose, Way
from motvekt.organisations.policy import SIGN_ON
from motvekt.organisations.stepup import Act
from motvekt.web.methods import only

if TYPE_CHECKING:
    from motvekt.organisations.openid.flow import SignedOn

Proven = Callable[[InsideRequest, str, str], HttpResponse]
"""What goes on when somebody has proven again who they are: the act that they will do, and what it is about."""


def _provider(request: InsideRequest, slug: str) -> Provider:
    found = registry.provider(request.area, slug)
    if found is None:
        raise Http404
    return found


@public
@only("POST")
def begin(request: InsideRequest, provider: str) -> HttpResponse:
    """To the provider, to sign in."""
    found = _provider(request, provider)
    if request.standing.account is not None:
        return redirect("organisations:home")
    return _to(request, found, Purpose())


@signed_in
@only("POST")
def link(request: InsideRequest, provider: str) -> HttpResponse:
    """To the provider, so that its sign-on is linked to the account of whoever has proven two factors."""
    found = _provider(request, provider)
    if not session.how(request).strong:
        raise Refused(TWO_FACTORS)
    # At a machine that somebody left, another's sign-on could be linked.
    if away := stepup.first(request, Act.CHANGE_FACTORS, request.standing.somebody):
        return away
    purpose = Purpose(Way.LINK, account=str(request.standing.somebody))
    return _to(request, found, purpose)


def prove_again(request: InsideRequest, provider: Provider, *, act: str, about: str) -> HttpResponse:
    """To the provider, where whoever has signed in proves anew who they are. `answer` goes on with what is `proven`."""
    purpose = Purpose(Way.PROVE, account=str(request.standing.somebody), act=act, about=about)
    return _to(request, provider, purpose)


def _to(request: InsideRequest, provider: Provider, purpose: Purpose) -> HttpResponse:
    # Read when somebody signs on by a provider: a server that has none doesn't hold the protocol in its memory.
    from motvekt.organisations.openid import flow

    return _tried(request, lambda: flow.start(request, provider, purpose))


@public
@only("GET")
def answer(request: InsideRequest, provider: str, proven: Proven | None = None) -> HttpResponse:
    """Back from the provider. `proven`, the address's own, goes on when somebody has proven again who they are."""
    from motvekt.organisations.openid import flow

    found = _provider(request, provider)
    response = _tried(request, lambda: _arrived(request, flow.answer(request, found), proven))
    state.forget(response)
    return response


def _arrived(request: InsideRequest, came: SignedOn, proven: Proven | None) -> HttpResponse:
    purpose = came.purpose
    if purpose.way is Way.SIGN_IN:
        return arrival.welcome(request, _account(request, came.who), came.how)
    # The browser may have been signed out, or in as somebody else, meanwhile.
    if purpose.account != str(request.standing.account):
        raise SignOnFailed(AGAIN, "another account")
    if purpose.way is Way.LINK:
        return _link(request, came.who)
    account = known.account_of(came.who)
    if account is None or account.id != request.standing.account:
        raise SignOnFailed(ANOTHER)
    if came.how is not How.OPENID_STRONG:
        raise SignOnFailed(TOO_WEAK, "not two factors")
    if proven is None:
        raise SignOnFailed(AGAIN, "nothing goes on")
    return proven(request, purpose.act, purpose.about)


def _account(request: InsideRequest, who: Person) -> Account:
    account = known.account_of(who)
    if account is None:
        try:
            account = identity_actions.sign_on(who=who, area=request.area, by=SIGN_ON)
        except IntegrityError:
            # They came in by another window at the same moment.
            account = known.account_of(who)
            if account is None:
                raise
    if not account.is_active:
        raise SignOnFailed(CLOSED)
    return account


def _link(request: InsideRequest, who: Person) -> HttpResponse:
    if not session.how(request).strong:
        raise SignOnFailed(TWO_FACTORS)
    identity_actions.link(account=request.standing.somebody, who=who, area=request.area, by=request.standing)
    session.say(request, "linked")
    return redirect("organisations:account")


@public
@only(*READING)
def jwks(request: InsideRequest, provider: str) -> HttpResponse:
    """The public keys by which the provider knows us, those that don't sign yet or any more too."""
    return JsonResponse({"keys": [ours.public() for ours in _provider(request, provider).keys]})


def _tried(request: InsideRequest, go: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that it leads to, or the one that says in words why it leads nowhere. Who tried, nobody knows."""
    try:
        return go()
    except (SignOnFailed, Refused) as failure:
        count(area=request.area.id, code="sign_on_failed")
        about = {"words": failure.decision.words, "signed_in": request.standing.account is not None}
        status = 503 if failure.decision == DOWN else 403
        return render(request, "organisations/openid/failed.html", about, status=status)
