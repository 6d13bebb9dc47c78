"""The pages of an area's editions: their history, what changed, what is proposed, and what should be checked again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motvekt.access.guard import public
from motvekt.guide import history, queries, rules
from motvekt.guide.kept import READING, kept
from motvekt.guide.middleware import GuideRequest
from motvekt.guide.queries import Published
from motvekt.guide.views import page_response
from motvekt.kernel import clock
from motvekt.web.errors import not_allowed


@public
@kept("minute")
def editions(request: GuideRequest) -> HttpResponse:
    """Every edition of the guide, the newest first."""
    today = clock.today()
    context = {"rows": history.rows(request.edition.area, today), "section": "guide"}
    return page_response(request, "guide/editions.html", context)


@public
@kept("edition")
def edition(request: GuideRequest, number: int) -> HttpResponse:
    """What changed in an edition."""
    card, before = _card(request, number), None
    if number > 1:
        before = _card(request, number - 1)
    title = _("Hva utgave %(number)s endret") % {"number": number}
    return _changes(request, before, card, {"kind": "edition", "title": title})


@public
@kept("edition")
def since(request: GuideRequest, number: int) -> HttpResponse:
    """What changed since an edition that somebody has on paper."""
    title = _("Endret siden utgave %(number)s") % {"number": number}
    return _changes(request, _card(request, number), request.edition.published, {"kind": "since", "title": title})


def _changes(request: GuideRequest, before: Published | None, card: Published, context: dict[str, Any]) -> HttpResponse:
    guide = queries.guide_of(request.edition.area, card)
    old = queries.guide_of(request.edition.area, before) if before else None
    groups = history.changes(old, guide, request.edition, request.language) if old else []
    shown = {"card": card, "before": before, "groups": groups, "section": "guide"}
    return page_response(request, "guide/changes.html", context | shown)


def _card(request: GuideRequest, number: int) -> Published:
    """An edition of this area. Raises Http404."""
    found = next((card for card in queries.published(request.edition.area) if card.number == number), None)
    if found is None:
        raise Http404
    return found


@public
def proposal(request: HttpRequest, digest: str) -> HttpResponseBase:
    """What a proposal would change. Its address is known to whoever has it from the one who proposed it.

    It is neither kept nor found by search engines; when it has been published it leads to the edition.
    """
    if request.method not in READING:
        return not_allowed(request, READING)
    return _proposal(request, digest)  # type: ignore[arg-type]


def _proposal(request: GuideRequest, digest: str) -> HttpResponseBase:
    area = request.edition.area
    waiting = queries.proposed(area, digest)
    if waiting is None:
        number = queries.became(area, digest)
        if number is None:
            raise Http404
        return redirect("guide:edition", number)
    cards, today = queries.published(area), clock.today()
    before = rules.replaced_by(cards, waiting.valid_from, today)
    old = queries.guide_of(area, before) if before else None
    groups = history.changes(old, waiting.guide, request.edition, request.language) if old else []
    context = {
        "before": before,
        "overtaken": rules.overtaken(cards, waiting.valid_from, today),
        "kind": "proposal",
        "title": _("Forslag til utgave %(number)s") % {"number": waiting.follows + 1},
        "waiting": waiting,
        "is_stale": cards[0].number != waiting.follows,
        "groups": groups,
        "code": rules.code(digest),
        "section": "guide",
    }
    response = render(request, "guide/changes.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@public
@kept("minute")
def checks(request: GuideRequest) -> HttpResponse:
    """When each number was last called and each act last read, and which are due."""
    today = clock.today()
    contacts, law = history.checks(request.edition, request.language, today)
    groups = [("contacts", contacts), ("law", law)]
    return page_response(request, "guide/checks.html", {"groups": groups, "section": "contacts"})
