"""Which methods a page answers to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from motvekt.web.errors import not_allowed

Page = TypeVar("Page", bound=Callable[..., HttpResponse])


def only(*methods: str) -> Callable[[Page], Page]:
    """Answer 405 to every other method, on a page that helps."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if request.method in methods else not_allowed(request, methods)

        return asked  # type: ignore[return-value]

    return decorate
