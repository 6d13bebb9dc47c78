"""What somebody typed in a form that can't be taken: shown to them once more, to be copied. Nothing of it is kept.

Their role may have ended while they wrote, what it is about may lie there no more, or a rule may say no where the page
has no form to say it on. What never was is answered in the same way as what isn't theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpResponse

from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations.middleware import InsideRequest

View = TypeVar("View", bound=Callable[..., HttpResponse])
Page = Callable[[InsideRequest, Decision | None, int], HttpResponse | None]
"""A room's page with what was typed, for a reason (None: it isn't there) and with a status; None where nothing was."""


def gives_back(page: Page) -> Callable[[View], View]:
    """A view of a form with people's text: what was typed is given back where there is nothing to write about (404),
    where a rule refuses it (403), and where the guard lets nobody in any more (403).
    """

    def made(view: View) -> View:
        @wraps(view)
        def asked(request: InsideRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                shown = page(request, None, 404) if request.method == "POST" else None
                if shown is None:
                    raise
                return shown
            except Refused as refused:
                shown = page(request, refused.decision, 403) if request.method == "POST" else None
                if shown is None:
                    raise
                request.denied = refused.decision
                return shown

        asked.motvekt_given_back = page  # type: ignore[attr-defined]
        return asked  # type: ignore[return-value]

    return made
