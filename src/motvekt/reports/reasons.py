"""Why a report went to each of its desks: what the sender stood for, kept in a sealed item of the sender's own."""

from __future__ import annotations

from uuid import UUID

from motvekt.reports.shapes import Shape


class Why(Shape):
    """One desk: why it is necessary that it hears of this, and why the person was not told."""

    unit: UUID
    basis: str
    necessity: str
    not_told_why: str = ""


class Reasons(Shape):
    """Of one report, in the order in which its desks were chosen."""

    report: UUID
    why: tuple[Why, ...]
