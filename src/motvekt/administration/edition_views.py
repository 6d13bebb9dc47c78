"""The pages of the guide's editors: what is proposed, what it changes, and the second person's yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.administration.forms import Code
from motvekt.guide import actions, history, queries, rules
from motvekt.guide.frame import edition_of
from motvekt.guide.printing.typeset import typeset
from motvekt.guide.queries import Published
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import naming, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@dataclass(frozen=True)
class Edition:
    """An edition in the history, with who published it."""

    card: Published
    by: str


@requires(Capability.PUBLISH_EDITION)
@only(*READING)
def editions(request: InsideRequest) -> HttpResponse:
    """The proposal that waits, with what it would change, and every edition."""
    return _page(request, Code())


@requires(Capability.PUBLISH_EDITION)
@only("POST")
def confirm(request: InsideRequest) -> HttpResponse:
    """Make an edition of the proposal that one has looked at: its code says which one that was."""
    form = Code(request.POST)
    if not form.is_valid():
        return _page(request, form)
    by, code = request.standing.actor, form.cleaned_data["code"]
    try:
        actions.confirm(area=request.area.slug, code=code, by=by, press=typeset)
    except Refused as refused:
        return _refused(request, form, refused)
    session.say(request, "confirmed")
    return redirect("administration:editions")


@requires(Capability.PROPOSE_EDITION)
@only("POST")
def withdraw(request: InsideRequest) -> HttpResponse:
    """Take the proposal back."""
    form = Code(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        actions.withdraw(area=request.area.slug, code=form.cleaned_data["code"], by=request.standing.actor)
    except Refused as refused:
        return _refused(request, form, refused)
    session.say(request, "withdrawn")
    return redirect("administration:editions")


def _refused(request: InsideRequest, form: Code, refused: Refused) -> HttpResponse:
    """A code that no proposal has is said beside its field. Every other no has a page of its own."""
    if refused.decision.code != "no_proposal":
        raise refused
    form.fail()
    return _page(request, form)


def _page(request: InsideRequest, form: Code) -> HttpResponse:
    cards = queries.published(request.area.slug)
    known = naming.names(naming.account_in(card.published_by) for card in cards)
    about = {
        "tab": "editions",
        "form": form,
        "cards": [Edition(card, naming.who(card.published_by, known)) for card in cards],
        "said": session.said(request),
        **_proposal(request, cards),
    }
    return render(request, "administration/editions.html", about, status=400 if form.is_bound else 200)


def _proposal(request: InsideRequest, cards: list[Published]) -> dict[str, Any]:
    area, today = request.area.slug, clock.today()
    waiting = queries.proposed(area)
    if waiting is None:
        return {"waiting": None}
    before = rules.replaced_by(cards, waiting.valid_from, today)
    old = queries.guide_of(area, before) if before else None
    edition = edition_of(request)
    by = waiting.proposed_by
    return {
        "waiting": waiting,
        "before": before,
        "overtaken": rules.overtaken(cards, waiting.valid_from, today),
        "is_stale": bool(cards) and cards[0].number != waiting.follows,
        "is_own": by == str(request.standing.actor),
        "proposed_by": naming.who(by, naming.names([naming.account_in(by)])),
        "groups": history.changes(old, waiting.guide, edition, get_language() or "nb") if old else [],
    }
