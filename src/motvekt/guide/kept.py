"""Public pages are the same bytes for everybody: each is made once per edition, or once a minute, and then kept.

What is kept is the finished answer, compressed already. Nothing of a visitor is in it: public pages read no cookie.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

import brotli
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified

from motvekt.guide import current, rules
from motvekt.guide.queries import DamagedEdition
from motvekt.kernel import clock
from motvekt.web.errors import not_allowed
from motvekt.web.headers import accepts, matches

READING = ("GET", "HEAD")
PASSED = ("/static/", "/inne/")
"""What comes and goes untouched: files, and the pages of somebody who has signed in."""
Scope = Literal["edition", "data", "minute", "moment"]
BUDGET_BYTES = 6 * 1024 * 1024
"""How much is kept on each of the shelves; the page that was asked for longest ago goes first."""
TEXTS = ("text/html", "application/json", "application/schema+json", "application/problem+json", "text/javascript")
"""What is compressed and given an entity tag; anything else passes through as it is."""


def kept(scope: Scope) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Keep this view's pages: for as long as the edition is in force, or for the minute (those that tell who is open).

    "data" is "edition" for what other systems read: a whole guide weighs as much as thirty pages.
    An "edition" page is the same whatever the query string is, and so is a "moment" page, which says when it was made
    and is kept for the minute. A "minute" page is kept only where the query string is written as the system itself
    writes it (`canonical`): odd ones can't fill the memory.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in READING:
                return not_allowed(request, READING)
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and (scope != "minute" or _is_canonical(request)):
                response.motvekt_kept = scope  # type: ignore[attr-defined]
            return response

        return keeping

    return decorate


def canonical(request: HttpRequest, answers: Mapping[str, str]) -> None:
    """Say what this page has understood of the query string: the part that may stand in its own links."""
    request.canonical_query = urlencode(answers)  # type: ignore[attr-defined]


def _is_canonical(request: HttpRequest) -> bool:
    return bool(getattr(request, "canonical_query", "") == request.META.get("QUERY_STRING", ""))


@dataclass(frozen=True)
class Page:
    """A finished answer; `minute` is the minute it holds for, None where it holds for the edition."""

    headers: dict[str, str]
    bodies: dict[str, bytes]
    etag: str
    minute: int | None
    status: int = 200

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())


class Shelf:
    """Pages by key, within a budget of bytes. Safe to use from several threads.

    A minute's pages are thrown away when the next minute is asked in: no trace stays of which answers were asked for.
    """

    def __init__(self, budget: int = BUDGET_BYTES) -> None:
        self._budget = budget
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0
        self._minute = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, minute: int) -> Page | None:
        """The page, unless its minute has passed."""
        with self._lock:
            if minute != self._minute:
                self._turn(minute)
            page = self._pages.get(key)
            if page is None or page.minute not in (None, minute):
                # Where one was put late: somebody asked in the next minute while it was made.
                return None
            self._pages.move_to_end(key)
            return page

    def _turn(self, minute: int) -> None:
        self._minute = minute
        for key in [key for key, page in self._pages.items() if page.minute not in (None, minute)]:
            self._size -= self._pages.pop(key).size

    def put(self, key: Hashable, page: Page) -> None:
        with self._lock:
            if before := self._pages.pop(key, None):
                self._size -= before.size
            self._pages[key] = page
            self._size += page.size
            while self._size > self._budget:
                self._size -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0


shelves: dict[str, Shelf] = {name: Shelf() for name in ("edition", "data", "minute", "forms")}
"""Four, so that neither a flood of answers nor whoever reads every edition can push the guide off."""


def kept_for_the_minute(place: Hashable, made: Callable[[], HttpResponse]) -> Page:
    """What a form is answered with that has nothing of the visitor's in it: made once a minute, and never compressed,
    since whoever gets it sets something of theirs into its body, the one without an encoding.
    """
    minute = _minute()
    page = shelves["forms"].get(place, minute)
    if page is None:
        response = made()
        page = Page(dict(response.items()), {"": response.content}, "", minute, response.status_code)
        shelves["forms"].put(place, page)
    return page


def _minute() -> int:
    return int(clock.now().timestamp() // 60)


def forget() -> None:
    """Throw away every page, as in a test that changes the clock."""
    for shelf in shelves.values():
        shelf.clear()


class KeptPages:
    """Outside all but health: answers from the shelf, puts there what views have marked, compresses every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if request.method not in READING or meta["PATH_INFO"].startswith(PASSED):
            return self.get_response(request)
        try:
            edition = current.edition_for(meta.get("HTTP_HOST", ""))
        except (Error, DamagedEdition):
            # The rooms below say so, on a page with all its headers.
            edition = None
        if edition is None:
            return self.get_response(request)
        minute = _minute()
        place = (edition.stamp, meta["PATH_INFO"], request.scheme)
        query = meta.get("QUERY_STRING", "")
        page = (
            shelves["edition"].get(place, minute)
            or shelves["minute"].get((*place, query), minute)
            or shelves["data"].get(place, minute)
        )
        if page is None:
            response = self.get_response(request)
            if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith(TEXTS):
                return response
            scope: Scope | None = getattr(response, "motvekt_kept", None)
            page = _finish(response, minute if scope in ("minute", "moment") else None)
            if scope:
                shelf = shelves["edition" if scope == "moment" else scope]
                shelf.put((*place, query) if scope == "minute" else place, page)
        return _answer(page, request)


def _finish(response: HttpResponse, minute: int | None) -> Page:
    body = response.content
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    headers["Vary"] = "Accept-Encoding"
    bodies = {"br": brotli.compress(body, quality=6), "gzip": gzip.compress(body, 6, mtime=0)}
    return Page(headers, bodies, f'W/"{rules.digest(response.text)[:24]}"', minute, response.status_code)


def _answer(page: Page, request: HttpRequest) -> HttpResponse:
    storable = page.status == 200 and page.headers.get("Cache-Control") != "no-store"
    if storable and matches(request.META.get("HTTP_IF_NONE_MATCH", ""), page.etag):
        return HttpResponseNotModified(headers={"ETag": page.etag, **_of_no_body(page.headers)})
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    encoding = next((code for code in ("br", "gzip") if accepts(accepted, code)), "")
    # Hardly anybody asks for a page as it is: it is five times as large, and is not kept.
    body = page.bodies[encoding] if encoding else gzip.decompress(page.bodies["gzip"])
    response = HttpResponse(body, status=page.status, headers=page.headers)
    response.headers["Content-Length"] = str(len(body))
    if storable:
        response.headers["ETag"] = page.etag
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _of_no_body(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that an answer without news must carry too: how to keep it, and who may read it."""
    needed = ("Vary", "Cache-Control", "Access-Control-", "Cross-Origin-Resource-")
    return {name: value for name, value in headers.items() if name.startswith(needed)}
