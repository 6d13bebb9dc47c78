"""The demo's areas, editions and people on a Tuesday morning, desks with their keys, and cheap receipts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from motvekt.consultations import derivation
from motvekt.organisations.models import Unit
from motvekt.vault import keystore, public_keys
from tests.people import inside


@pytest.fixture
def cheap_receipts(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """Receipts that cost next to nothing, and no pace that a test would run into."""
    settings.PUBLIC_KEYS = tmp_path / "public.key"
    public_keys.make_file(settings.PUBLIC_KEYS, public_keys.CHEAPEST)
    derivation.forget()
    yield
    derivation.forget()


@pytest.fixture
def within_asker_and_baerum(
    published: None, people: None, tuesday_morning: datetime, cheap_receipts: None
) -> Iterator[None]:
    """What a test reads itself, it reads there. Each desk has its pair of keys."""
    with inside("asker-baerum"):
        for unit in Unit.objects.exclude(desk=""):
            keystore.make_desk_pair(unit.id)
        yield
