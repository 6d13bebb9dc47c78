"""What integration tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from motvekt.kernel import clock
from motvekt.organisations.walls import within
from tests.beginnings import begin_with
from tests.world import NOON, World, find_world, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small world at noon, from within the first of its areas."""
    with clock.frozen(NOON):
        begin_with("world", make_world)
        made = find_world()
        with within(made.areas["asker-baerum"].id):
            yield made
