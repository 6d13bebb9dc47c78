"""A database of a test's own, beside those of the other tests: for processes that write at the same time."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg


@contextmanager
def own_database(named: str) -> Iterator[dict[str, str]]:
    """What the environment needs so that another process uses it: nothing on SQLite, which is a file of its own."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield {}
        return
    name = f"{named}_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
