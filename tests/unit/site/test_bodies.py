"""Bodies in front of the system: who waits for whom, and who is told to come back."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest

from motvekt.site.bodies import LONGEST, WITH_PICTURES, Bodies


class Slow:
    """A body that comes when it is let."""

    def __init__(self, body: bytes) -> None:
        self.body, self.asked, self.let = body, Event(), Event()

    def read(self, size: int) -> bytes:
        self.asked.set()
        assert self.let.wait(10)
        return self.body[:size]


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [])
    return [environ["wsgi.input"].read()]


def ask(application: Bodies, body: Any = b"", method: str = "POST", **more: Any) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/inne/logg-inn/",
        "CONTENT_LENGTH": str(len(body if isinstance(body, bytes) else body.body)),
        "wsgi.input": BytesIO(body) if isinstance(body, bytes) else body,
    } | more
    answer = b"".join(application(environ, lambda status, headers: said.append(status)))
    return said[0], answer


def test_a_body_comes_through_whole() -> None:
    assert ask(Bodies(echo), b"email=a") == ("200 OK", b"email=a")
    assert ask(Bodies(echo)) == ("200 OK", b"")


def test_while_bodies_come_slowly_everybody_else_is_answered_and_the_next_body_is_told_to_come_back() -> None:
    application, slow = Bodies(echo, at_once=2), [Slow(b"1"), Slow(b"2")]
    answers: list[tuple[str, bytes]] = []
    threads = [Thread(target=lambda body=body: answers.append(ask(application, body))) for body in slow]
    for thread, body in zip(threads, slow, strict=True):
        thread.start()
        assert body.asked.wait(10)
    assert ask(application, method="GET", PATH_INFO="/kontakter/")[0] == "200 OK"
    assert ask(application, method="GET")[0] == "200 OK"
    status, words = ask(application, b"email=a")
    assert status.startswith("503")
    assert "ring 112" in words.decode()
    for thread, body in zip(threads, slow, strict=True):
        body.let.set()
        thread.join(10)
    assert sorted(answers) == [("200 OK", b"1"), ("200 OK", b"2")]
    assert ask(application, b"email=a")[0] == "200 OK"


def test_one_that_is_too_long_is_not_read() -> None:
    body = Slow(b"x" * 11)
    assert ask(Bodies(echo, longest=10), body)[0].startswith("413")
    assert not body.asked.is_set()


@pytest.mark.parametrize("said", ["", "-1", "1e3", "¹"])
def test_a_length_that_is_none_is_no_body(said: str) -> None:
    body = Slow(b"x")

    def without(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return []

    assert ask(Bodies(without), body, CONTENT_LENGTH=said)[0] == "200 OK"
    assert not body.asked.is_set()


def test_one_of_too_many_is_told_so_before_any_work_is_done_for_it() -> None:
    begun: list[str] = []

    def work(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        begun.append(environ["PATH_INFO"])
        start("200 OK", [])
        return []

    application = Bodies(work, turned_away=lambda path, body: (path, body) == ("/droft/svar/", b"x=1"))
    status, words = ask(application, b"x=1", PATH_INFO="/droft/svar/")
    assert (status[:3], "ring 112" in words.decode(), begun) == ("503", True, [])
    assert ask(application, b"x=2", PATH_INFO="/droft/svar/")[0] == "200 OK"


def test_what_may_write_is_done_by_one_at_a_time() -> None:
    inside: list[int] = []
    most: list[int] = []

    def count(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        inside.append(1)
        most.append(len(inside))
        Event().wait(0.01)
        inside.pop()
        start("200 OK", [])
        return []

    application = Bodies(count, at_once=8)
    threads = [Thread(target=ask, args=(application, b"x")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert max(most) == 1
    assert len(most) == 8


def test_a_place_is_given_back_when_a_sender_goes_away() -> None:
    class Gone:
        body = b"x"

        def read(self, size: int) -> bytes:
            raise OSError("gone")

    application = Bodies(echo, at_once=1)
    for _ in range(3):
        with pytest.raises(OSError, match="gone"):
            ask(application, Gone())
    assert ask(application, b"a")[0] == "200 OK"


def test_the_page_that_takes_pictures_takes_more_in_every_language_and_no_other_does() -> None:
    body = b"x" * (LONGEST + 1)
    for path in (WITH_PICTURES, f"/nn{WITH_PICTURES}"):
        assert ask(Bodies(echo), body, PATH_INFO=path)[0] == "200 OK"
    for path in ("/", f"{WITH_PICTURES}svar/", f"/inne{WITH_PICTURES}x"):
        assert ask(Bodies(echo), body, PATH_INFO=path)[0].startswith("413")
