"""Two providers that forge, and an installation that knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from motvekt.organisations.openid import fetching, metadata, registry
from tests.people import inside
from tests.provider import settings as files
from tests.provider.forging import Forger, forging


@pytest.fixture(scope="module")
def forgers() -> Iterator[list[Forger]]:
    with forging() as one, forging() as other:
        yield [one, other]


@pytest.fixture
def forger(forgers: list[Forger], tmp_path: Path, settings: Settings) -> Iterator[Forger]:
    """Two providers of Asker and Bærum, `en` and `to`; the first of them."""
    key = files.write_key(tmp_path / "ours.json")
    for one in forgers:
        one.begin_anew()
        one.clients = files.public_keys(key)
    rows = [files.provider("en", forgers[0].issuer), files.provider("to", forgers[1].issuer)]
    settings.OPENID = files.write(tmp_path, *rows)
    for part in (registry, metadata, fetching):
        part.forget()
    with inside("asker-baerum"):
        yield forgers[0]
    fetching.forget()


@pytest.fixture
def settled(forger: Forger, tmp_path: Path) -> Callable[..., None]:
    """Changes what the settings say of the first provider."""

    def change(**more: Any) -> None:
        files.write(tmp_path, files.provider("en", forger.issuer, **more))
        registry.forget()

    return change
