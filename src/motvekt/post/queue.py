"""The rows in which letters wait, and how long one waits before it is tried again.

A row is a task of django-tasks with ids for arguments. It is written in the transaction of whatever it tells of: the
database's backend writes it at once, so that it comes and goes with everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from motvekt.kernel import clock

QUEUE = "mail"

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60))
"""How long a letter waits after each attempt: some 22 hours in all. After the last one it is given up."""

LOST_AFTER = timedelta(minutes=15)
"""A row that has been worked on for longer than any letter takes: whoever worked on it is gone."""

KEPT_DAYS = {TaskResultStatus.SUCCESSFUL: 1, TaskResultStatus.FAILED: 14}
"""How long a finished row is kept. One that failed is for whoever looks into it."""


def pause_after(attempt: int) -> timedelta | None:
    """How long to wait after an attempt, counted from 0; None where it was the last."""
    return PAUSES[attempt] if attempt < len(PAUSES) else None


@dataclass(frozen=True)
class Waiting:
    """How many letters wait, and since when the oldest does."""

    number: int
    oldest: datetime | None


def waiting() -> Waiting:
    """Letters that are not sent yet, those that are tried again included."""
    rows = _rows().filter(queue_name=QUEUE, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    return Waiting(rows.count(), rows.aggregate(oldest=Min("enqueued_at"))["oldest"])


def take_back() -> int:
    """Let rows be worked on again whose worker was killed. Says how many.

    A letter that was handed over in its last moment is sent twice: better than never.
    """
    lost = _rows().filter(status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - LOST_AFTER)
    return lost.update(status=TaskResultStatus.READY, run_after=timezone.now())


def sweep(today: date) -> int:
    """Delete rows that are finished, and have been for some days. Says how many."""
    gone = 0
    for status, days in KEPT_DAYS.items():
        before = datetime.combine(today - timedelta(days=days), datetime.min.time(), clock.LOCAL)
        gone += _rows().filter(status=status, finished_at__lt=before).delete()[0]
    return gone


def _rows() -> QuerySet[DBTaskResult[Any, Any]]:
    return DBTaskResult.objects.all()
