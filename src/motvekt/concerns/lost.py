"""What somebody typed in a concern that they don't see any more is shown to them once, to copy. Nothing is kept of it.

A concern that never was is answered in the same way.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motvekt.concerns import typed
from motvekt.kernel.decision import Decision
from motvekt.organisations import given_back, kept
from motvekt.organisations.middleware import InsideRequest

OWN = frozenset(
    ("item", "version", "id", "unit", "duty", "kind", "call", "account", "due_on", "task", "why", "owner", "band")
) | frozenset(("begun", "home", "unsafe_home", "parents", "by_self", "by_guardians", "guardians", "desks"))
"""Fields that nobody types in."""


def page(request: InsideRequest, why: Decision | None, status: int) -> HttpResponse | None:
    """The page with all that they typed; None where they typed nothing."""
    sent = [value for name, value in kept.fields_of(request) if name not in OWN and not _is_id(value)]
    texts = [(_("Det du skrev"), value) for value in sent if value.strip()]
    if not texts:
        return None
    about = {"section": "concerns", "why": (typed.NO_LONGER if why is None else why).words, "typed": texts}
    return render(request, "concerns/not_saved.html", about, status=status)


keeps_text = given_back.gives_back(page)


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
