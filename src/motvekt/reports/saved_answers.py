"""Texts of the edition's own from which somebody at a desk can begin an answer: they are put into the field, looked
over, changed and sent by a person. None is sent by itself.

In the edition's order. For somebody whom nobody knows they are in the language in which they read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motvekt.guide.frame import content_language
from motvekt.guide.kinds import Language, Topic
from motvekt.guide.prose import plain
from motvekt.guide.schema import Guide, Path
from motvekt.guide.shapes import Label


@dataclass(frozen=True)
class Saved:
    """A text: how it is referred to, what it is called, and its words."""

    ref: str
    label: str
    text: str


@dataclass(frozen=True)
class Group:
    """Texts of one part of the guide; `part` is its id."""

    part: str
    saved: Sequence[Saved]


def offered(guide: Guide, language: str, senders: frozenset[str]) -> list[Group]:
    """What the edition has for an answer to `senders`: advice on asking without names, the routine, and the law that
    is about them.
    """
    chosen = content_language(guide, language)
    groups = (
        ("advice", _advice(guide, chosen)),
        ("routine", _routine(guide, chosen, senders)),
        ("legal_bases", _law(guide, chosen, senders)),
    )
    return [Group(part, found) for part, texts in groups if (found := list(texts))]


def found(groups: Sequence[Group], ref: str) -> Saved | None:
    """The text that is referred to so, where it is offered."""
    return next((one for group in groups for one in group.saved if one.ref == ref), None)


def _advice(guide: Guide, language: Language) -> Iterator[Saved]:
    for one in guide.advice:
        if one.topic == Topic.ANONYMOUS:
            lines = [plain(one.text[language]), *_points(one.points, language)]
            yield Saved(f"advice/{one.id}", one.label[language], "\n".join(lines))


def _routine(guide: Guide, language: Language, senders: frozenset[str]) -> Iterator[Saved]:
    paths: list[Path] = [guide.private] if senders == PRIVATE else [*guide.steps]
    for path in (*paths, guide.serious):
        lines = [plain(path.lead[language]), *_points(path.do, language)]
        yield Saved(f"routine/{path.id}", path.label[language], "\n".join(lines))


def _law(guide: Guide, language: Language, senders: frozenset[str]) -> Iterator[Saved]:
    for basis in guide.bases:
        if basis.offered and {"all", *senders} & set(basis.senders):
            yield Saved(f"legal_bases/{basis.id}", basis.label[language], plain(basis.say[language]))


PRIVATE = frozenset({"private"})


def _points(points: Sequence[Label], language: Language) -> Iterator[str]:
    for point in points:
        yield f"– {plain(point[language])}"
