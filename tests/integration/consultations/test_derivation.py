"""Receipts are derived at a pace where somebody typed them, and in turn where a form of ours brought them back."""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest

from motvekt.consultations import asking_actions, derivation
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.derivation import BURST, WAITING, Deriver, Keys
from motvekt.consultations.derive import LONG_SLICE, NICE
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import by_receipt
from motvekt.kernel import turns
from motvekt.kernel.errors import Refused
from tests.integration.consultations.test_asking import RECEIPT, begun, desk, refused

AREA = UUID(int=7)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]


def codes(tries: int) -> list[str]:
    return [refused(f"{number:016d}") for number in range(tries)]


@pytest.fixture
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    derivation.forget()


def test_of_wrong_receipts_so_many_are_tried_and_then_no_more(no_time_passes: None) -> None:
    assert codes(int(BURST) + 3) == ["wrong_receipt"] * int(BURST) + ["busy"] * 3
    assert refused(RECEIPT) == "busy"


def test_after_a_while_they_are_tried_again(no_time_passes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    codes(int(BURST) + 1)
    later = time.monotonic() + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert codes(int(derivation.PACE) + 1) == ["wrong_receipt"] * int(derivation.PACE) + ["busy"]


def test_receipts_that_open_something_dont_count(no_time_passes: None) -> None:
    begun()
    for _ in range(3 * int(BURST)):
        assert by_receipt(RECEIPT, desk().area).words
    assert codes(1) == ["wrong_receipt"]


def test_while_many_try_wrong_ones_everybody_sends_and_goes_on_in_a_form_that_stands_open(no_time_passes: None) -> None:
    begun()
    assert codes(int(BURST) + 1)[-1] == "busy"
    for number in range(1, 4):
        talk = asking_actions.reply(
            receipt=RECEIPT, area=desk().area, number=number, said=Said(text=str(number)), by=SOMEBODY
        )
        assert talk.words[-1].text == str(number)
    assert begun("9876987698769876").pk
    asking_actions.end(receipt=RECEIPT, area=desk().area, by=SOMEBODY)


def test_too_many_typed_ones_are_turned_away_before_any_page_is_made(no_time_passes: None) -> None:
    typed, path = b"kvittering=1234123412341234", "/droft/svar/"
    assert not derivation.turned_away(path, typed)
    codes(int(BURST))
    assert derivation.turned_away(path, typed)
    assert derivation.turned_away(f"/nn{path}", typed)
    # Whatever else is in it, and however it is written: the page would read it as a typed one.
    for disguised in (
        b"segl=x&",
        b"steg=svar&%73teg=les&",
        b"x=1&" * 30 + b"steg=svar&",
        b"\xff&steg=svar&",
        b"steg=&",
    ):
        assert derivation.turned_away(path, disguised + typed), disguised
    for other, body in (("/droft/", typed), ("/droft/svar/slettet/", typed), (path, b"segl=x&steg=svar&text=y")):
        assert not derivation.turned_away(other, body)


def test_few_typed_ones_are_let_in_at_once_and_the_others_hold_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, let = [Event() for _ in range(WAITING)], Event()
    places = iter(inside)

    def slow(self: Deriver, receipt: bytes) -> Keys:
        next(places).set()
        assert let.wait(10)
        return Keys(b"", b"")

    monkeypatch.setattr(Deriver, "derive", slow)
    held = [Thread(target=derivation.derive_typed, args=(RECEIPT, AREA)) for _ in inside]
    for thread, there in zip(held, inside, strict=True):
        thread.start()
        assert there.wait(10)
    try:
        with pytest.raises(Refused) as no:
            derivation.derive_typed(RECEIPT, AREA)
        assert no.value.decision.code == "busy"
    finally:
        let.set()
        for thread in held:
            thread.join(10)
    monkeypatch.undo()
    assert derivation.derive_typed(RECEIPT, AREA).finds


def test_thirty_two_at_once_get_each_their_own_and_nobody_is_refused() -> None:
    digits = [f"{number:016d}" for number in range(32)]
    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(lambda one: derivation.derive(one, AREA), digits))
    assert found == [derivation.derive(one, AREA) for one in digits]
    assert len({one.finds for one in found} | {one.unlocks for one in found}) == 64


def test_what_a_receipt_gives_is_another_in_another_area() -> None:
    one, other = (derivation.derive(RECEIPT, UUID(int=area)) for area in (1, 2))
    assert not {one.finds, one.unlocks} & {other.finds, other.unlocks}


def test_a_process_that_was_killed_is_begun_again() -> None:
    before = derivation.derive(RECEIPT, AREA)
    process = derivation._running()._process
    assert process
    process.kill()
    process.wait(10)
    assert derivation.derive(RECEIPT, AREA) == before


@pytest.mark.parametrize("program", ["import time; time.sleep(60)", "print('halv', end='')", "raise SystemExit"])
def test_a_process_that_says_nothing_in_time_is_given_up_and_whoever_runs_the_system_is_told(
    program: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(derivation, "PROGRAM", (sys.executable, "-c", program))
    monkeypatch.setattr(derivation, "LONGEST", 0.3)
    derivation.forget()
    with pytest.raises(Refused) as no:
        derivation.derive(RECEIPT, AREA)
    assert no.value.decision.code == "busy"
    [record] = caplog.records
    assert (record.__dict__["event"], record.levelname) == ("derivation_broken", "ERROR")


def test_the_process_has_nothing_of_the_environment_and_few_means() -> None:
    derivation.derive(RECEIPT, AREA)
    process = derivation._running()._process
    assert process
    place = Path(f"/proc/{process.pid}")
    assert b"MOTVEKT" not in (place / "environ").read_bytes()
    said = {line[:26].strip(): line[26:].split()[0] for line in (place / "limits").read_text().splitlines()}
    assert said["Max core file size"] == "0"
    assert said["Max open files"] == "0"
    assert int(said["Max address space"]) < 300 * 1024 * 1024


def test_the_process_gives_way_to_every_other_one() -> None:
    derivation.derive(RECEIPT, AREA)
    process = derivation._running()._process
    assert process
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == NICE
    assert os.getsid(process.pid) == process.pid
    place = Path(f"/proc/{process.pid}")
    if (group := place / "autogroup").exists():
        assert group.read_text().endswith(f" nice {NICE}\n")
    told = re.search(r"se\.slice +: +(\d+)", (place / "sched").read_text() if (place / "sched").exists() else "")
    if told and tuple(map(int, re.findall(r"\d+", platform.release())[:2])) >= (6, 12):
        assert int(told[1]) == LONG_SLICE


def test_it_derives_where_it_may_not_even_be_nice(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container or a unit that lets nobody change what it was given."""
    before = derivation.derive(RECEIPT, AREA)
    forbidden = """
import os
from motvekt.consultations import derive
def no(*_):
    raise PermissionError
os.nice = derive.Path.write_text = no
derive.SCHED_SETATTR = {}
derive.serve()
"""
    monkeypatch.setattr(derivation, "PROGRAM", (sys.executable, "-c", forbidden))
    derivation.forget()
    assert derivation.derive(RECEIPT, AREA) == before
    process = derivation._running()._process
    assert process
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == os.getpriority(os.PRIO_PROCESS, 0)


def test_whoever_waits_for_it_lets_others_write_meanwhile() -> None:
    wrote = Event()

    def write() -> None:
        with turns.turn():
            wrote.set()

    with turns.turn():
        other = Thread(target=write)
        other.start()
        assert not wrote.wait(0.1)
        with turns.aside():
            assert wrote.wait(10)
        other.join(10)
    # Whoever has no turn is not touched.
    with turns.aside(), turns.turn():
        pass
