"""What the tests of the guide share."""

from __future__ import annotations

from functools import cache

import pytest

from motvekt.guide.pack import yaml_reader

_read = cache(yaml_reader.read)


@pytest.fixture(autouse=True)
def _each_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading YAML is most of the time that a pack takes, and the packs of these tests differ in one file each."""
    monkeypatch.setattr(yaml_reader, "read", _read)
