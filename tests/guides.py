"""The real packs, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from motvekt.guide.pack.loader import Loaded, load
from motvekt.guide.schema import Guide

ROOT = Path(__file__).parents[1]
PACKS = ("asker-baerum", "fjellvik")


@cache
def guide_of(pack: str) -> Guide:
    """The guide of a pack of the repository."""
    loaded = read_once(ROOT / "packs" / pack)
    assert loaded.guide is not None, [str(problem) for problem in loaded.problems]
    return loaded.guide


def read_once(folder: Path) -> Loaded:
    """As the loader reads a pack. The repository's own, which no test changes, are read once."""
    return _read(folder.absolute()) if folder.absolute().parent == ROOT / "packs" else load(folder)


@cache
def _read(folder: Path) -> Loaded:
    return load(folder)
