"""The providers that this installation has. They are read once; a process that shall know others is started anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from motvekt.organisations.models import Area
from motvekt.organisations.openid.provider import Provider

Reader = Callable[[Path], Sequence[Provider]]


def providers() -> Sequence[Provider]:
    """All of them, in the file's order. Raises Refused with words for the operator."""
    return _read(settings.OPENID) if settings.OPENID else ()


@lru_cache(maxsize=4)
def _read(file: Path) -> Sequence[Provider]:
    # Files are read by a room above this one, which the settings name.
    reader = cast(Reader, import_string(settings.OPENID_READER))
    return tuple(reader(file))


def strong_issuers() -> frozenset[str]:
    """Those whose answers can say that two factors were proven."""
    return frozenset(one.issuer for one in providers() if one.strong)


def of_area(area: Area) -> list[Provider]:
    """Those by which people of an area sign on."""
    return [one for one in providers() if area.slug in one.areas]


def provider(area: Area, slug: str) -> Provider | None:
    """One of an area's, by its slug."""
    return next((one for one in of_area(area) if one.slug == slug), None)


def forget() -> None:
    """Read the file again, as in a test that writes another one."""
    _read.cache_clear()
