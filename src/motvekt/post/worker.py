"""The process that sends what waits: django-tasks' worker, which here never stops in the middle of a command."""

from __future__ import annotations

import logging
import sys
from types import FrameType

from django_tasks_db.management.commands import db_worker

log = logging.getLogger(__name__)


class Worker(db_worker.Worker):
    """Told to stop, it finishes what it is doing with the database and leaves then.

    The library's own leaves at once wherever it is, unless it runs a task. In the middle of a command to PostgreSQL the
    rollback that follows can then fail, and a stop that was asked for ends with a status that says it went wrong.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop: at once where it only waits, otherwise as soon as the loop comes round. Asked twice, at once."""
        if not self.running:
            super().shutdown(signum, frame)
        log.warning("told to stop")
        self.running = False
        # Whatever is interrupted in the loop itself is its sleep, or a step between two commands.
        if frame is not None and frame.f_code is db_worker.Worker.run.__code__:
            sys.exit(0)
