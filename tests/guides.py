"""The real packs, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from motvekt.guide.pack.loader import load
from motvekt.guide.schema import Guide

ROOT = Path(__file__).parents[1]
PACKS = ("asker-baerum", "fjellvik")


@cache
def guide_of(pack: str) -> Guide:
    """The guide of a pack of the repository."""
    loaded = load(ROOT / "packs" / pack)
    assert loaded.guide is not None, [str(problem) for problem in loaded.problems]
    return loaded.guide
