"""Alive and ready: one word, whatever the host, and no reason to anybody but the log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from motvekt.guide import current
from motvekt.web import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def found_out_anew() -> Iterator[None]:
    health.forget()
    yield
    health.forget()


def test_both_answer_by_address_with_one_word_and_nothing_else() -> None:
    for path, word in (("/helse/", "i live"), ("/helse/klar/", "klar")):
        answer = Client(headers={"host": "10.0.0.7:8000"}).get(path)
        assert (answer.status_code, answer.content.decode()) == (200, f"{word}\n")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert not answer.cookies
        assert "Server" not in answer.headers


def test_behind_https_they_answer_without_it(settings: Settings) -> None:
    settings.HTTPS_ONLY = True
    assert Client(headers={"host": "10.0.0.7"}).get("/helse/klar/").status_code == 200


def test_alive_asks_no_database(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(current, "edition_for", down)
    with django_assert_num_queries(0), django_assert_num_queries(0, using="keys"):
        assert Client().get("/helse/").status_code == 200


def test_ready_asks_seldom_however_many_ask(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert Client().get("/helse/klar/").status_code == 200
    with django_assert_num_queries(0), django_assert_num_queries(0, using="keys"):
        for _ in range(20):
            assert Client().get("/helse/klar/").status_code == 200


def not_ready(caplog: pytest.LogCaptureFixture) -> str:
    answer = Client().get("/helse/klar/")
    assert (answer.status_code, answer.content.decode()) == (503, "ikke klar\n")
    assert answer.headers["Cache-Control"] == "no-store"
    return caplog.text


def test_a_database_that_is_down_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(alias: str) -> int:
        raise OperationalError("host=hemmelig")

    monkeypatch.setattr(health, "missing_migrations", down)
    assert "not ready" in not_ready(caplog)


def test_a_database_that_hangs_holds_one_thread_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, let = threading.Event(), threading.Event()

    def hangs(alias: str) -> int:
        begun.set()
        assert let.wait(20)
        return 1

    monkeypatch.setattr(health, "missing_migrations", hangs)
    waiting = threading.Thread(target=health.is_ready)
    waiting.start()
    try:
        assert begun.wait(10)
        for _ in range(5):
            assert Client().get("/helse/klar/").status_code == 503
        assert Client().get("/helse/").status_code == 200
    finally:
        let.set()
        waiting.join(10)


@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_missing_migration_is_not_ready(
    alias: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert health.missing_migrations(alias) == 0
    with_one_more = health._of_the_code() | {("guide", "9999_later")}
    monkeypatch.setattr(health, "_of_the_code", lambda: with_one_more)
    assert health.missing_migrations(alias) == 1
    assert "migrations are missing" in not_ready(caplog)


def test_the_codes_migrations_are_those_that_django_finds() -> None:
    assert health._of_the_code() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def test_a_database_without_tables_lacks_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"].introspection, "table_names", lambda cursor: [])
    assert health.missing_migrations("default") == len(health._of_the_code())


def test_a_master_key_that_is_gone_or_another_is_not_ready(
    areas: None, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MASTER_KEY = tmp_path / "master.key"
    not_ready(caplog)
    health.forget()
    settings.MASTER_KEY.write_text(f"deadbeef:{'0' * 64}\n")
    settings.MASTER_KEY.chmod(0o600)
    not_ready(caplog)


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_they_are_only_for_reading(method: str) -> None:
    for path in health.VIEWS:
        assert getattr(Client(), method)(path).status_code == 405
