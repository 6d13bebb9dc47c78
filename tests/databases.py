"""Databases of a test's own, beside those of the other tests, and the role that owns the tables of all of them."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.errors import InsufficientPrivilege

OWNER, APPLICATION, PUBLIC = "DATABASE_OWNER_URL", "DATABASE_URL", "POSTGRES_PUBLIC_URL"
ROLE = "DATABASE_PUBLIC_ROLE"


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
                ROLE: os.environ[ROLE],
            }
        finally:
            drop(connection, name)


def drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database, and end who is still connected. Those of another role the owner may not end: theirs belong to
    processes that are over, and the server has yet to notice. Without force it waits for them, five seconds at most.
    """
    try:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    except InsufficientPrivilege:
        connection.execute(f"DROP DATABASE {name}")


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


@contextmanager
def copied() -> Iterator[None]:
    """This process's databases are copies of the tests' own, in which what is done is committed. For threads: they see
    nothing of a test's transaction, and rows that are only added to couldn't be taken away after it. PostgreSQL alone.
    """
    with ExitStack() as stack:
        for alias in connections:
            copy = _postgresql_copy if connections[alias].vendor == "postgresql" else _sqlite_copy
            stack.enter_context(_standing_in(alias, stack.enter_context(copy(alias))))
        yield


@contextmanager
def _postgresql_copy(alias: str) -> Iterator[str]:
    original = connections[alias].settings_dict["NAME"]
    connections[alias].close()
    owner = settings.DATABASE_OWNERS[alias]
    login = {"user": owner["USER"], "password": owner["PASSWORD"], "host": owner["HOST"], "port": owner["PORT"]}
    name = f"copy_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {original}")
        try:
            yield name
        finally:
            drop(connection, name)


@contextmanager
def _sqlite_copy(alias: str) -> Iterator[str]:
    connections[alias].ensure_connection()
    with TemporaryDirectory() as folder:
        file = f"{folder}/copy.sqlite3"
        with closing(sqlite3.connect(file)) as copy:
            connections[alias].connection.backup(copy)
        yield file


@contextmanager
def _standing_in(alias: str, name: str) -> Iterator[None]:
    """A database of this name is the alias's, in this thread and in those that begin now."""
    before, known = connections[alias], connections.settings[alias]
    original, known["NAME"] = known["NAME"], name
    connections[alias] = connections.create_connection(alias)
    try:
        yield
    finally:
        connections[alias].close()
        known["NAME"], connections[alias] = original, before
