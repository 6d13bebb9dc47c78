"""Two request headers that are easily misread."""

from __future__ import annotations

from django.utils.http import parse_etags


def accepts(header: str, coding: str) -> bool:
    """Whether an Accept-Encoding header takes a coding: named, and not with `q=0`."""
    for entry in header.lower().split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        if name == coding:
            return not any(part.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for part in parameters)
    return False


def matches(header: str, etag: str) -> bool:
    """Whether an If-None-Match header names this entity tag, weakly compared."""

    def bare(tag: str) -> str:
        return tag.removeprefix("W/")

    named = parse_etags(header)
    return "*" in named or bare(etag) in {bare(tag) for tag in named}
