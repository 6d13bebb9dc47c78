"""How often a page asks the database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRIES = 4


def asked_by(page: Callable[[], object]) -> int:
    """The fewest questions of several times: what a process looks up once a second is asked in some of them only. On a
    machine that does other work too a page may take longer than that.
    """

    def once() -> int:
        with CaptureQueriesContext(connection) as asked:
            page()
        return len(asked)

    return min(once() for _ in range(TRIES))
