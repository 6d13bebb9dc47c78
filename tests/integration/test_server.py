"""The real server, as `script/server` starts it: what it answers before Django is asked, and what it writes."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.guides import ROOT
from tests.processes import BIN, Originals, Stage

OPTIONS = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[tuple[int, Path]]:
    """Motvekt on a free port with both packs, and the file that it writes to."""
    folder = tmp_path_factory.mktemp("server")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    written = folder / "written"
    with originals.copy(Stage.PUBLISHED, folder / "data") as made, written.open("w") as out:
        command = [str(BIN / "granian"), *OPTIONS, "--port", str(port), "motvekt.site.wsgi:application"]
        running = subprocess.Popen(command, env=made.environment, cwd=ROOT, stdout=out, stderr=out)
        try:
            wait_for(port)
            yield port, written
        finally:
            running.terminate()
            running.wait(20)


def wait_for(port: int) -> None:
    for _ in range(200):
        with closing(socket.socket()) as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(port: int, path: str, **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        got = connection.getresponse()
        return Answer(got.status, dict(got.headers), got.read())


def test_the_server_starts_with_what_the_commands_made_of_an_empty_folder_and_shows_both_guides(
    server: tuple[int, Path],
) -> None:
    port, _ = server
    assert "Asker og Bærum" in ask(port, "/").body.decode()
    assert "Fjellvik" in ask(port, "/", Host="fjellvik.localhost").body.decode()


def test_nothing_that_a_visitor_asked_for_is_written(server: tuple[int, Path]) -> None:
    port, written = server
    for path in (
        "/?kjennetegn=1",
        "/finnes-ikke/?kjennetegn=2",
        "/hva-gjor-jeg-na/?fare=kjennetegn",
        "/%ff?kjennetegn",
    ):
        ask(port, path, **{"User-Agent": "agenten", "X-Forwarded-For": "192.0.2.7", "Referer": "https://fra.no"})
    said = written.read_text()
    for private in ("kjennetegn", "agenten", "192.0.2.7", "127.0.0.1:", "fra.no"):
        assert private not in said.replace("http://127.0.0.1:", ""), said


def half_a_form(port: int) -> socket.socket:
    """Somebody who begins to send a form, and doesn't go on."""
    sender = socket.create_connection(("127.0.0.1", port))
    head = "POST /inne/logg-inn/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    sender.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=".encode())
    return sender


def send(port: int, body: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        kind = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/inne/logg-inn/", body=body, headers=kind)
        return connection.getresponse().status


def test_whoever_sends_slowly_keeps_nobody_from_reading(server: tuple[int, Path]) -> None:
    port, _ = server
    assert send(port, "email=a") == 403
    with closing(half_a_form(port)), closing(half_a_form(port)):
        time.sleep(0.5)
        for path in ("/", "/kontakter/", "/veileder/sok/?q=skole"):
            assert ask(port, path).status == 200
        assert ask(port, "/inne/logg-inn/").status == 200
        assert send(port, "email=a") == 503
    deadline = time.monotonic() + 10
    while send(port, "email=a") != 403:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_static_files_are_compressed_hashed_and_kept_for_a_year(server: tuple[int, Path]) -> None:
    port, _ = server
    page = ask(port, "/").body.decode()
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = ask(port, style, **{"Accept-Encoding": "br"})
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
