"""What somebody typed about something that doesn't lie at their desk any more: given back once, to be copied.

Nothing of it is kept. What never lay there is answered in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from motvekt.organisations import kept
from motvekt.organisations.middleware import InsideRequest

View = Callable[..., HttpResponse]

TYPED = frozenset({"text", "necessity", "not_told_why", "words"})
"""Fields of the desk's forms that somebody types in."""


def gives_back(view: View) -> View:
    """A view that gives back what was typed where there is nothing to write about, with 404."""

    @wraps(view)
    def asked(request: InsideRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            sent = kept.fields_of(request) if request.method == "POST" else []
            texts = [value for name, value in sent if name in TYPED and value.strip()]
            if not texts:
                raise
            return render(request, "reports/not_saved.html", {"section": "desk", "texts": texts}, status=404)

    return asked
