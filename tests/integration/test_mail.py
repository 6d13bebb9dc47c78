"""Letters: rows of the transaction that they belong to, sent by a process of its own, whatever the mail server does."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet
from pytest_django import Settings

from motvekt.audit.models import AuditCount
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import letters
from motvekt.organisations.models import Account, Area
from motvekt.organisations.sessions import SessionStore
from motvekt.organisations.walls import within
from motvekt.post import queue
from motvekt.post.letters import LINK, WORDS, Letter
from motvekt.post.transport import Patience, Server, Tls
from motvekt.post.worker import Worker
from motvekt.site.tick import JOBS, expired_sessions, run
from tests import mail
from tests.guides import ROOT
from tests.people import Person
from tests.processes import Installation, Originals, Stage


def rows() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.order_by("enqueued_at"))


@pytest.fixture
def anna(people: None) -> Account:
    return Person.TEACHER.account


@pytest.fixture
def place(areas: None) -> Area:
    return Area.objects.get(slug="asker-baerum")


def served(port: int) -> Server:
    return Server("localhost", port, Tls.NONE, "ikke-svar@veileder.no", patience=Patience(1, 1, 2))


def work() -> None:
    """Do what is ready, as the worker does."""
    for row in DBTaskResult.objects.ready():
        row.claim("prove")
        row.set_successful(row.task.call(*row.args_kwargs["args"]))


def test_a_letter_comes_and_goes_with_its_transaction(anna: Account, place: Area) -> None:
    with transaction.atomic():
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
        assert len(rows()) == 1
        transaction.set_rollback(True)
    assert rows() == []


def test_a_row_has_ids_and_codes_and_nothing_else(anna: Account, place: Area) -> None:
    letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id, language="nn")
    [row] = rows()
    assert row.args_kwargs == {"args": ["waiting", str(anna.id), str(place.id), "nn", 0], "kwargs": {}}
    kept = json.dumps([str(value) for value in DBTaskResult.objects.values_list()])
    assert anna.email not in kept
    assert anna.name not in kept


def test_a_letter_says_that_something_waits_and_never_what(anna: Account, place: Area, settings: Settings) -> None:
    with mail.little() as little:
        settings.MAIL = served(little.port)
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
        work()
        [(to, text)] = little.taken
    assert to == anna.email
    assert "https://localhost/inne/" in text
    assert anna.name not in text
    assert [row.return_value for row in rows()] == ["sent"]


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_has_bokmal_one_link_at_most_and_somebody_whom_it_is_for(letter: Letter) -> None:
    assert letter in letters.ADDRESSED
    assert "nb" in WORDS[letter]
    for words in WORDS[letter].values():
        assert words.body.count(LINK) <= 1
        assert "{" not in words.body.replace(LINK, "") + words.subject
        said = (words.subject + words.body).lower()
        for told in ("bekym", "sak ", "barn", "radikal", "anonym", "skole", "!", "vennligst"):
            assert told not in said


def test_an_account_that_is_closed_or_gone_gets_nothing(anna: Account, place: Area, settings: Settings) -> None:
    with mail.little() as little:
        settings.MAIL = served(little.port)
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
        letters.send_later(letter=Letter.WAITING, recipient=new_id(), area=place.id)
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=new_id())
        Account.objects.filter(id=anna.id).update(is_active=False)
        work()
        assert little.taken == []
    assert [row.return_value for row in rows()] == ["nobody"] * 3


def counted(place: Area) -> dict[str, int]:
    with within(place.id):
        return dict(AuditCount.objects.filter(area=place.id).values_list("code", "number"))


def test_a_failure_is_tried_again_with_growing_pauses_for_a_day_and_then_counted(
    anna: Account, place: Area, settings: Settings
) -> None:
    assert list(queue.PAUSES) == sorted(queue.PAUSES)
    assert timedelta(hours=20) < sum(queue.PAUSES, timedelta()) < timedelta(hours=30)
    now = timezone.now()
    with mail.little(mail.BUSY) as little, clock.frozen(now):
        settings.MAIL = served(little.port)
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
        for attempt in range(len(queue.PAUSES) + 1):
            work()
            waiting = [row for row in rows() if row.status == TaskResultStatus.READY]
            assert [row.args_kwargs["args"][-1] for row in waiting] == (
                [attempt + 1] if attempt < len(queue.PAUSES) else []
            )
            assert [row.run_after - now for row in waiting] == list(queue.PAUSES[attempt : attempt + 1])
            DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=now)
    assert rows()[-1].return_value == "letter_given_up"
    assert counted(place) == {"letter_given_up": 1}


def test_a_recipient_who_is_refused_for_ever_is_not_tried_again(anna: Account, place: Area, settings: Settings) -> None:
    with mail.little(mail.REJECTS) as little:
        settings.MAIL = served(little.port)
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
        work()
    assert [row.return_value for row in rows()] == ["letter_refused"]
    assert counted(place) == {"letter_refused": 1}


def test_what_breaks_on_the_way_is_tried_again_and_its_words_are_kept_nowhere(
    anna: Account, place: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(recipient: object, area: object) -> None:
        raise RuntimeError("kari.nordmann@mottak.no")

    monkeypatch.setitem(letters.ADDRESSED, Letter.WAITING, broken)
    letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
    work()
    assert [row.return_value for row in rows()] == ["later", None]
    assert "kari" not in json.dumps([str(value) for value in DBTaskResult.objects.values_list()])


def test_the_settings_know_the_queue() -> None:
    assert queue.QUEUE in settings.TASKS["default"]["QUEUES"]


@pytest.fixture
def sunday() -> Iterator[None]:
    """A day on which nobody is told to look in."""
    with clock.frozen(datetime(2026, 11, 22, 12, tzinfo=clock.LOCAL)):
        yield


@pytest.mark.usefixtures("sunday")
def test_the_clock_sweeps_finished_rows_takes_lost_ones_back_and_does_nothing_the_second_time(
    anna: Account, place: Area
) -> None:
    today, now = clock.today(), clock.now()
    for status, days in (("SUCCESSFUL", 3), ("SUCCESSFUL", 0), ("FAILED", 3), ("FAILED", 20)):
        letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
        row = DBTaskResult.objects.filter(status="READY").get()
        DBTaskResult.objects.filter(id=row.id).update(status=status, finished_at=now - timedelta(days=days))
    letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING", started_at=now - timedelta(hours=1))
    letters.send_later(letter=Letter.WAITING, recipient=anna.id, area=place.id)
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING", started_at=now)
    assert {done.job.name: done.number for done in run(JOBS, today)} == {
        "tasks_lost": 1, "tasks_swept": 2, "sessions_swept": 0, "arrivals_escalated": 0, "anonymous_expired": 0,
        "desk_hours": 0, "anonymous_mixed": 0, "desks_given_keys": 0, "tries_swept": 0,
    }  # fmt: skip
    left = Counter(row.status for row in rows())
    assert left == {"SUCCESSFUL": 1, "FAILED": 1, "RUNNING": 1, "READY": 1}
    assert [done.number for done in run(JOBS, today)] == [0] * len(JOBS)
    assert Counter(row.status for row in rows()) == left


def test_the_clock_sweeps_sessions_that_ran_out_and_no_others(people: None) -> None:
    for days in (-3, -0.1, 0.2):
        kept = SessionStore()
        kept.set_expiry(timezone.now() + timedelta(days=days))
        kept.create()
    assert expired_sessions(clock.today()) == 1
    assert expired_sessions(clock.today()) == 0
    # However far ahead the day is that somebody names, what still holds is left alone.
    assert expired_sessions(clock.today() + timedelta(days=400)) == 1
    assert SessionStore.get_model_class().objects.count() == 1


def test_a_job_that_fails_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    def fails(today: object) -> int:
        raise RuntimeError("noe")

    jobs = (replace(JOBS[0], do=fails), replace(JOBS[0], do=lambda today: 7))
    assert [done.number for done in run(jobs, clock.today())] == [None, 7]
    assert "feilet" in str(next(iter(run(jobs, clock.today()))))


# --- As processes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Post:
    """An installation with letters in its queue and a mail server that a test tells what to do."""

    installation: Installation
    little: mail.Little

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "tests.mail", "work"]
        with self.written.open("a") as out:
            running = subprocess.Popen(command, cwd=ROOT, env=self.installation.environment, stderr=out)
        try:
            yield running
        finally:
            running.kill()
            running.wait(10)

    @property
    def written(self) -> Path:
        """What workers write."""
        return self.installation.folder / "worker.log"

    def failed(self, seconds: float = 60) -> str:
        """What is written once a letter was not taken."""
        deadline = time.monotonic() + seconds
        while "a letter was not taken" not in (said := self.written.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return said

    def arrived(self, number: int, seconds: float = 60) -> list[str]:
        deadline = time.monotonic() + seconds
        while len(self.little.taken) < number and time.monotonic() < deadline:
            time.sleep(0.05)
        return [to for to, _ in self.little.taken]


@pytest.fixture
def post(originals: Originals, tmp_path: Path) -> Iterator[Post]:
    with originals.copy(Stage.WITH_AREAS, tmp_path / "data") as made, mail.little() as little:
        made.environment.update(
            MOTVEKT_MAIL_URL=f"smtp://localhost:{little.port}", MOTVEKT_MAIL_FROM="ikke-svar@veileder.no"
        )
        yield Post(made, little)


@pytest.mark.parametrize("mode", [mail.HANGS, mail.DROPS, mail.BUSY, "is not there"])
def test_whoever_enqueues_is_unaffected_and_the_letter_arrives_once_the_server_is_well(post: Post, mode: str) -> None:
    post.little.mode = mode
    if mode == "is not there":
        away = {**post.installation.environment, "MOTVEKT_MAIL_URL": "smtp://localhost:1"}
        elsewhere = Post(Installation(post.installation.folder, away), post.little)
    else:
        elsewhere = post
    post.installation.python("-m", "tests.mail", "many", "1")
    with elsewhere.worker() as running:
        said = elsewhere.failed()
        assert post.little.taken == []
        assert running.poll() is None
        if mode != "is not there":
            post.little.mode = mail.WELL
            assert post.arrived(1) == ["person0@mottak.no"]
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    if mode == "is not there":
        with post.worker():
            assert post.arrived(1) == ["person0@mottak.no"]
    assert "a letter was not taken" in said
    assert "mottak.no" not in post.written.read_text()


def test_two_workers_send_each_letter_once(post: Post) -> None:
    post.installation.python("-m", "tests.mail", "many", "30")
    with post.worker(), post.worker():
        arrived = post.arrived(30)
        time.sleep(1)
    assert sorted(arrived) == sorted(f"person{number}@mottak.no" for number in range(30))
    assert len(post.little.taken) == 30


def test_a_worker_that_is_told_to_stop_finishes_its_letter(post: Post) -> None:
    post.little.mode = mail.HANGS_LATE
    post.installation.python("-m", "tests.mail", "many", "1")
    with post.worker() as running:
        assert post.little.came.acquire(timeout=60)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    # It gave up within its patience, and left the letter for the next one.
    post.little.mode = mail.WELL
    with post.worker():
        assert post.arrived(1) == ["person0@mottak.no"]


@pytest.mark.django_db
def test_a_worker_that_is_told_to_stop_in_the_middle_of_a_command_stops_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = Worker(
        queue_names=["*"], excluded_queue_names=[], interval=60, batch=False, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id="en",
    )  # fmt: skip
    looked = []

    def claims(rows: object) -> None:
        worker.shutdown(signal.SIGTERM, sys._getframe())
        looked.append(rows)

    monkeypatch.setattr(DBTaskResultQuerySet, "get_locked", claims)
    worker.run()
    assert len(looked) == 1


def test_no_transaction_is_open_while_a_letter_is_sent(post: Post) -> None:
    post.little.mode = mail.HANGS_LATE
    post.installation.python("-m", "tests.mail", "many", "1")
    with post.worker():
        assert post.little.came.acquire(timeout=60)
        owner = post.installation.environment.get("DATABASE_OWNER_URL")
        if owner:
            with psycopg.connect(owner) as connection:
                query = (
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start < now()"
                )
                assert connection.execute(query).fetchone() == (0,)
        else:
            # Whoever writes meanwhile waits for nobody.
            with closing(sqlite3.connect(post.installation.file("motvekt.sqlite3"), timeout=0.1)) as other:
                other.execute("BEGIN IMMEDIATE")


def test_without_a_mail_server_letters_wait_and_nothing_fails(post: Post) -> None:
    post.installation.python("-m", "tests.mail", "many", "2")
    without = {name: value for name, value in post.installation.environment.items() if "MAIL" not in name}
    bare = Installation(post.installation.folder, without)
    assert bare.motvekt("work", "--once") == ""
    assert "2 brev venter" in bare.motvekt("mail")
    assert "MOTVEKT_MAIL_URL" in bare.motvekt("mail")
    post.installation.motvekt("work", "--once")
    assert len(post.arrived(2)) == 2
    assert "0 brev venter" in post.installation.motvekt("mail")
