"""`motvekt work`, `tick` and `mail`: what runs beside the server, without anybody at the keyboard."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

OK, FAILED = 0, 1


def add_to(commands: Any) -> None:
    """Add `work`, `tick` and `mail` to the parser's commands."""
    work = commands.add_parser("work", help="send what waits, and go on until told to stop (SIGTERM)")
    work.add_argument("--once", action="store_true", help="stop when nothing waits any more")
    work.add_argument("--interval", type=float, default=5.0, help="seconds between looks at the queue (default: 5)")
    work.set_defaults(run=_work, unattended=True)

    tick = commands.add_parser("tick", help="do what is due: to be run every ten minutes, and harmless to run again")
    tick.add_argument("--today", type=date.fromisoformat, help="another day than today's, as 2026-11-25")
    tick.set_defaults(run=_tick, unattended=True)

    mail = commands.add_parser("mail", help="how many letters wait, or a trial letter")
    mail.add_argument("--try", dest="account", metavar="EMAIL", help="put a trial letter to this account in the queue")
    mail.set_defaults(run=_mail)


def _work(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.crypto import get_random_string

    from motvekt.post import queue
    from motvekt.post.worker import Worker

    queue.take_back()
    worker = Worker(
        queue_names=["*"],
        # Without a mail server letters wait in their rows, however long it takes.
        excluded_queue_names=[] if settings.MAIL else [queue.QUEUE],
        interval=options.interval,
        batch=options.once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    worker.run()
    return OK


def _tick(options: argparse.Namespace) -> int:
    from motvekt.kernel import clock
    from motvekt.site.tick import JOBS, run

    failed = False
    for done in run(JOBS, options.today or clock.today()):
        print(done)
        failed = failed or done.number is None
    return FAILED if failed else OK


def _mail(options: argparse.Namespace) -> int:
    from django.conf import settings

    from motvekt.kernel import clock
    from motvekt.kernel.decision import no
    from motvekt.kernel.errors import Refused
    from motvekt.organisations import letters, queries
    from motvekt.post import queue
    from motvekt.post.letters import Letter

    if options.account:
        account, areas = queries.account(options.account), queries.ids()
        if account is None or not areas:
            raise Refused(no("no_account", "Ingen konto har den adressen, eller databasen har ingen områder."))
        letters.send_later(letter=Letter.TRIAL, recipient=account.id, area=areas[0])
    waiting = queue.waiting()
    since = f", det eldste siden {clock.local(waiting.oldest):%d.%m.%Y %H:%M}" if waiting.oldest else ""
    print(f"{waiting.number} brev venter{since}.")
    if settings.MAIL is None:
        print("Ingen e-posttjener er satt opp (MOTVEKT_MAIL_URL), så brevene blir liggende.")
    return OK
