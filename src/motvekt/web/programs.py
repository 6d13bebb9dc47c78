"""What other systems read instead of people: below `/api/` an error is JSON too, and any website may ask."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict

PROBLEM = "application/problem+json"

HEADERS: Mapping[str, str] = {
    # What is here is public, and there is no cookie that another site could use on somebody's behalf.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""On every answer below `/api/`, errors and redirects too: without them a script is told nothing of what went wrong."""


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it: the status in words, the status, and what to do about it."""

    model_config = ConfigDict(frozen=True)

    title: str
    status: int
    detail: str


DETAILS: Mapping[str, str] = {
    "bad_request": "The request could not be understood.",
    "forbidden": "This address is closed.",
    "unknown_host": "No area has this host.",
    "not_found": "There is nothing here. /api/ says which addresses there are.",
    "not_allowed": "This address is only for reading.",
    "broken": "The fault is ours. Try again later.",
}
"""What each page for errors says to a program."""


def is_for(request: HttpRequest) -> bool:
    """Whether a program asks: the address lies below `/api/`, whatever language stands before it."""
    languages = dict(settings.LANGUAGES)
    return next((part for part in request.path.split("/") if part and part not in languages), "") == "api"


def problem(status: int, detail: str) -> HttpResponse:
    """An error for a program. `detail` is in English, and has nothing of what the visitor sent."""
    said = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return HttpResponse(said.model_dump_json(), status=status, content_type=PROBLEM)
