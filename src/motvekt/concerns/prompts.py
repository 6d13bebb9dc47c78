"""Signs and factors as prompts for writing: always in the edition's order, each with the guide's own text.

A prompt is a reference into the guide, `signs/<id>` or `factors/<id>`. Nothing here counts, weighs or sorts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from motvekt.guide.schema import Factor, Guide, Sign
from motvekt.guide.shapes import Label


@dataclass(frozen=True)
class Prompt:
    """A sign or a factor, by its reference."""

    ref: str
    item: Sign | Factor


@dataclass(frozen=True)
class Bundle:
    """The prompts of a group of signs, or of one side of an area of factors."""

    kind: str
    """`signs`, `protective` or `risk`: under which heading it stands."""
    label: Label
    prompts: tuple[Prompt, ...]


def bundles(guide: Guide) -> list[Bundle]:
    """Every prompt of an edition, as the edition orders them: signs by group, then what protects and what makes it
    harder, by area.
    """
    found = [Bundle("signs", group.label, tuple(_signs(guide, group.id))) for group in guide.groups]
    for side in ("protective", "risk"):
        found += [Bundle(side, area.label, tuple(_factors(guide, area.id, side))) for area in guide.areas]
    return [bundle for bundle in found if bundle.prompts]


def _signs(guide: Guide, group: str) -> Iterator[Prompt]:
    return (Prompt(f"signs/{sign.id}", sign) for sign in guide.signs if sign.group == group)


def _factors(guide: Guide, area: str, side: str) -> Iterator[Prompt]:
    return (
        Prompt(f"factors/{factor.id}", factor)
        for factor in guide.factors
        if factor.area == area and factor.side == side
    )


def ordered(guide: Guide, refs: Iterable[str]) -> list[Prompt]:
    """The prompts that are meant, in the edition's order, each once; what the edition doesn't have is left out."""
    wanted = set(refs)
    return [prompt for bundle in bundles(guide) for prompt in bundle.prompts if prompt.ref in wanted]
