"""A little mail server that misbehaves as it is told to, and a worker that is less patient than the real one.

python -m tests.mail work|once|many N    with the installation that the environment names
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")

HANGS, HANGS_LATE, DRIPS, DROPS, BUSY, REJECTS, REJECTS_TEXT, WELL = (
    "says nothing", "says nothing to a recipient", "says a little now and then", "drops the line in the middle",
    "come back later", "no such recipient", "not this text", "well",
)  # fmt: skip


@dataclass
class Little:
    """A mail server for a test: what it does is `mode`, which may be changed while it runs."""

    mode: str = WELL
    tls: ssl.SSLContext | None = None
    password: str = ""
    """Base64 of what AUTH PLAIN must bring; empty: nobody signs in."""
    taken: list[tuple[str, str]] = field(default_factory=list)
    """Recipient and whole text."""
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released for each who has said whom the letter is for."""
    port: int = 0

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError, ValueError), line:
            line.settimeout(20)
            if self.mode == HANGS:
                time.sleep(20)
            if self.mode == DRIPS:
                for _ in range(200):
                    line.sendall(b"220-x\r\n")
                    time.sleep(0.1)
            self._session(line, "220 liten")

    def _session(self, line: socket.socket, greeting: str) -> None:
        """Answer until somebody leaves."""
        stream = line.makefile("rwb")

        def say(words: str) -> None:
            stream.write(f"{words}\r\n".encode())
            stream.flush()

        if greeting:
            say(greeting)
        to = ""
        while said := stream.readline().decode().strip():
            verb = said.upper()
            if verb.startswith("EHLO"):
                more = ["STARTTLS"] if self.tls and not isinstance(line, ssl.SSLSocket) else []
                more += ["AUTH PLAIN"] if self.password else []
                for word in ["liten", *more]:
                    say(f"250-{word}")
                say("250 8BITMIME")
            elif verb == "STARTTLS" and self.tls:
                say("220 kom")
                with self.tls.wrap_socket(line, server_side=True) as sealed:
                    self._session(sealed, "")
                return
            elif verb.startswith("AUTH"):
                say("235 velkommen" if said.split()[-1] == self.password else "535 nei, kari@x.no")
            elif verb.startswith("RCPT"):
                to = said.split("<")[1].split(">")[0]
                self.came.release()
                if self.mode == HANGS_LATE:
                    time.sleep(20)
                say({BUSY: f"450 <{to}> senere", REJECTS: f"550 <{to}> finnes ikke"}.get(self.mode, "250 ok"))
            elif verb == "DATA":
                say("354 kom")
                text = b"".join(iter(stream.readline, b".\r\n")).decode()
                if self.mode == DROPS:
                    return
                if self.mode == REJECTS_TEXT:
                    say("554 nei")
                    continue
                self.taken.append((to, text))
                say("250 tatt")
            else:
                say("221 farvel" if verb == "QUIT" else "250 ok")


@contextmanager
def little(mode: str = WELL, **more: object) -> Iterator[Little]:
    """A running one on a free port."""
    server = Little(mode, **more)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        threading.Thread(target=server.serve, args=(listening,), daemon=True).start()
        yield server
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that nobody has signed, and a context that shows it."""
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    both, shown = folder / "both.pem", folder / "certificate.pem"
    shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    both.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain) + shown.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return shown, context


def main(what: str, number: str = "1") -> int:
    """Work with less patience and shorter pauses, or put letters in the queue."""
    import django

    django.setup()
    from django.conf import settings

    from motvekt.organisations import letters, queries
    from motvekt.organisations.models import Account
    from motvekt.post import queue, transport
    from motvekt.post.letters import Letter
    from motvekt.site import cli

    if what == "many":
        for place in range(int(number)):
            account, _ = Account.objects.get_or_create(email=f"person{place}@mottak.no", name="Person")
            letters.send_later(letter=Letter.WAITING, recipient=account.id, area=queries.ids()[0])
        return 0
    assert settings.MAIL
    settings.MAIL = replace(settings.MAIL, patience=transport.Patience(1, 1, 2))
    queue.PAUSES = (timedelta(seconds=1),) * 20
    return cli.main(["work", "--interval", "0.1", *(["--once"] if what == "once" else [])])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
