"""What is written to the log, and what never is: visitors, addresses, query strings, and the words of an error.

An error's own words hold what it stumbled over: a form's text, a row's values, a name in an address. So type, code and
places in the code are written, and the words are left out, whoever raised it. What other people's libraries say is
written without what they fill in; what this system says fills in ids, codes and counts alone.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from motvekt.kernel.errors import Refused, SettingMissing

OWN = ("motvekt", "django_tasks", "django_tasks_db")
"""Loggers whose messages are written filled in. The tasks' are about ids, names of functions and states."""

SAID = (SettingMissing,)
"""Errors whose words are written: they name a setting or a file, to an operator."""

ANONYMOUS = re.compile(r"/(?:[a-z][a-z]/)?droft(?:/|$)")
"""The addresses of which nothing is written, below a language's prefix or not."""

FRAMES = 12
"""How many places of an error are written: the last ones."""


# A line that can't be written is lost: Python would print it, with all that was to be in it, past what is below.
logging.raiseExceptions = False


class WithoutRequest(logging.Filter):
    """Takes the request off a record, so that no formatter or handler can write its address or query string.

    Which page it was stays, by the name that the code has for it. Where somebody writes anonymously, no line is written
    of what they did, not even that they mistyped: its moment would be one too many. A fault of ours is.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        if record.levelno < logging.ERROR and ANONYMOUS.match(getattr(request, "path_info", "")):
            return False
        match = getattr(request, "resolver_match", None)
        if match is not None:
            record.page = match.view_name
        return True


class WithoutWords(logging.Formatter):
    """What both formats are made of."""

    def parts(self, record: logging.LogRecord) -> dict[str, Any]:
        """A record as it may be written."""
        found: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
        }
        for name in ("event", "page", "status_code"):
            if (value := getattr(record, name, None)) is not None:
                found[name] = value
        if record.exc_info and record.exc_info[1] is not None:
            found["errors"] = [of_error(error) for error in chain(record.exc_info[1])]
        return found

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Never asked for here; whoever does gets no words either."""
        return ""


class Json(WithoutWords):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.parts(record), ensure_ascii=False)


class Line(WithoutWords):
    """A line to read oneself; an error's places are on lines below it."""

    def format(self, record: logging.LogRecord) -> str:
        found = self.parts(record)
        more = " ".join(str(found[name]) for name in ("event", "page", "status_code") if name in found)
        head = f"{found['time']} {found['level']} {found['logger']} {found['message']} {more}".rstrip()
        return "\n".join([head, *(line for error in found.get("errors", []) for line in _lines(error))])


def _lines(error: dict[str, Any]) -> Iterator[str]:
    yield f"  {error['type']} {error.get('code', '')} {error.get('said', '')}".rstrip()
    yield from (f"    {place}" for place in error["at"])


def said(record: logging.LogRecord) -> str:
    """A record's message, filled in only where that is known to be harmless."""
    if record.name.partition(".")[0] in OWN:
        return record.getMessage()
    # What is filled in already is beyond knowing, and no library that is used here does that.
    return str(record.msg).replace("%s", "…").replace("%d", "…").replace("%r", "…")


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came of."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def of_error(error: BaseException) -> dict[str, Any]:
    """Type, code and places of an error."""
    kind = type(error)
    found: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    if (code := _code(error)) is not None:
        found["code"] = code
    if isinstance(error, SAID):
        found["said"] = str(error)
    places = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    found["at"] = [f"{_within(place.filename)}:{place.lineno} {place.name}" for place in places]
    return found


def _code(error: BaseException) -> str | int | None:
    """What says more than the type, and nothing of what it was about."""
    if isinstance(error, Refused):
        return error.decision.code
    if isinstance(error, OSError):
        return error.errno
    state = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    return state if isinstance(state, str) else None


def _within(file: str) -> str:
    """A file's path from its package on: where the system is installed is of no interest."""
    parts = Path(file).parts
    for root in ("site-packages", "src"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return "/".join(parts[-2:])


def write_what_nobody_caught() -> None:
    """Errors that end a process are written like all others, not with their words as Python does."""

    def hook(kind: type[BaseException], error: BaseException, places: TracebackType | None) -> None:
        logging.getLogger("motvekt").critical("stopped by an error", exc_info=(kind, error, places))

    sys.excepthook = hook
