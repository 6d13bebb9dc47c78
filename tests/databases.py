"""Databases of a test's own, beside those of the other tests, and the role that owns the tables of all of them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

OWNER, APPLICATION = "DATABASE_OWNER_URL", "DATABASE_URL"


@contextmanager
def own_database(named: str, prefix: str = "DATABASE", like: str = "") -> Iterator[dict[str, str]]:
    """What the environment needs so that another process uses it: nothing on SQLite, which is a file of its own.

    `prefix` is that of the two settings: `MOTVEKT_KEYS` for a key store. `like` names one to copy, to which nobody may
    be connected.
    """
    if not os.environ.get(OWNER):
        yield {}
        return
    name = f"{named}_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(os.environ[OWNER], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {f'TEMPLATE {like}' if like else ''}")
        try:
            yield {
                f"{prefix}_OWNER_URL": address(OWNER, name),
                f"{prefix}_URL": address(APPLICATION, name),
            }
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address(setting: str, name: str) -> str:
    """The address of another database of the same server, for the same role."""
    return urlunsplit(urlsplit(os.environ[setting])._replace(path=f"/{name}"))


def name_of(url: str | None) -> str:
    """Which database an address names; empty where there is none."""
    return urlsplit(url).path.lstrip("/") if url else ""


@contextmanager
def as_the_owner() -> Iterator[psycopg.Connection]:
    """A connection of its own to the tests' database, as the role that owns its tables. What it does is rolled back."""
    with psycopg.connect(address(OWNER, settings.DATABASES["default"]["NAME"])) as connection:
        connection.execute("SET lock_timeout = '3s'")
        try:
            yield connection
        finally:
            connection.rollback()
