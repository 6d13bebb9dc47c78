"""Handing a letter to the mail server, within limits of time, and what became of it.

Nothing of an address, and nothing that a server says, gets further than this: servers repeat addresses in what they
say.
"""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from enum import Enum, StrEnum

from motvekt.post.letters import Words

log = logging.getLogger(__name__)


class Tls(Enum):
    """How the way to the mail server is sealed."""

    FROM_THE_START = "smtps"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class Patience:
    """Seconds: to be let in, for each answer, and for the whole."""

    connect: float = 10
    answer: float = 30
    whole: float = 90


@dataclass(frozen=True)
class Server:
    """The mail server, and whom letters are from."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    patience: Patience = Patience()


class Outcome(StrEnum):
    """What became of a letter. REFUSED: the server will never take it. NOBODY: there is nobody left to send it to."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    NOBODY = "nobody"


def send(server: Server, to: str, words: Words) -> Outcome:
    """Hand a letter to the server. Whatever goes wrong is an outcome, never an error."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, words.subject
    domain = server.sender.rpartition("@")[2].rstrip(">") or "localhost"
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.body)
    try:
        _hand_over(server, message, domain)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        code = _code(error)
        outcome = Outcome.REFUSED if _is_for_ever(error, code) else Outcome.LATER
        log.warning(
            "a letter was not taken: %s %s",
            type(error).__name__,
            code or "",
            extra={"event": f"letter_{outcome.value}"},
        )
        return outcome
    return Outcome.SENT


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return int(getattr(error, "smtp_code", 0) or 0)


def _is_for_ever(error: Exception, code: int) -> bool:
    """A recipient or a letter refused with 5xx stays refused; a sender or a sign-in is for the operator to mend."""
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and 500 <= code < 600


def _hand_over(server: Server, message: EmailMessage, domain: str) -> None:
    with _deadline(server.patience.whole) as watch:
        client = _Client(server, watch, domain)
        try:
            if server.tls is Tls.STARTTLS:
                client.starttls(context=ssl.create_default_context())
            if server.user:
                client.login(server.user, server.password)
            client.send_message(message)
        except BaseException:
            client.close()
            raise
        # It has been taken: what goes wrong in parting is of no interest, and would send it twice.
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
        client.close()


class _Watch:
    """Cuts the line when the time is up: a server that says a little now and then outlasts every other limit."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def over(self, line: socket.socket) -> None:
        """Watch over this line from now on. Raises TimeoutError where it is too late already."""
        self._line = line.dup()
        if time.monotonic() >= self._end:
            raise TimeoutError

    def _cut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def done(self) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()


@contextmanager
def _deadline(seconds: float) -> Iterator[_Watch]:
    watch = _Watch(seconds)
    try:
        yield watch
    finally:
        watch.done()


class _Client(smtplib.SMTP):
    """Python's own, with a watch over its line, and with TLS from the start where that is wanted.

    It calls itself by the sender's domain: the machine's name is nobody's business, and looking it up takes time.
    """

    def __init__(self, server: Server, watch: _Watch, domain: str) -> None:
        self._server, self._watch = server, watch
        super().__init__(server.host, server.port, local_hostname=domain, timeout=server.patience.answer)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), self._server.patience.connect)
        line.settimeout(timeout)
        try:
            self._watch.over(line)
            if self._server.tls is Tls.FROM_THE_START:
                return ssl.create_default_context().wrap_socket(line, server_hostname=host)
        except BaseException:
            line.close()
            raise
        return line
