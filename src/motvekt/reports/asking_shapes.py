"""What somebody asks a desk for, as it stands in its sealed item."""

from __future__ import annotations

from pydantic import ValidationError

from motvekt.reports.shapes import RequestText

LONGEST = 2_000
"""Signs in the words of a request: more than a page of a letter."""
LONGEST_LINE = 200


class AskedFor(RequestText):
    """A request: in somebody's words, who they are as far as they say it, and how to reach them."""

    workplace: str = ""
    """Empty for a private person."""


def read_request(text: str) -> AskedFor:
    """What an item says, whatever it was stored as: a text of another shape is shown as it is."""
    try:
        return AskedFor.model_validate_json(text)
    except ValidationError:
        return AskedFor(text=text)
