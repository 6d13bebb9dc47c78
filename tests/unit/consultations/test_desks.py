"""When nobody at a desk reads, and when somebody does again."""

from __future__ import annotations

from datetime import datetime

import pytest

from motvekt.consultations.desks import quiet
from motvekt.kernel import clock


@pytest.mark.parametrize(
    ("moment", "when", "again"),
    [
        ("2026-11-24T07:59", "now", "2026-11-24"),
        ("2026-11-24T08:00", None, None),
        ("2026-11-24T15:29", None, None),
        ("2026-11-24T15:30", "evening", "2026-11-25"),
        ("2026-11-24T20:00", "night", "2026-11-25"),
        ("2026-11-24T05:00", "night", "2026-11-24"),
        ("2026-11-28T11:00", "now", "2026-11-30"),
        ("2026-11-28T17:00", "evening", "2026-11-30"),
        # Christmas Eve is a Thursday; the next working day is the Monday after.
        ("2026-12-25T11:00", "now", "2026-12-28"),
    ],
)
def test_nobody_reads_outside_working_hours(moment: str, when: str | None, again: str | None) -> None:
    found = quiet(datetime.fromisoformat(moment).replace(tzinfo=clock.LOCAL))
    assert (found and found.when, found and found.again.isoformat()) == (when, again)
