"""What somebody typed at a desk about something that isn't theirs to answer any more: given back once, to be copied.

Nothing of it is kept. What never lay there is answered in the same way.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.access.guard import NOT_ALLOWED
from motvekt.kernel.decision import Decision
from motvekt.organisations import given_back, kept
from motvekt.organisations.middleware import InsideRequest

TYPED = frozenset({"text", "necessity", "not_told_why", "words", "name", "phone"})
"""Fields of the desk's forms that somebody types in."""


def page(request: InsideRequest, why: Decision | None, status: int) -> HttpResponse | None:
    """The page with all that they typed; None where they typed nothing."""
    texts = [value for name, value in kept.fields_of(request) if name in TYPED and value.strip()]
    if not texts:
        return None
    about = {"section": "desk", "why": (NOT_ALLOWED if why is None else why).words, "texts": texts}
    return render(request, "reports/not_saved.html", about, status=status)


gives_back = given_back.gives_back(page)
