"""What time it is. Every room asks here, so that a test can set the clock and rules can be handed `today`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Oslo")

_frozen: datetime | None = None


def now() -> datetime:
    """The present, as an aware time in Norwegian local time."""
    return (_frozen or datetime.now(UTC)).astimezone(LOCAL)


def local(moment: datetime) -> datetime:
    """An aware time in Norwegian local time."""
    return moment.astimezone(LOCAL)


def today() -> date:
    """Today's date in Norway."""
    return now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stand still at `moment` (aware) for the length of a test, in every thread of the process."""
    global _frozen
    if moment.tzinfo is None:
        raise ValueError("an aware time is needed")
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before
