"""What somebody typed in a form that can't be taken any more: given back to be copied, and nothing of the concern."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from motvekt.concerns.forms import ObservationForm, ReflectionForm
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.errors import Refused
from motvekt.organisations import kept
from motvekt.organisations.middleware import InsideRequest

NO_LONGER = no("no_longer", _("Du har ikke tilgang til denne bekymringen nå."))
NOT_ALLOWED = no("not_allowed", _("Du har ikke tilgang til denne siden."))


def demand_writing(request: InsideRequest) -> None:
    """Refuse whoever writes nowhere, as the guard does: the view takes what they typed before, and so isn't stamped.

    Raises Refused.
    """
    if not request.standing.writes:
        raise Refused(NOT_ALLOWED)


def lost(request: InsideRequest, why: Decision, status: int) -> HttpResponse:
    """The page with all that they typed."""
    request.denied = why if status == 403 else None
    about = {"section": "concerns", "why": why.words, "typed": _texts(request)}
    return render(request, "concerns/lost.html", about, status=status)


def _texts(request: InsideRequest) -> list[tuple[str, str]]:
    """Each text that was typed, by what its field is called."""
    fields = {**ObservationForm.base_fields, **ReflectionForm.base_fields}
    labels = {name: str(field.label) for name, field in fields.items() if isinstance(field, forms.CharField)}
    sent = ((name.rpartition("-")[2], value) for name, value in kept.fields_of(request))
    return [(labels[name], value) for name, value in sent if name in labels and value.strip()]


def translated(words: str) -> str:
    """A rule's words in the reader's language."""
    return gettext(words)
