"""Whether the system is alive, and whether it is ready: for a load balancer, which asks by address and not by host.

One constant word each. Why it is not ready stands in the log: whoever asks may be anybody.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from motvekt.access.guard import public
from motvekt.vault import readiness

READING = ("GET", "HEAD")
FRESH_SECONDS = 2.0
"""How long an answer holds: however many ask, the database is asked this often."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)
_lock = threading.Lock()
_known: tuple[float, bool] | None = None


@public
def alive(request: HttpRequest) -> HttpResponse:
    """That the process answers."""
    return _said(request, "i live", "i live", True)


@public
def ready(request: HttpRequest) -> HttpResponse:
    """That the databases answer, have all migrations, and the keys can be read."""
    return _said(request, "klar", "ikke klar", is_ready() if request.method in READING else True)


class Health:
    """The outermost middleware: answers these two before a host, a session or a scheme is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = VIEWS.get(request.path_info)
        return view(request) if view else self.get_response(request)


VIEWS = {"/helse/": alive, "/helse/klar/": ready}


def _said(request: HttpRequest, yes: str, no: str, well: bool) -> HttpResponse:
    if request.method not in READING:
        return HttpResponse(status=405, headers={**HEADERS, "Allow": ", ".join(READING)})
    return HttpResponse(f"{yes if well else no}\n", "text/plain; charset=utf-8", 200 if well else 503, headers=HEADERS)


def is_ready() -> bool:
    """Whether all is well, as it was some seconds ago. One thread finds out; the others answer with what was known, and
    wait for nobody: a database that hangs would otherwise hold every thread, and the guide with them.
    """
    global _known
    known = _known
    fresh = known is not None and time.monotonic() - known[0] <= FRESH_SECONDS
    if not fresh and _lock.acquire(blocking=False):
        try:
            found = _find_out()
            _known = known = (time.monotonic(), found)
        finally:
            _lock.release()
    return known is not None and known[1]


def forget() -> None:
    """Find out anew at the next question, as in a test."""
    global _known
    _known = None


def _find_out() -> bool:
    try:
        missing = sum(missing_migrations(alias) for alias in ("default", "keys"))
        readiness.opens()
    except Exception:
        # Whatever it is: whoever watches must be told, and not by a page for people.
        log.exception("not ready", extra={"event": "not_ready"})
        return False
    if missing:
        log.error("not ready: %s migrations are missing", missing, extra={"event": "not_ready"})
    return not missing


def missing_migrations(alias: str) -> int:
    """How many of the code's migrations a database has not had. Raises django.db.Error."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if MigrationRecorder.Migration._meta.db_table not in connection.introspection.table_names(cursor):
            return len(_of_the_code())
        cursor.execute("SELECT app, name FROM django_migrations")
        return len(_of_the_code() - set(cursor.fetchall()))


@cache
def _of_the_code() -> frozenset[tuple[str, str]]:
    """By their files' names: to load them all takes megabytes, in every worker."""
    found = set()
    for app in apps.get_app_configs():
        module = f"{app.name}.migrations"
        if find_spec(module):
            found |= {
                (app.label, name) for _, name, _ in iter_modules(import_module(module).__path__) if name[0] != "_"
            }
    return frozenset(found)
