"""What somebody typed in a concern that they don't see any more is shown to them once, to copy. Nothing is kept of it.

A concern that never was is answered in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motvekt.concerns import typed
from motvekt.organisations import kept
from motvekt.organisations.middleware import InsideRequest

View = Callable[..., HttpResponse]

OWN = frozenset({"item", "version", "duty", "kind", "call", "account", "due_on", "task"})
"""Fields that nobody types."""


def keeps_text(view: View) -> View:
    """A view that gives back what was typed where the concern isn't there, with 404."""

    @wraps(view)
    def kept_by(request: InsideRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            sent = [value for name, value in kept.fields_of(request) if name not in OWN and not _is_id(value)]
            texts = [(_("Det du skrev"), value) for value in sent if value.strip()]
            if request.method != "POST" or not texts:
                raise
            about = {"section": "concerns", "why": typed.NO_LONGER.words, "typed": texts}
            return render(request, "concerns/not_saved.html", about, status=404)

    return kept_by


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
