"""Marks a text of the interface that is said later, in whatever language is spoken then."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """The text itself: the catalogs find it by this, and whoever shows it translates it.

    Rule modules know no web, so they can't use Django's own.
    """
    return text
