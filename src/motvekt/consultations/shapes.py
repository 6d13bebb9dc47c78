"""What stands in the sealed items of consultations: plain shapes, written and read as JSON."""

from __future__ import annotations

from motvekt.consultations.kinds import Wish
from motvekt.reports.shapes import Shape


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
