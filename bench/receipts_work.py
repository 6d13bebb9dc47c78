"""Whoever tries wrong receipts for `receipts.py`: `python -m bench.receipts_work PORT A_SECOND` goes on until its input
says so, and prints how many were turned away, and how many were derived and opened nothing.

They would sit at other machines. Here they take the processors that the server and its reader have, so a try is a few
bytes that were put together before, by one thread that waits for all answers at once.
"""

from __future__ import annotations

import sys
import time
from selectors import EVENT_READ, DefaultSelector
from socket import create_connection, socket

BODY = b"kvittering=1234123412341234&steg=les"
TRY = (
    b"POST /droft/svar/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nConnection: close\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
)
"""The form of `/droft/svar/`, as a browser sends it."""
OPENED_NOTHING, TURNED_AWAY = b"HTTP/1.1 400 ", b"HTTP/1.1 503 "


def tried(port: int, a_second: int) -> list[bytes]:
    """What was answered to each, at so many a second until the input says that it's enough."""
    answers: list[bytes] = []
    waiting: dict[socket, bytes] = {}
    with DefaultSelector() as ready:
        ready.register(sys.stdin, EVENT_READ)
        begun, sent, over = time.perf_counter(), 0, False
        while waiting or not over:
            due = begun + sent / a_second - time.perf_counter()
            if not over and due <= 0:
                one = create_connection(("127.0.0.1", port))
                one.sendall(TRY)
                waiting[one] = b""
                ready.register(one, EVENT_READ)
                sent += 1
            for key, _ in ready.select(None if over else max(0.0, due)):
                if not isinstance(key.fileobj, socket):
                    over = True
                    ready.unregister(key.fileobj)
                elif more := key.fileobj.recv(65536):
                    waiting[key.fileobj] += more
                else:
                    ready.unregister(key.fileobj)
                    answers.append(waiting.pop(key.fileobj))
                    key.fileobj.close()
    return answers


if __name__ == "__main__":
    found = tried(int(sys.argv[1]), int(sys.argv[2]))
    print(*(sum(answer.startswith(status) for answer in found) for status in (TURNED_AWAY, OPENED_NOTHING)))
