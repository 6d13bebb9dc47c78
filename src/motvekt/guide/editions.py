"""An edition's content as text: how it is written, and how every earlier way of writing it is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from motvekt.guide.schema import SCHEMA, Guide

UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From a schema version to the next one: a release that changes `schema.py` adds the step from the version before."""


class UnknownSchema(Exception):
    """An edition from a newer release than this one."""


def write(guide: Guide) -> str:
    """Canonical JSON: the same guide always gives the same text, and so the same digest."""
    content = guide.model_dump(mode="json", by_alias=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(content: str) -> Guide:
    """The guide in an edition's content, whatever schema version it was written in.

    Raises UnknownSchema for a version from the future, and pydantic's ValidationError for content that is damaged.
    """
    raw = json.loads(content)
    while (version := raw["schema"]) != SCHEMA:
        if version not in UPGRADES:
            raise UnknownSchema(f"schema {version}; this release reads up to {SCHEMA}")
        raw = UPGRADES[version](raw)
    return Guide.model_validate(raw)
