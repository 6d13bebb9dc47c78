"""What stands in the sealed items of reports and desks: plain shapes, written and read as JSON.

Reading is tolerant, since what was sent stands for years: a field that is unknown here is passed over, and a text that
has none of these shapes is shown as it is (`plain`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Shape(BaseModel):
    """What an item says."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(Shape):
    """A part of a report, under its heading. `by` is who wrote it, in words, and `on` when."""

    heading: str = ""
    text: str
    by: str = ""
    on: datetime | None = None


class ReportText(Shape):
    """What a reporter chose to send, as it was then, and how to reach them."""

    parts: tuple[Part, ...]
    reporter_role: str = ""
    reporter_phone: str = ""


class Identity(Shape):
    """Who it is about. Kept apart from everything else."""

    name: str
    born: date | None = None
    contact: str = ""


class Answer(Shape):
    """What a desk answers whoever sent it something. `advises` is false for a notice that is no advice."""

    text: str
    advises: bool = True


class Decision(Shape):
    """Why a desk did what it did with what it received."""

    text: str


class Notice(Shape):
    """What the police tell the SLT desk."""

    text: str
    parts: tuple[Part, ...] = ()
    reporter_role: str = ""
    reporter_phone: str = ""


class RequestText(Shape):
    """What somebody asks a desk for, and how to reach them."""

    text: str
    name: str = ""
    contact: str = ""


def written(shape: Shape) -> str:
    """A shape as it is stored."""
    return shape.model_dump_json()


S = TypeVar("S", bound=Shape)


def read(shape: type[S], text: str) -> S | None:
    """A stored text as that shape; None where it has another one, and is to be shown as it is."""
    try:
        return shape.model_validate_json(text)
    except ValidationError:
        return None


def plain(text: str) -> str:
    """The words of an item that only says one thing, whatever it was stored as."""
    shapes: tuple[type[Answer | Decision | RequestText], ...] = (Answer, Decision, RequestText)
    for shape in shapes:
        found = read(shape, text)
        if found is not None:
            return found.text
    return text
