"""Pages for what went wrong: the right status, what to do now, and never a trace."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motvekt.access.guard import public
from motvekt.kernel.decision import Decision
from motvekt.web import programs

log = logging.getLogger(__name__)

LAST_RESORT = """<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Noe gikk galt hos oss – Motvekt</title></head>
<body><main><h1>Noe gikk galt hos oss</h1><p>Feilen er vår, ikke din. Prøv igjen om litt.</p>
<p>Er noen i fare: <a href="tel:112">ring 112</a></p>
<p>Er du bekymret for et barn: <a href="tel:116111">ring 116 111</a></p></main></body></html>
"""
"""A page that needs nothing, for when even the page that says so is broken."""


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    if programs.is_for(request):
        return programs.problem(status, programs.DETAILS[kind])
    return render(request, "web/error.html", {"kind": kind}, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form made no sense."""
    return _page(request, "bad_request", 400)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: closed to this visitor."""
    return _page(request, "forbidden", 403)


def refused(request: HttpRequest, decision: Decision) -> HttpResponse:
    """403: a rule said no, and its words say what to do instead."""
    return render(request, "web/error.html", {"kind": "refused", "words": decision.words}, status=403)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """404: no area has this host."""
    return _page(request, "unknown_host", 404)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here."""
    return _page(request, "not_found", 404)


def not_allowed(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """405: pages that are only for reading."""
    response = _page(request, "not_allowed", 405)
    response.headers["Allow"] = ", ".join(methods)
    return response


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500: our mistake. Whatever is broken, this answers with 112 on it."""
    try:
        return _page(request, "broken", 500)
    except Exception:
        log.exception("the page for errors is broken")
        return HttpResponse(LAST_RESORT, status=500)
