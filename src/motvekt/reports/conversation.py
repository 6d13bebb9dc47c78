"""What a desk and somebody whom nobody knows say to one another: its shapes, and the order in which it was said.

Times are kept to the half-day there, so each of the asker's words says which number it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from motvekt.dossiers.kinds import ItemKind
from motvekt.kernel import clock
from motvekt.reports import shapes
from motvekt.reports.kinds import Side, Wish
from motvekt.reports.shapes import Answer, Shape


class Asked(Shape):
    """What somebody asks, or adds. `number` is how many texts stood there before it, since its time says only which
    half of a day it was; `wish` is how they would like to go on.
    """

    text: str
    number: int = 0
    wish: Wish = Wish.WRITE
    contact: str = ""
    """Where and when to call, or where to meet: only where they say so themselves."""


class Picture(Shape):
    """A picture, made anew from its pixels. `number` is that of the text it came with."""

    number: int
    type: str
    data: str
    """In base64."""


@dataclass(frozen=True)
class Word:
    """What one of the two has said: `on` is a day, never a moment. `is_notice` is a desk's that answers nothing."""

    by: Side
    text: str = field(repr=False)
    on: date
    pictures: tuple[Picture, ...] = field(default=(), repr=False)
    asked: Asked | None = field(default=None, repr=False)
    is_notice: bool = False


T = TypeVar("T")


def placed(asked: Mapping[int, T], answers: Sequence[T]) -> list[T]:
    """All words in their order: each of the asker's by its number, and the desk's between them as they came."""
    left, found = list(answers), list[T]()
    for number in sorted(asked):
        while left and len(found) < number:
            found.append(left.pop(0))
        found.append(asked[number])
    return [*found, *left]


def in_order(said: Sequence[tuple[ItemKind, datetime, str]]) -> list[Word]:
    """What was said, in its order, with its pictures."""
    pictures: dict[int, list[Picture]] = {}
    asked: dict[int, Word] = {}
    answers: list[Word] = []
    for kind, at, text in said:
        if kind is ItemKind.IMAGE and (picture := shapes.read(Picture, text)) is not None:
            pictures.setdefault(picture.number, []).append(picture)
        elif kind is ItemKind.QUESTION and (one := shapes.read(Asked, text)) is not None:
            asked[one.number] = Word(Side.ASKER, one.text, clock.local(at).date(), asked=one)
        elif kind is ItemKind.ANSWER:
            answer = shapes.read(Answer, text)
            is_notice = answer is not None and not answer.advises
            answers.append(Word(Side.DESK, answer_in(text), clock.local(at).date(), is_notice=is_notice))
    shown = {
        number: Word(word.by, word.text, word.on, tuple(pictures.get(number, ())), word.asked)
        for number, word in asked.items()
    }
    return placed(shown, answers)


def answer_in(text: str) -> str:
    """The words of an answer, as they were stored."""
    answer = shapes.read(Answer, text)
    return answer.text if answer else text
