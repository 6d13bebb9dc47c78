"""Speaking to a provider: a moment at most, never to where it points us, and never more than fits.

Everything below `/inne/` is done one at a time, so whoever waits for a provider lets others wait. A request to us has
one `Patience` for all that it asks a provider. After a provider hasn't answered, nobody waits for it for a while: its
sign-on says at once that it is down. A name server can be slow too, and no time limit of a socket holds that; so each
call is a thread that is left behind when its time is over, and while one is, its provider is asked nothing more.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlsplit

import httpx

from motvekt.organisations.openid.failures import DOWN, NOT_SET_UP, SignOnFailed

LONGEST_WAIT = 4.0
"""Seconds, for everything that one request to us asks of a provider."""
PAUSE = 15.0
"""Seconds in which a provider that didn't answer isn't asked again."""
LARGEST = 256_000
"""Bytes of an answer: some hundred times those of the providers that are known."""

now: Callable[[], float] = time.monotonic


class Patience:
    """How long it may take, from when it is made."""

    def __init__(self, seconds: float = LONGEST_WAIT) -> None:
        self._until = now() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._until - now())


@dataclass(frozen=True)
class Asked:
    """A question: a form where there is one, and otherwise reading."""

    address: str
    form: Mapping[str, str] | None = field(default=None, repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)
    bearer: str = field(default="", repr=False)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The object that it is. Raises SignOnFailed."""
        try:
            found = json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise SignOnFailed(NOT_SET_UP, "no json") from error
        if not isinstance(found, dict):
            raise SignOnFailed(NOT_SET_UP, "no object")
        return found


_lock = Lock()
_not_before: dict[str, float] = {}
_waited_for: set[str] = set()
_clients: dict[bool, httpx.Client] = {}


def forget() -> None:
    """As after a start."""
    with _lock:
        _not_before.clear()
        _waited_for.clear()
        for client in _clients.values():
            client.close()
        _clients.clear()


def ask(question: Asked, patience: Patience, *, at_home: bool) -> Answer:
    """The answer, whatever its status but a redirect. Raises SignOnFailed where there is none in time."""
    place = urlsplit(question.address).netloc
    with _lock:
        if place in _waited_for or _not_before.get(place, 0.0) > now():
            raise SignOnFailed(DOWN, "asked a moment ago")
        _waited_for.add(place)
    came: list[Answer | Exception] = []
    done = Event()

    def work() -> None:
        try:
            came.append(_ask(question, patience, at_home))
        except Exception as error:
            came.append(error)
        finally:
            with _lock:
                _waited_for.discard(place)
            done.set()

    Thread(target=work, daemon=True).start()
    done.wait(patience.left)
    answer = came[0] if came else None
    if isinstance(answer, SignOnFailed):
        raise answer
    if not isinstance(answer, Answer):
        with _lock:
            _not_before[place] = now() + PAUSE
        raise SignOnFailed(DOWN, type(answer).__name__) from answer
    if 300 <= answer.status < 400:
        raise SignOnFailed(NOT_SET_UP, "redirected")
    if answer.status >= 500 or answer.status == 429:
        raise SignOnFailed(DOWN, str(answer.status))
    return answer


def _ask(question: Asked, patience: Patience, at_home: bool) -> Answer:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if question.bearer:
        headers["Authorization"] = f"Bearer {question.bearer}"
    method = "GET" if question.form is None else "POST"
    # Without a limit on the time of each step a thread that was left behind would stay.
    with _client(at_home).stream(
        method,
        question.address,
        data=dict(question.form) if question.form is not None else None,
        auth=question.login,
        headers=headers,
        timeout=max(0.05, patience.left),
    ) as response:
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > LARGEST:
                raise SignOnFailed(NOT_SET_UP, "too large")
            if not patience.left:
                raise TimeoutError
        return Answer(response.status_code, bytes(content))


def _client(at_home: bool) -> httpx.Client:
    """One for all: it keeps connections, and no cookies. A machine's own providers need no proxy."""
    with _lock:
        if at_home not in _clients:
            no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
            _clients[at_home] = httpx.Client(follow_redirects=False, trust_env=not at_home, cookies=no_cookies)
        return _clients[at_home]
