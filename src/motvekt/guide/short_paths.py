"""The shape of the short path: the most important on one page, in a language that the guide itself need not be in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from motvekt.guide.kinds import Function
from motvekt.guide.shapes import Shape, Source

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\n]+$")]
"""A line of plain text in the one language that it stands in."""


class Vouched(Shape):
    """Who went through a translation and found it right, and when."""

    by: Line
    on: date


class Told(Shape):
    """A heading and what stands under it."""

    title: Line
    text: Line


class Called(Shape):
    """Who a function is, in a language that has no name for it."""

    function: Function
    text: Line


class Calling(Told):
    """Whom to call, in the order in which to try them; `helpline` is of the alarm telephone 116 111."""

    who: list[Called] = Field(min_length=1)
    helpline: Line


class Interpreting(Told):
    """How to ask for an interpreter: a `phrase` in Norwegian to read aloud, and what it `means`."""

    phrase: Line | None = None
    means: Line | None = None


class Afterwards(Shape):
    """What happens after one has called."""

    title: Line
    points: list[Line] = Field(min_length=1, max_length=8)


class OpenNow(Shape):
    """How a language says whether somebody is open."""

    open: Line
    closed: Line
    unknown: Line


class ShortPath(Shape):
    """The most important on one page, in one language, which need not be one that the guide is in.

    `id` is the language's code (BCP 47, without region or script), `name` its own name for itself.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    name: Line
    in_norwegian: Line
    direction: Literal["ltr", "rtl"] = "ltr"
    vouched: Vouched | None = None
    unvouched: Line | None = None
    title: Line
    lead: Line
    emergency: Told
    call: Calling
    interpreter: Interpreting
    after: Afterwards
    opening: OpenNow
    source: Source
