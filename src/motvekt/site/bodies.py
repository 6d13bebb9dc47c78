"""What somebody sends is read to its end before anybody else's work waits for it.

A server that reads a form while it works on it stands still for as long as its sender likes: one slow telephone, or one
that means harm, and nobody reads what to do. So bodies are read in front of the system, by few of the worker's threads
at a time: the others go on answering. Everything that may write is then done by one thread at a time
(`kernel/turns.py`), since SQLite has one writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

from motvekt.kernel import turns

AT_ONCE = 2
"""How many bodies a worker reads at a time. `script/server` gives it two threads more than that."""
PATIENCE = 0.1
"""Seconds that a thread waits for a place: what has arrived already is read in far less, so that many who send at once
are all let in, and whoever holds a place for longer is slow.
"""
LONGEST = 5_000_000
"""Bytes: more than the longest form that any page takes that takes no pictures."""
WITH_PICTURES, LONGEST_WITH_PICTURES = "/droft/", 25_000_000
"""The one page that takes pictures, and the bytes of two of them as a telephone makes them. What it makes of them is
`consultations.pictures`'s to say.
"""

READING = ("GET", "HEAD")
INSIDE = "/inne/"

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Bodies:
    """A WSGI application in front of another one."""

    def __init__(
        self,
        application: Application,
        at_once: int = AT_ONCE,
        longest: int = LONGEST,
        turned_away: Callable[[str, bytes], bool] = lambda path, body: False,
    ) -> None:
        """`turned_away` says of a path and a body whether it is one of too many, before any work is done for it."""
        self._application = application
        self._turned_away = turned_away
        self._places = BoundedSemaphore(at_once)
        self._longest = longest

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in READING and INSIDE not in environ.get("PATH_INFO", ""):
            return self._application(environ, start)
        length = _length(environ)
        if length > self._most(environ.get("PATH_INFO", "")):
            return _no(start, "413 Content Too Large", "Det du sendte, er for stort.")
        if length:
            if not self._places.acquire(timeout=PATIENCE):
                return _no(start, "503 Service Unavailable", "Mange sender noe samtidig. Vent litt, og prøv igjen.")
            try:
                body = environ["wsgi.input"].read(length)
            finally:
                self._places.release()
            if self._turned_away(environ.get("PATH_INFO", ""), body):
                return _no(start, "503 Service Unavailable", "Mange prøver akkurat nå. Vent litt, og prøv igjen.")
            environ["wsgi.input"] = BytesIO(body)
            environ["CONTENT_LENGTH"] = str(len(body))
        with turns.turn():
            return self._application(environ, start)

    def _most(self, path: str) -> int:
        """How much is taken there. The page stands at the end of its path, below the language."""
        return LONGEST_WITH_PICTURES if path.endswith(WITH_PICTURES) else self._longest


def _length(environ: dict[str, Any]) -> int:
    """How long the body says that it is. One without a length, as one in chunks, is not read at all."""
    said = environ.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _no(start: Start, status: str, words: str) -> list[bytes]:
    body = f"{words} Haster det, ring 112.".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "10"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start(status, headers)
    return [body]
