"""Whoever tries wrong receipts for `receipts.py`: `python -m bench.receipts_work PORT A_SECOND` goes on until its input
says so, and prints how many were tried, and how many of them were derived.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Event, Thread

PEOPLE = 16


def tried(port: int, a_second: int, ended: Event) -> list[bytes]:
    """What was answered to each."""

    def one() -> bytes:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/droft/svar/", "receipt=1234123412341234", form)
        answer = connection.getresponse().read()
        connection.close()
        return answer

    with ThreadPoolExecutor(PEOPLE) as pool:
        begun, sent = time.perf_counter(), []
        while not ended.is_set():
            sent.append(pool.submit(one))
            time.sleep(max(0.0, begun + len(sent) / a_second - time.perf_counter()))
        return [answer.result() for answer in sent]


if __name__ == "__main__":
    over = Event()
    Thread(target=lambda: (sys.stdin.readline(), over.set()), daemon=True).start()
    answers = tried(int(sys.argv[1]), int(sys.argv[2]), over)
    print(len(answers), answers.count(b"wrong_receipt"))
