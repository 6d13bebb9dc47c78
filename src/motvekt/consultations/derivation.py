"""What a receipt finds and what it unlocks: derived in a bounded process, one at a time.

A derivation is slow on purpose. Whoever tries receipts by the thousand must slow down nobody who reads the guide: of
receipts that somebody typed only so many are tried in a while, few at once, and all others are told to try again in a
moment. A receipt that came sealed in a form of ours is nobody's guess: it waits for its turn and is never sent away.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from select import POLLIN, poll
from subprocess import DEVNULL, PIPE, Popen
from threading import BoundedSemaphore, Lock
from urllib.parse import parse_qs
from uuid import UUID

from django.db import connection

from motvekt.kernel import turns
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.vault.public_keys import PublicKeys, public_keys

WAITING = 2
"""How many typed receipts are let in at once: one is derived, one waits. Threads that wait here serve nobody else."""
PACE = 2.0
"""How many receipts that open nothing are tried in a second, over a while."""
BURST = 4.0
"""How many at once after a quiet while."""
LONGEST = 5.0
"""Seconds until a process that says nothing is given up."""

log = logging.getLogger(__name__)

BUSY = no(
    "busy",
    _("Mange prøver akkurat nå. Vent et minutt, og prøv igjen. Haster det, ring. Ved fare: ring 112."),
)


@dataclass(frozen=True)
class Keys:
    """What a receipt gives: what finds the consultation, and what unlocks its key."""

    finds: bytes = field(repr=False)
    unlocks: bytes = field(repr=False)


class Deriver:
    """One process, begun with the first receipt and again where it has ended."""

    def __init__(self, keys: PublicKeys) -> None:
        self._keys = keys
        self._one = Lock()
        self._process: Popen[str] | None = None

    def derive(self, receipt: bytes) -> Keys:
        """What this receipt gives. Raises Refused where the process says nothing in time."""
        with self._one:
            line = self._ask(receipt) or self._ask(receipt)
        if line is None:
            # Nobody can send or open anything, and health doesn't ask for it.
            log.error("the program that derives receipts says nothing", extra={"event": "derivation_broken"})
            raise Refused(BUSY)
        finds, unlocks = line.split()
        return Keys(bytes.fromhex(finds), bytes.fromhex(unlocks))

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, receipt: bytes) -> str | None:
        process = self._running()
        line = _heard(process) if _told(process, f"{receipt.hex()}\n") else ""
        if not line:
            self.end()
            return None
        return line

    def _running(self) -> Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            # With nothing of the environment: no address of a database, no path to a key.
            # In a session of its own, which gives way to this one.
            self._process = Popen(  # noqa: S603 - our own program
                PROGRAM, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, env={}, start_new_session=True
            )
            _told(self._process, f"{self._keys.pepper.hex()}\n{self._keys.cost}\n")
        return self._process


PROGRAM = (sys.executable, "-m", "motvekt.consultations.derive")


def _told(process: Popen[str], words: str) -> bool:
    """Whether the process still takes words."""
    try:
        print(words, end="", file=process.stdin, flush=True)
    except OSError:
        return False
    return True


def _heard(process: Popen[str]) -> str:
    """A whole line of the process's, or nothing where none comes in time. It writes a line at once or not at all."""
    if process.stdout is None:
        return ""
    ready = poll()
    ready.register(process.stdout, POLLIN)
    if not ready.poll(LONGEST * 1000):
        return ""
    line = process.stdout.readline()
    return line if line.endswith("\n") else ""


class Pace:
    """So many a second over a while, and some at once after a quiet one."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, time.monotonic()
        self._lock = Lock()

    def takes(self) -> bool:
        """Whether there is room for one more now."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._burst, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def is_spent(self) -> bool:
        """Whether there is room for no more now, without taking any."""
        with self._lock:
            return self._left + (time.monotonic() - self._at) * self._rate < 1

    def give_back(self) -> None:
        """One that was taken doesn't count after all."""
        with self._lock:
            self._left = min(self._burst, self._left + 1)


_doors = BoundedSemaphore(WAITING)
_pace = Pace(PACE, BURST)
_lock = Lock()
_deriver: tuple[PublicKeys, Deriver] | None = None


def derive(receipt: str, area: UUID) -> Keys:
    """What a receipt of 16 digits that we gave ourselves gives in an area: elsewhere the same digits are another one.

    Waits until those before it are done. Raises Refused with the code `busy` where the process can't be had.
    """
    with nullcontext() if connection.in_atomic_block else turns.aside():
        return _running().derive(area.bytes + receipt.encode("ascii"))


def derive_typed(receipt: str, area: UUID) -> Keys:
    """As `derive`, for a receipt that somebody typed. Raises Refused with the code `busy` where too many try too.

    `was_right` says afterwards that it was no wrong one.
    """
    if not _doors.acquire(blocking=False):
        raise Refused(BUSY)
    try:
        if not _pace.takes():
            raise Refused(BUSY)
        return derive(receipt, area)
    finally:
        _doors.release()


def was_right() -> None:
    """The receipt opened something: only those that open nothing count against the pace."""
    _pace.give_back()


def turned_away(path: str, body: bytes) -> bool:
    """Whether a form is one of too many typed receipts. Asked before any page is begun, since to say no on a page costs
    more than the thousands who try would cost otherwise. A form that goes on in a talk says so by its step.
    """
    return bool(_TYPED.fullmatch(path)) and _pace.is_spent() and _step(body) in ("", TYPING)


TYPING = "les"
"""The step of a form in which a receipt was typed; a form that names none is of that step too."""
FIELDS = 20
"""More than any form of ours has there."""

_TYPED = re.compile(r"/(?:[a-z][a-z]/)?droft/svar/")


def _step(body: bytes) -> str:
    """The step that a form names, as the page reads it; nothing where it is no form of ours."""
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=FIELDS).get("steg", [""])[-1]
    except ValueError:
        return ""


def _running() -> Deriver:
    """This process's deriver, anew where the keys were changed."""
    global _deriver
    keys = public_keys()
    with _lock:
        if _deriver is None or _deriver[0] != keys:
            if _deriver is not None:
                _deriver[1].end()
            _deriver = (keys, Deriver(keys))
        return _deriver[1]


def forget() -> None:
    """End the process, and forget how many have asked. For tests, and for whoever ends."""
    global _deriver, _pace
    with _lock:
        if _deriver is not None:
            _deriver[1].end()
        _deriver, _pace = None, Pace(PACE, BURST)
