"""The page that says of a receipt that it opened nothing. Somebody may try thousands, and to put a page together is the
work of ten that readers are waiting for. So it is put together once a minute, and what was typed is set in.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from motvekt.consultations import receipts
from motvekt.guide.frame import edition_of
from motvekt.guide.kept import kept_for_the_minute

PLACE = "0" * receipts.DIGITS
"""The receipt of the page that is kept. As it stands in a page, in groups of four, it stands there once."""


def wrong_page(request: HttpRequest, receipt: str, made: Callable[[str], HttpResponse]) -> HttpResponse:
    """The page for a wrong receipt, which stands in it as one writes it down. `made` puts the page together for one.

    Nothing else that somebody sent may be in what it makes: others get it as well.
    """
    place = (edition_of(request).stamp, request.path_info, get_language(), request.scheme)
    page = kept_for_the_minute(place, lambda: made(receipts.spoken(PLACE)))
    before, there, after = page.bodies[""].partition(receipts.spoken(PLACE).encode())
    if not there:
        raise LookupError("the page for a wrong receipt has no place for it")
    return HttpResponse(before + receipts.spoken(receipt).encode() + after, status=page.status, headers=page.headers)
