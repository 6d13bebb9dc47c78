"""The door: asks the guard before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from motvekt.access.guard import may_open
from motvekt.access.standing import NOBODY


class Guard:
    """Answers 403 for a view that is not stamped, or that demands what the visitor is not.

    Who the visitor is, `organisations.middleware` has said; outside its pages everybody is nobody. The decision stays
    on the request as `denied`, for whoever logs it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        decision = may_open(view, getattr(request, "standing", NOBODY))
        if not decision:
            request.denied = decision  # type: ignore[attr-defined]
            raise PermissionDenied(decision.words)
