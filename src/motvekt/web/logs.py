"""What keeps visitors out of the log."""

from __future__ import annotations

import logging


class WithoutRequest(logging.Filter):
    """Takes the request off a record, so that no formatter or handler can write its address or query string."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name in ("request", "status_code"):
            record.__dict__.pop(name, None)
        return True
