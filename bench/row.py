"""What a row of the benchmark is, and what it comes back with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.system import System


class Unmeasured(Exception):
    """A figure that would mean nothing: a page that fails, a program that is missing."""


@dataclass(frozen=True)
class Line:
    """One figure beside its reference, and what their ratio must be."""

    what: str
    figure: str
    reference: str
    ratio: float
    limit: float
    at_least: bool

    @property
    def reached(self) -> bool:
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit


def at_least(limit: float, what: str, figure: float, reference: float, unit: str, peer: str) -> Line:
    """A figure that must be at least `limit` of its peer's."""
    shown = f"{figure:,.0f} {unit}", f"{peer} {reference:,.0f} {unit}"
    return Line(what, *shown, ratio=figure / reference, limit=limit, at_least=True)


def at_most(limit: float, what: str, figure: float, unit: str) -> Line:
    """A figure that must not be above a limit that is stated once and for all."""
    shown = f"{figure:,.4g} {unit}", f"allowed {limit:,.4g} {unit}"
    return Line(what, *shown, ratio=figure / limit, limit=1, at_least=False)


@dataclass(frozen=True)
class Row:
    """A row of the table: `measure` gets a system of its own, which is gone afterwards.

    `database` is true where the figure depends on the database: `--postgres` measures it there too.
    """

    name: str
    words: str
    measure: Callable[[System], list[Line]]
    database: bool
