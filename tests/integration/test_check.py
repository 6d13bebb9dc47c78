"""`motvekt check`, and what a server refuses to start with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guides import ROOT
from tests.processes import Installation, Originals, Stage, empty_installation

SERVER = (sys.executable, "-c", "import motvekt.site.wsgi")


@pytest.fixture
def installation(originals: Originals, tmp_path: Path) -> Iterator[Installation]:
    """One with the areas of the demo, and nobody in them."""
    with originals.copy(Stage.WITH_AREAS, tmp_path / "data") as made:
        yield made


def codes(said: str) -> set[str]:
    return {line.removeprefix("STANSER ").partition(":")[0] for line in said.splitlines()}


def test_it_says_everything_at_once_with_what_to_set(installation: Installation) -> None:
    said = installation.motvekt("check", status=1)
    assert {"master_key_with_data", "area_without_administrator", "area_without_officer", "no_mail"} <= codes(said)
    assert ("several_areas_on_sqlite" in said) is ("DATABASE_URL" not in installation.environment)
    assert "MOTVEKT_MAIL_URL" in said
    installation.run(*SERVER)


def test_in_a_demo_it_is_content(installation: Installation) -> None:
    installation.environment["MOTVEKT_DEMO"] = "1"
    assert "Demo" in installation.motvekt("check")


def test_a_server_does_not_start_without_https_for_a_real_host(installation: Installation, tmp_path: Path) -> None:
    areas = (ROOT / "packs" / "areas.yaml").read_text().replace("[localhost", "[veileder.no, localhost", 1)
    (tmp_path / "areas.yaml").write_text(areas)
    installation.motvekt("areas", str(tmp_path / "areas.yaml"))
    assert "STANSER no_https" in installation.motvekt("check", status=1)
    assert "MOTVEKT_HTTPS=1" in installation.run(*SERVER, status=1)
    installation.environment["MOTVEKT_HTTPS"] = "1"
    assert "no_https" not in installation.motvekt("check", status=1)
    installation.run(*SERVER)


def test_a_server_does_not_start_before_the_migrations(tmp_path: Path) -> None:
    with empty_installation(tmp_path / "data") as installation:
        assert "STANSER migrations_missing" in installation.motvekt("check", status=1)
        assert "motvekt migrate" in installation.run(*SERVER, status=1)


def test_a_server_does_not_start_with_mail_in_the_open_or_a_master_key_that_others_read(
    installation: Installation,
) -> None:
    address = {"MOTVEKT_MAIL_URL": "smtp://bruker:hemmelig@post.no?tls=0", "MOTVEKT_MAIL_FROM": "ikke-svar@veileder.no"}
    installation.environment.update(address)
    said = installation.motvekt("check", status=1)
    assert {"mail_without_tls", "mail_password_in_environment"} <= codes(said)
    assert "hemmelig" not in said
    assert "TLS" in installation.run(*SERVER, status=1)
    installation.environment["MOTVEKT_MAIL_URL"] = "smtps://bruker@post.no"
    installation.run(*SERVER)
    installation.file("master.key").chmod(0o640)
    assert "STANSER master_key_open" in installation.motvekt("check", status=1)
    assert "chmod 600" in installation.run(*SERVER, status=1)


def test_a_secret_that_is_open_or_short_is_named(installation: Installation) -> None:
    installation.file("secret").chmod(0o644)
    assert "chmod 600" in installation.motvekt("check", status=1)
    installation.environment["MOTVEKT_SECRET"] = "kort"
    assert "50" in installation.motvekt("check", status=1)


def test_a_database_that_is_down_is_said_and_is_no_reason_not_to_start(installation: Installation) -> None:
    if "DATABASE_URL" in installation.environment:
        installation.environment["DATABASE_URL"] = "postgres://x:y@127.0.0.1:1/borte"
        installation.environment.pop("DATABASE_OWNER_URL")
    else:
        installation.file("motvekt.sqlite3").unlink()
        installation.file("motvekt.sqlite3").mkdir()
    assert "database" in codes(installation.motvekt("check", status=1))
    installation.run(*SERVER)


def test_djangos_own_check_has_another_name(installation: Installation) -> None:
    assert "no issues" in installation.motvekt("django-check")
