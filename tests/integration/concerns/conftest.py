"""The demo's areas, editions and people on a Tuesday morning, from within the first of the two areas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.people import inside


@pytest.fixture
def within_asker_and_baerum(published: None, people: None, tuesday_morning: datetime) -> Iterator[None]:
    """What a test reads itself, it reads there."""
    with inside("asker-baerum"):
        yield
