"""The page that says of a receipt that it opened nothing, or is none. Somebody may try thousands, and to put a page
together is the work of ten that readers are waiting for. So it is put together once a minute, and what was typed is set
in.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import get_language

from motvekt.consultations import receipts
from motvekt.guide.frame import edition_of
from motvekt.guide.kept import kept_for_the_minute
from motvekt.kernel.decision import Decision

PLACE = receipts.spoken("0" * receipts.DIGITS)
"""What was typed, on the page that is kept. Nothing else on it looks like that."""


def wrong_page(request: HttpRequest, why: Decision, typed: str, made: Callable[[str], HttpResponse]) -> HttpResponse:
    """The page that says why, with what was typed in its field. `made` puts the page together for something typed.

    Nothing else that somebody sent may be in what it makes: others get it as well.
    """
    place = (edition_of(request).stamp, request.path_info, get_language(), request.scheme, why.code)
    page = kept_for_the_minute(place, lambda: made(PLACE))
    before, there, after = page.bodies[""].partition(PLACE.encode())
    if not there:
        raise LookupError("the page for a wrong receipt has no place for it")
    return HttpResponse(before + escape(typed).encode() + after, status=page.status, headers=page.headers)
