"""What the public pages share: the area, the guard of their forms, and how an answer is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motvekt.access.guard import public
from motvekt.consultations import pictures, who_reads
from motvekt.consultations.asking_wording import TOO_MUCH
from motvekt.consultations.who_reads import Here
from motvekt.guide.frame import edition_of
from motvekt.guide.kept import READING
from motvekt.guide.middleware import GuideRequest
from motvekt.organisations.models import Area
from motvekt.web import errors, origin
from motvekt.web.methods import only

RETRY_SECONDS = 60
SAME_PAGE = {
    "choose": "velg",
    "receipt": "kvittering",
    "write": "skriv",
    "look_over": "se-over",
    "talk": "vis",
    "reply_over": "se-over",
    "tell": "meld-endre",
    "tell_over": "meld-se-over",
    "end": "slett",
    "number": "vis-kvittering",
    "again": "vis-igjen",
}
"""The step by which a page's form shows the page once more, with what was written in it: so it is had in another
language. All of these answer forms. None of them does what the form was sent for, and none tries a receipt that was
typed.
"""
View = Callable[[GuideRequest], HttpResponse]


def form_page(view: View) -> Callable[[GuideRequest], HttpResponse]:
    """A public page whose forms answer to itself alone: guarded by Origin, kept by nobody, without a cookie."""

    @public
    @only(*READING, "POST")
    @wraps(view)
    def asked(request: GuideRequest) -> HttpResponse:
        if request.method == "POST" and not origin.is_own(request):
            return errors.refused(request, origin.STRANGER)
        pictures.let_in(request)
        try:
            request.POST  # noqa: B018 - read here, where it can be answered that it is too much
        except RequestDataTooBig:
            return origin.let_say(_too_much(request))
        return origin.let_say(view(request))

    return asked


def _too_much(request: HttpRequest) -> HttpResponse:
    response = errors.refused(request, TOO_MUCH)
    response.status_code = 413
    return response


def area_of(request: HttpRequest) -> Area:
    """The area that the visitor is in. Raises Http404."""
    known = who_reads.area(edition_of(request).area)
    if known is None:
        raise Http404
    return known


def here_of(request: HttpRequest) -> Here:
    """The area that the visitor is in, and where somebody reads there. Raises Http404."""
    known = who_reads.here(edition_of(request).area)
    if known is None:
        raise Http404
    return known


def page(request: HttpRequest, name: str, about: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page that nobody keeps."""
    if request.method == "POST" and name in SAME_PAGE and about.get("offers", True):
        about = {**about, "same_page": {"name": "steg", "value": SAME_PAGE[name]}}
    response = render(request, f"consultations/asking/{name}.html", about, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
