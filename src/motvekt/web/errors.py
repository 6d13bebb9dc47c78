"""Pages for what went wrong: the right status, what to do now, and never a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motvekt.access.guard import public


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    return render(request, "web/error.html", {"kind": kind}, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form made no sense."""
    return _page(request, "bad_request", 400)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: closed to this visitor."""
    return _page(request, "forbidden", 403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here."""
    return _page(request, "not_found", 404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500: our mistake."""
    return _page(request, "broken", 500)
