"""Showing once more who one is, before something that matters: bound to what is done and to what it is done with.

A view that needs it begins with `first`; where that answers, the view returns the answer. Afterwards somebody is back
where they were, what they had typed with them, and has five minutes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from motvekt.kernel import clock
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import kept, passkeys, people, session
from motvekt.organisations.forms import SecondStep
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Account
from motvekt.organisations.openid import known

GOOD_FOR = timedelta(minutes=5)
_PROVEN = "proven"


class Way(StrEnum):
    """How somebody shows who they are."""

    PASSKEY = "passkey"
    CODES = "codes"
    RECOVERY = "recovery"
    PASSWORD = "password"  # noqa: S105 - the word for it
    SESSION = "session"
    """By having signed in a moment ago, where somebody else keeps their factors; and in the demo."""


class Act(StrEnum):
    """What is asked for it. Grows with the rooms that need it."""

    CHANGE_FACTORS = "change_factors"
    RESET_FACTORS = "reset_factors"
    EXPORT_LOG = "export_log"
    OPEN_INVITED = "open_invited"
    SHOW_IDENTITY = "show_identity"
    SEARCH_NAME = "search_name"


WORDS = {
    Act.CHANGE_FACTORS: _("endre hva du logger inn med"),
    Act.RESET_FACTORS: _("nullstille innloggingen til en kollega"),
    Act.EXPORT_LOG: _("laste ned loggen"),
    Act.OPEN_INVITED: _("åpne en bekymring som du er invitert til"),
    Act.SHOW_IDENTITY: _("se hvem det gjelder"),
    Act.SEARCH_NAME: _("søke etter det mottaket har fra før om samme person"),
}
"""What each lets somebody do, in bokmål, after «for å»."""

BACK = {
    Act.CHANGE_FACTORS: "organisations:account",
    Act.RESET_FACTORS: "administration:home",
    Act.EXPORT_LOG: "administration:log",
    Act.OPEN_INVITED: "concerns:list",
    Act.SHOW_IDENTITY: "overview:mine",
    Act.SEARCH_NAME: "reports:desk",
}


def first(request: InsideRequest, act: Act, about: UUID) -> HttpResponse | None:
    """Nothing where it was shown a moment ago; otherwise the page that asks. What was sent goes along, sealed."""
    if is_fresh(request, act, about):
        return None
    if request.method == "POST" and not request.path_info.startswith(kept.SECRETS):
        return page(request, act, about, carried=kept.seal(request, request.standing.somebody, request.area))
    asks = reverse("organisations:step_up", args=[act.value, about])
    away = page(request, act, about) if request.method == "POST" else HttpResponseRedirect(asks)
    session.remember_way(away, request, request.area)
    return away


def page(
    request: InsideRequest,
    act: Act,
    about: UUID,
    *,
    form: SecondStep | None = None,
    carried: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page that asks, with every way that the account has."""
    account = people.myself_as(request.standing)
    ways = ways_of(request, account)
    shown = {
        "form": form or SecondStep(),
        "account": account,
        "act": act.value,
        "about": about,
        **told(act),
        "ways": ways,
        "providers": known.providers_of(account, request.area),
        "passkey": passkeys.ask_for_one(request, bound=bound(request, act, about), account=account)
        if Way.PASSKEY in ways
        else None,
        "carried": carried or request.POST.get(kept.FIELD, ""),
    }
    return render(request, "organisations/step_up.html", shown, status=status)


def told(act: Act) -> dict[str, str]:
    """What an act lets somebody do, and where one goes who doesn't want to after all."""
    return {"words": WORDS[act], "back": reverse(BACK[act])}


def bound(request: InsideRequest, act: Act, about: UUID) -> str:
    """What a passkey signs for: this act on this, by this account, and nothing else."""
    return f"step-up/{request.area.id}/{request.standing.somebody}/{act}/{about}"


def is_fresh(request: InsideRequest, act: Act, about: UUID) -> bool:
    """Whether it was shown for this, not more than five minutes ago."""
    until = request.session.get(_PROVEN, {}).get(f"{act}/{about}")
    return until is not None and clock.now() < datetime.fromisoformat(until)


def note(request: InsideRequest, act: Act, about: UUID) -> None:
    """It was shown just now. What is too old goes."""
    now = clock.now()
    known = request.session.get(_PROVEN, {})
    fresh = {what: until for what, until in known.items() if now < datetime.fromisoformat(until)}
    request.session[_PROVEN] = {**fresh, f"{act}/{about}": (now + GOOD_FOR).isoformat()}


def ways_of(request: InsideRequest, account: Account) -> frozenset[Way]:
    """What somebody can show it with: their factors where they have any, otherwise what they have."""
    kinds = set(account.factors.values_list("kind", flat=True))
    if kinds:
        return frozenset({Way(kind) for kind in kinds} | {Way.RECOVERY})
    if account.has_usable_password():
        return frozenset({Way.PASSWORD})
    how = session.how(request)
    just_now = how is not How.PASSWORD and clock.now() - session.begun(request) < GOOD_FOR
    return frozenset({Way.SESSION} if how is How.DEMO or just_now else ())
