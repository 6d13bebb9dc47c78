"""What the police tell an SLT desk, as it stands in its sealed item, with what police law asks to be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from motvekt.reports.shapes import Notice

LONGEST = 20_000
"""Signs in the text: some seven printed pages."""
LONGEST_LINE = 200


class PoliceNotice(Notice):
    """A notice. Where one of the marks is missing, the stricter answer holds."""

    verified: bool = False
    """politiregisterloven § 20."""
    secrecy: bool = True
    """Whether the police impose secrecy on whoever gets to know it: § 35."""
    ask_first: bool = True
    """Whether it may be shared onward only when the police have answered."""


def stored(notice: PoliceNotice) -> str:
    """As it is kept: without parts, which a notice of the police has none of, so that nobody takes it for a report."""
    return notice.model_dump_json(exclude={"parts"})


def read_notice(text: str) -> PoliceNotice:
    """What an item says, whatever it was stored as: a text of another shape is shown as it is, under every mark."""
    try:
        return PoliceNotice.model_validate_json(text)
    except ValidationError:
        return PoliceNotice(text=text)


@dataclass(frozen=True)
class Ground:
    """On which basis, what whoever decides stands for, and whether the person was told."""

    basis: str
    necessity: str
    attested: frozenset[int]
    identifies: bool
    was_told: bool | None = None
    not_told_why: str = ""
    look_again_on: date | None = None
