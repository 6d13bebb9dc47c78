"""What integration tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from motvekt.kernel import clock
from motvekt.organisations.walls import within
from tests.world import NOON, World, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small world at noon, from within the first of its areas."""
    with clock.frozen(NOON):
        made = make_world()
        with within(made.areas["asker-baerum"].id):
            yield made
