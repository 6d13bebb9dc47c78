"""Handing over to a mail server that hangs, refuses, drops the line: an outcome each time, and in time."""

from __future__ import annotations

import base64
import logging
import socket
import ssl
import time
from contextlib import closing
from pathlib import Path

import pytest

from motvekt.post import transport
from motvekt.post.letters import Letter, said
from motvekt.post.transport import Outcome, Patience, Server, Tls
from tests import mail

TO = "kari.nordmann@mottak.no"
WORDS = said(Letter.WAITING, "nb", "https://veileder.no/inne/")


def server(port: int, tls: Tls = Tls.NONE, **more: str) -> Server:
    return Server("localhost", port, tls, "ikke-svar@veileder.no", patience=Patience(1, 1, 2), **more)


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [
        (mail.WELL, Outcome.SENT),
        (mail.HANGS, Outcome.LATER),
        (mail.HANGS_LATE, Outcome.LATER),
        (mail.DRIPS, Outcome.LATER),
        (mail.DROPS, Outcome.LATER),
        (mail.BUSY, Outcome.LATER),
        (mail.REJECTS, Outcome.REFUSED),
        (mail.REJECTS_TEXT, Outcome.REFUSED),
    ],
)
def test_whatever_the_server_does_is_an_outcome_in_time_and_no_address_is_logged(
    mode: str, outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with mail.little(mode) as little:
        begun = time.monotonic()
        assert transport.send(server(little.port), TO, WORDS) is outcome
        assert time.monotonic() - begun < 4
        assert len(little.taken) == (1 if outcome is Outcome.SENT else 0)
    said = caplog.text
    assert "kari" not in said
    assert "mottak.no" not in said
    assert ("a letter was not taken" in said) is (outcome is not Outcome.SENT)


def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        assert transport.send(server(free.getsockname()[1]), TO, WORDS) is Outcome.LATER


def test_what_arrives_is_the_letter_and_names_neither_the_machine_nor_anything_else() -> None:
    with mail.little() as little:
        transport.send(server(little.port), TO, WORDS)
        [(to, text)] = little.taken
    assert to == TO
    assert "https://veileder.no/inne/" in text
    assert "Subject: Noe venter" in text
    assert "Auto-Submitted: auto-generated" in text
    assert socket.gethostname() not in text
    assert "@veileder.no>" in text.split("Message-ID:")[1].splitlines()[0]


def test_tls_is_demanded_and_the_servers_certificate_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, context = mail.certified(tmp_path)
    token = base64.b64encode(b"\0motvekt\0hemmelig").decode()
    with mail.little(tls=context, password=token) as little:
        own = server(little.port, Tls.STARTTLS, user="motvekt", password="hemmelig")
        assert transport.send(own, TO, WORDS) is Outcome.LATER
        assert little.taken == []
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
        assert transport.send(own, TO, WORDS) is Outcome.SENT
        wrong = server(little.port, Tls.STARTTLS, user="motvekt", password="feil")
        assert transport.send(wrong, TO, WORDS) is Outcome.LATER
        # From the start: the server above speaks first, so that the handshake fails, and in time.
        assert transport.send(server(little.port, Tls.FROM_THE_START), TO, WORDS) is Outcome.LATER
        assert len(little.taken) == 1
    with mail.little() as without:
        assert transport.send(server(without.port, Tls.STARTTLS), TO, WORDS) is Outcome.LATER
        assert without.taken == []


def test_tls_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, context = mail.certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    little = mail.Little()
    import threading

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with context.wrap_socket(line, server_side=True) as sealed:
                little._session(sealed, "220 liten")

        serving = threading.Thread(target=serve)
        serving.start()
        assert transport.send(server(listening.getsockname()[1], Tls.FROM_THE_START), TO, WORDS) is Outcome.SENT
        serving.join(5)
    assert len(little.taken) == 1


def test_a_server_never_shows_its_password() -> None:
    assert "hemmelig" not in repr(server(1, password="hemmelig"))
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
