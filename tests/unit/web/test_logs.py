"""The log's two formats: what is written of a message and of an error, and what never is."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest

from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused, SettingMissing
from motvekt.web import logs

SECRET = "Kari Nordmann"


def record(
    name: str, message: str, *given: object, error: BaseException | None = None, **more: object
) -> logging.LogRecord:
    raised = None
    if error is not None:
        try:
            raise error
        except BaseException:
            raised = sys.exc_info()
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, given, raised)
    made.__dict__.update(more)
    return made


def both(made: logging.LogRecord) -> tuple[dict[str, Any], str]:
    return json.loads(logs.Json().format(made)), logs.Line().format(made)


def test_time_level_logger_message_and_event_are_there() -> None:
    found, line = both(record("motvekt.x", "%s letters wait", 3, event="letters_wait"))
    assert {**found, "time": ""} == {
        "time": "", "level": "ERROR", "logger": "motvekt.x", "message": "3 letters wait", "event": "letters_wait",
    }  # fmt: skip
    assert found["time"].endswith("+00:00")
    assert line.endswith("ERROR motvekt.x 3 letters wait letters_wait")


@pytest.mark.parametrize(
    "logger", ["django.request", "django.security.DisallowedHost", "noen.andre", "motvektlignende"]
)
def test_what_others_fill_in_is_left_out(logger: str) -> None:
    found, line = both(record(logger, "Not Found: %s", f"/sok/{SECRET}/"))
    assert found["message"] == "Not Found: …"
    assert SECRET not in line


@pytest.mark.parametrize(
    "error", [ValueError(SECRET), KeyError(SECRET), OSError(28, SECRET), Exception(SECRET, {"x": SECRET})]
)
def test_of_an_error_type_and_places_are_written_and_no_words(error: Exception) -> None:
    found, line = both(record("motvekt", "broke", error=error))
    assert SECRET not in json.dumps(found, ensure_ascii=False) + line
    [said] = found["errors"]
    assert said["type"] == f"builtins.{type(error).__name__}"
    assert said["at"][-1].endswith(" record")
    assert type(error).__name__ in line
    assert said.get("code") == (28 if isinstance(error, OSError) else None)


def test_what_an_error_came_of_is_written_too_without_words() -> None:
    inner = ValueError(SECRET)
    outer = RuntimeError(SECRET)
    outer.__cause__ = inner
    inner.__context__ = outer
    found, _ = both(record("motvekt", "broke", error=outer))
    assert [said["type"] for said in found["errors"]] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert SECRET not in str(found)


def test_a_refusal_is_its_code_and_a_setting_its_words() -> None:
    refused, _ = both(record("motvekt", "x", error=Refused(no("closed", SECRET))))
    assert refused["errors"][0]["code"] == "closed"
    assert SECRET not in str(refused)
    setting, line = both(record("motvekt", "x", error=SettingMissing("MOTVEKT_DATA mangler")))
    assert setting["errors"][0]["said"] == "MOTVEKT_DATA mangler"
    assert "MOTVEKT_DATA mangler" in line


def test_a_request_leaves_the_name_of_its_page_alone() -> None:
    class Match:
        view_name = "guide:search"

    class Request:
        resolver_match = Match()
        META = {"QUERY_STRING": SECRET}

    made = record("django.request", "x", request=Request(), status_code=500)
    assert logs.WithoutRequest().filter(made)
    found, line = both(made)
    assert (found["page"], found["status_code"]) == ("guide:search", 500)
    assert not hasattr(made, "request")
    assert SECRET not in line


def test_no_place_says_where_the_system_is_installed() -> None:
    found, _ = both(record("motvekt", "x", error=ValueError()))
    assert all(not place.startswith("/") for place in found["errors"][0]["at"])


def test_nobody_gets_the_words_by_asking_for_the_trace() -> None:
    made = record("motvekt", "x", error=ValueError(SECRET))
    assert logs.Json().formatException(made.exc_info) == ""


def test_what_nobody_caught_is_written_without_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    logs.write_what_nobody_caught()
    made = record("motvekt", "x", error=ValueError(SECRET))
    assert made.exc_info
    kind, error, places = made.exc_info
    assert kind is not None
    assert error is not None
    sys.excepthook(kind, error, places)
    assert caplog.records[-1].message == "stopped by an error"
