"""Everything below `/inne/`: who the visitor is there, and what is noted when they are denied something.

Sessions, cookies and the protection of forms run here alone. A public page comes past and is not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse

from motvekt.access.guard import NOT_ALLOWED, NOT_SIGNED_IN
from motvekt.access.standing import NOBODY, Standing
from motvekt.audit.actions import count
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, queries, session, stale
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within
from motvekt.web import errors

READING = ("GET", "HEAD")


class InsideRequest(HttpRequest):
    """A request that has come through `Inside`."""

    area: Area
    standing: Standing
    denied: Decision | None
    left: int
    """Seconds until whoever has signed in is signed out, unless they do something."""
    lapsed: bool
    """Whether a session's cookie came that is no longer good for anything."""


class Inside:
    """Says who asks, works within their area, and sends nobody to the page where one signs in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._forms = CsrfViewMiddleware(self._visited)  # type: ignore[arg-type]
        self._sessions = SessionMiddleware(self._forms)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(session.INSIDE):
            return self.get_response(request)
        if request.path != request.path_info:
            # Below a language's prefix the cookie would not be sent.
            return HttpResponseRedirect(request.path_info)
        area = queries.area_at(request.META.get("HTTP_HOST", ""))
        if area is None:
            return errors.unknown_host(request)
        request.area = area  # type: ignore[attr-defined]
        with within(area.id):
            response = cast(HttpResponseBase, self._sessions(request))
        if getattr(request, "lapsed", False):
            # Django would take back the cookie of a session that is over. It says whose what is typed in another window
            # was, until that is sent.
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        response.headers["Cache-Control"] = "no-store"
        # With "no-referrer" browsers say of a form that it comes from nowhere; other sites are told nothing either way.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Forms are asked for their token before any view, and before the guard."""
        return self._forms.process_view(request, view, args, kwargs) if hasattr(request, "area") else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A rule's no becomes a page with its words. What the view had begun has been rolled back by then."""
        if not isinstance(exception, Refused) or not hasattr(request, "area"):
            return None
        request.denied = exception.decision  # type: ignore[attr-defined]
        return errors.refused(request, exception.decision)

    def _visited(self, request: InsideRequest) -> HttpResponseBase:
        account = session.account_of(request, request.area)
        request.lapsed = account is None and settings.SESSION_COOKIE_NAME in request.COOKIES
        request.standing = (
            queries.standing(account, request.area.id, two_factors=session.how(request).strong) if account else NOBODY
        )
        request.denied = None
        request.left = session.left(request) if account else 0
        response = self.get_response(request)
        if request.denied is None:
            return response
        if request.denied == NOT_SIGNED_IN and (typed := stale.kept_for_later(request)) is not None:
            return typed
        if request.denied == NOT_SIGNED_IN and request.method in READING:
            away = HttpResponseRedirect(reverse("organisations:sign_in"))
            session.remember_way(away, request, request.area)
            return away
        _note(request, request.denied)
        return _turned_away(request, request.denied) or response


def _turned_away(request: InsideRequest, why: Decision) -> HttpResponseBase | None:
    """What somebody typed who may not open the page of their form any more, where the view has a page for it."""
    view = request.resolver_match.func if request.resolver_match else None
    given_back = getattr(view, "motvekt_given_back", None)
    if given_back is None or request.method != "POST" or why != NOT_ALLOWED:
        return None
    return cast("HttpResponseBase | None", given_back(request, why, 403))


def _note(request: InsideRequest, denied: Decision) -> None:
    """A denial of somebody known is logged, and of nobody known counted."""
    who = request.standing
    if who.account is None:
        count(area=request.area.id, code="page_denied")
        return
    match = request.resolver_match
    page = match.view_name if match and match.url_name else "unnamed"
    actions.deny_page(account=who.account, area=request.area, page=page, why=denied.code, by=who.actor)
