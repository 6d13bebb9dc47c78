"""What somebody typed in a form that can't be taken any more: given back to be copied, and nothing of the concern."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from motvekt.concerns.forms import ObservationForm, ReflectionForm
from motvekt.kernel.decision import Decision, no
from motvekt.organisations import kept
from motvekt.organisations.middleware import InsideRequest
from motvekt.web import errors

Page = TypeVar("Page", bound=Callable[..., HttpResponse])

NO_LONGER = no("no_longer", _("Du har ikke tilgang til denne bekymringen nå."))
NOT_ALLOWED = no("not_allowed", _("Du har ikke tilgang til denne siden."))


def given_back(view: Page) -> Page:
    """Answers whoever writes nowhere as the guard does, but gives back what they typed: their role may have ended while
    they did. So a view that takes people's text has this below `signed_in`.
    """

    @wraps(view)
    def asked(request: InsideRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.standing.writes:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return lost(request, NO_LONGER, 403)
        request.denied = NOT_ALLOWED
        return errors.refused(request, NOT_ALLOWED)

    return asked  # type: ignore[return-value]


def lost(request: InsideRequest, why: Decision, status: int) -> HttpResponse:
    """The page with all that they typed."""
    request.denied = why if status == 403 else None
    about = {"section": "concerns", "why": why.words, "typed": _texts(request)}
    return render(request, "concerns/not_saved.html", about, status=status)


def _texts(request: InsideRequest) -> list[tuple[str, str]]:
    """Each text that was typed, by what its field is called."""
    fields = {**ObservationForm.base_fields, **ReflectionForm.base_fields}
    labels = {name: str(field.label) for name, field in fields.items() if isinstance(field, forms.CharField)}
    sent = ((name.rpartition("-")[2], value) for name, value in kept.fields_of(request))
    return [(labels[name], value) for name, value in sent if name in labels and value.strip()]


def translated(words: str) -> str:
    """A rule's words in the reader's language."""
    return gettext(words)
