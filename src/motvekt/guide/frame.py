"""What the frame around every page needs to know, for the templates of `web`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation

from motvekt.guide.kinds import LANGUAGE_NAMES, LANGUAGES, Language
from motvekt.guide.middleware import without_prefix
from motvekt.guide.queries import InForce
from motvekt.guide.schema import Guide


@dataclass(frozen=True)
class OtherLanguage:
    """The same page in another language."""

    code: str
    name: str
    address: str

    @property
    def in_header(self) -> bool:
        """English stands in the header too: whoever needs it may not find the foot of a page they can't read."""
        return self.code == "en"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for every template. Error pages may have no edition; then the frame has no area."""
    edition: InForce | None = getattr(request, "edition", None)
    language = translation.get_language() or "nb"
    guide = edition.guide if edition else None
    return {
        "edition": edition,
        "guide": guide,
        "language": language,
        "interface_languages": LANGUAGES,
        "content_language": content_language(guide, language) if guide else language,
        "other_languages": _others(request, guide, language) if guide else [],
        "leave_url": settings.LEAVE_URL,
    }


def edition_of(request: HttpRequest) -> InForce:
    """The edition in force in the visitor's area. Http404 where there is none: then nothing can be said or shared."""
    edition: InForce | None = getattr(request, "edition", None)
    if edition is None:
        raise Http404
    return edition


def content_language(guide: Guide, language: str) -> Language:
    """The language the guide's own texts are shown in: the interface's where the guide has it."""
    return next((known for known in guide.languages if known == language), guide.default_language)


def _others(request: HttpRequest, guide: Guide, language: str) -> list[OtherLanguage]:
    # Never the visitor's own query string: a kept page is shown to others. Views say which part of it is theirs.
    query = getattr(request, "canonical_query", "")
    bare = without_prefix(request.path)
    # Signed-in pages are in the area's own language: from there the way is to the guide in another.
    path = "/" if bare.startswith("/inne/") else bare + (f"?{query}" if query else "")
    return [
        OtherLanguage(code, LANGUAGE_NAMES[code], path if code == guide.default_language else f"/{code}{path}")
        for code in LANGUAGE_NAMES
        if code != language
    ]
