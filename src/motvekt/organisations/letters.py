"""Whom letters are for: looked up when a letter is sent, from ids, and kept nowhere.

A new letter is a row in `post/letters.py`, with its words, and a row in `ADDRESSED`, which says whose it is and where
its link leads. `recipient` is the id of whatever that function knows: an account here, an invitation where one is
invited.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django_tasks import task

from motvekt.audit.actions import count
from motvekt.kernel import clock
from motvekt.organisations import invitations, queries
from motvekt.organisations.models import Account, Area, Invitation
from motvekt.organisations.walls import within
from motvekt.post import queue, transport
from motvekt.post.letters import Letter, said
from motvekt.post.transport import Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addressed:
    """Where a letter goes, and where its link leads; empty where the area has no address yet."""

    email: str
    link: str


def link_to(area: Area, path: str) -> str:
    """An address of an area's, for a letter; empty where the area has no address yet."""
    place = queries.address(area.slug)
    return f"{place}{path}" if place else ""


def _account(recipient: UUID, area: Area) -> Addressed | None:
    """An account that is open: the letter leads to where one signs in."""
    email = Account.objects.filter(id=recipient, is_active=True).values_list("email", flat=True).first()
    return Addressed(email, link_to(area, reverse("organisations:home"))) if email else None


def _invited(recipient: UUID, area: Area) -> Addressed | None:
    """Whoever an invitation is for, while it holds: the link is worked out here, and stands nowhere before."""
    row = Invitation.objects.select_related("unit").filter(id=recipient, area=area).first()
    if row is None or not invitations.holds(row, clock.now()):
        return None
    return Addressed(row.email, link_to(area, invitations.link_of(row)))


ADDRESSED: Mapping[Letter, Callable[[UUID, Area], Addressed | None]] = {
    Letter.WAITING: _account,
    Letter.UNREAD: _account,
    Letter.DESK_HOURS: _account,
    Letter.SIGN_IN_CHANGED: _account,
    Letter.INVITATION: _invited,
    Letter.WAY_BACK: _invited,
    Letter.TRIAL: _account,
}
"""Letter to whom it is for: a function of the recipient's id and the area, called within it. None: nobody any more."""


def send_later(*, letter: Letter, recipient: UUID, area: UUID, language: str = "nb") -> None:
    """Put a letter in the queue, in the transaction that is open: it comes and goes with what it tells of."""
    deliver.enqueue(letter.value, str(recipient), str(area), language, 0)


@task(queue_name=queue.QUEUE)
def deliver(letter: str, recipient: str, area: str, language: str, attempt: int) -> str:
    """Try to send a letter, and say what became of it; where it can't be sent now, it is put in the queue anew.

    Nothing is raised but what stops the worker: the queue would keep an error's words.
    """
    try:
        outcome = _attempt(Letter(letter), UUID(recipient), UUID(area), language)
    except Exception:
        log.exception("a letter could not be made", extra={"event": "letter_broken"})
        outcome = Outcome.LATER
    except BaseException:
        # The worker is told to stop in the middle: that is no attempt.
        deliver.enqueue(letter, recipient, area, language, attempt)
        raise
    pause = queue.pause_after(attempt)
    if outcome is Outcome.LATER and pause is not None:
        deliver.using(run_after=clock.now() + pause).enqueue(letter, recipient, area, language, attempt + 1)
        return str(outcome)
    if outcome in GIVEN_UP:
        code = GIVEN_UP[outcome]
        log.error("a letter is given up", extra={"event": code})
        with within(UUID(area)):
            count(area=UUID(area), code=code)
        return code
    return str(outcome)


GIVEN_UP = {Outcome.LATER: "letter_given_up", Outcome.REFUSED: "letter_refused"}
"""What is counted where a letter is never sent: tried for a day, or refused for ever."""


def _attempt(letter: Letter, recipient: UUID, area: UUID, language: str) -> Outcome:
    with within(area):
        place = Area.objects.filter(id=area).first()
        addressed = ADDRESSED[letter](recipient, place) if place else None
    if addressed is None:
        return Outcome.NOBODY
    if settings.MAIL is None or not addressed.link:
        log.warning("a letter waits: no mail server or no address of the area", extra={"event": "letter_later"})
        return Outcome.LATER
    return transport.send(settings.MAIL, addressed.email, said(letter, language, addressed.link))
