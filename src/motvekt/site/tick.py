"""What is done when time has passed: one table of jobs. `motvekt tick` does them all.

Rules compute what holds today whenever somebody reads, so nothing waits for the clock to be right. A job sweeps, or
notifies, at most once for each matter: run twice, the second time changes nothing.

A room above `post` adds a row to `JOBS`, with a function that takes the day and says how many it did.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motvekt.consultations import clock_actions as consultations
from motvekt.consultations import mixing_actions
from motvekt.kernel import clock
from motvekt.organisations import desk_keys, limits, tokens
from motvekt.organisations.sessions import SessionStore
from motvekt.post import queue
from motvekt.reports import clock_actions

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`name` is stable and in the log; `words` say to an operator what `do` counted."""

    name: str
    words: str
    do: Callable[[date], int]


@dataclass(frozen=True)
class Done:
    """A job and how many it did; None where it failed."""

    job: Job
    number: int | None

    def __str__(self) -> str:
        said = "feilet, se loggen" if self.number is None else str(self.number)
        return f"{self.job.name}: {self.job.words}: {said}"


def expired_sessions(today: date) -> int:
    """Sessions that had run out before yesterday began: they open nothing, and nobody comes back from them."""
    before = datetime.combine(today - timedelta(days=1), datetime.min.time(), clock.LOCAL)
    return SessionStore.get_model_class().objects.filter(expire_date__lt=min(before, clock.now())).delete()[0]


def lost_tasks(today: date) -> int:
    """Rows that a worker had begun on when it was killed. It is the hour that counts here, not the day."""
    return queue.take_back()


def old_tries(today: date) -> int:
    """Tries at passwords and codes that no longer count, and challenges that are too old to be answered."""
    return limits.sweep() + tokens.sweep()


def late_arrivals(today: date) -> int:
    """What nobody at a desk has read in time. It is the minute that counts here, not the day."""
    return clock_actions.escalate()


def silent_talks(today: date) -> int:
    """Ways in to anonymous consultations in which nobody has written for as long as the edition says."""
    return consultations.expire()


def desk_hours(today: date) -> int:
    """Letters at fixed hours to those who receive anonymous questions. It is the hour that counts here, not the day."""
    return consultations.tell_to_look_in()


def anonymous_mixed(today: date) -> int:
    """Rows of anonymous people in which no order is left. Once a day, whichever the first time is."""
    return mixing_actions.mix()


def desks_without_keys(today: date) -> int:
    """Desks that nobody could write to without signing in, since they had no keys."""
    return desk_keys.give_all()


JOBS: tuple[Job, ...] = (
    Job("tasks_lost", "oppgaver tatt tilbake fra en prosess som er borte", lost_tasks),
    Job("tasks_swept", "ferdige oppgaver slettet", queue.sweep),
    Job("sessions_swept", "utløpte innlogginger slettet", expired_sessions),
    Job("arrivals_escalated", "varslet om noe som ikke er lest i tide", late_arrivals),
    Job("anonymous_expired", "veier inn til anonyme samtaler lukket fordi ingen skrev", silent_talks),
    Job("desk_hours", "bedt om å se innom mottaket", desk_hours),
    Job("anonymous_mixed", "rader fra anonyme skrevet på nytt, så rekkefølgen er borte", anonymous_mixed),
    Job("desks_given_keys", "mottak som har fått nøkler", desks_without_keys),
    Job("tries_swept", "gamle forsøk på å logge inn slettet", old_tries),
)


def run(jobs: Sequence[Job], today: date) -> Iterator[Done]:
    """Do each job. One that fails keeps none of the others from being done."""
    for job in jobs:
        try:
            yield Done(job, job.do(today))
        except Exception:
            log.exception("a job of the clock failed: %s", job.name, extra={"event": "job_failed"})
            yield Done(job, None)
