"""Which area, edition and language a request is for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import set_script_prefix
from django.utils import translation

from motvekt.guide import current
from motvekt.guide.kinds import LANGUAGES, Language
from motvekt.guide.queries import InForce


class GuideRequest(HttpRequest):
    """A request that has come through `EditionInForce`."""

    edition: InForce
    language: Language
    """The interface's language; the content's may be another where the edition lacks it."""


class EditionInForce:
    """Finds the edition by host and the language by the address's first part.

    The default language of an edition has no prefix. Another language's prefix is taken for the script name, so that
    routes are written once and every address that is made carries the prefix.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        edition = current.edition_for(request.META.get("HTTP_HOST", ""))
        prefix = language_prefix(request.path_info)
        try:
            if edition is None:
                translation.activate(prefix or "nb")
                return render(request, "web/error.html", {"kind": "unknown_host"}, status=404)
            request.edition = edition  # type: ignore[attr-defined]
            default = edition.guide.default_language
            if prefix == default:
                return HttpResponsePermanentRedirect(without_prefix(request.get_full_path()))
            request.language = prefix or default  # type: ignore[attr-defined]
            translation.activate(prefix or default)
            if prefix:
                request.path_info = request.path_info.removeprefix(f"/{prefix}")
                set_script_prefix(f"/{prefix}/")
            return self.get_response(request)
        finally:
            set_script_prefix("/")
            translation.deactivate()


def without_prefix(path: str) -> str:
    """A path without its language. It begins with one slash, so that it never names another host."""
    prefix = language_prefix(path)
    return "/" + (path.removeprefix(f"/{prefix}") if prefix else path).lstrip("/")


def language_prefix(path: str) -> Language | None:
    """The language that an address begins with, if any."""
    return next((language for language in LANGUAGES if path.startswith(f"/{language}/")), None)
