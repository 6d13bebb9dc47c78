"""Closed sets, as the columns that hold them want them."""

from __future__ import annotations

from enum import StrEnum


def values(kinds: type[StrEnum]) -> list[str]:
    """The values of a closed set, as a constraint in the database wants them."""
    return [kind.value for kind in kinds]


def choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of a closed set with their names, as a model's field wants them."""
    return [(kind.value, kind.name) for kind in kinds]
