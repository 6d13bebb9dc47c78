"""Which area, edition and language a request is for."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import set_script_prefix
from django.utils import translation

from motvekt.guide import current
from motvekt.guide.kinds import LANGUAGES, Language
from motvekt.guide.queries import DamagedEdition, InForce
from motvekt.web import errors

log = logging.getLogger(__name__)


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
        prefix = language_prefix(request.path_info)
        translation.activate(prefix or "nb")
        try:
            return self._insecure(request) or self._answer(request, prefix)
        except (Error, DamagedEdition):
            log.exception("no edition can be read")
            return errors.broken(request)
        finally:
            set_script_prefix("/")
            translation.deactivate()

    def _insecure(self, request: HttpRequest) -> HttpResponseBase | None:
        """Where https is demanded: the way there, for a host that an area names and for no other."""
        if not settings.HTTPS_ONLY or request.is_secure():
            return None
        host = current.named_host(request.META.get("HTTP_HOST", ""))
        if host is None:
            return errors.unknown_host(request)
        return HttpResponsePermanentRedirect(f"https://{host}{request.get_full_path()}")

    def _answer(self, request: HttpRequest, prefix: Language | None) -> HttpResponseBase:
        edition = current.edition_for(request.META.get("HTTP_HOST", ""))
        if edition is None:
            return errors.unknown_host(request)
        request.edition = edition  # type: ignore[attr-defined]
        default = edition.guide.default_language
        bare = request.path_info.removeprefix("/")
        if bare in LANGUAGES:
            return HttpResponsePermanentRedirect("/" if bare == default else f"/{bare}/")
        if prefix == default:
            return HttpResponsePermanentRedirect(without_prefix(request.get_full_path()))
        request.language = prefix or default  # type: ignore[attr-defined]
        translation.activate(prefix or default)
        if prefix:
            request.path_info = request.path_info.removeprefix(f"/{prefix}")
            set_script_prefix(f"/{prefix}/")
        return self.get_response(request)


def without_prefix(path: str) -> str:
    """A path without its languages. It begins with one slash, so that it never names another host."""
    while prefix := language_prefix(path):
        path = path.removeprefix(f"/{prefix}")
    return "/" + path.lstrip("/")


def language_prefix(path: str) -> Language | None:
    """The language that an address begins with, if any."""
    return next((language for language in LANGUAGES if path.startswith(f"/{language}/")), None)
