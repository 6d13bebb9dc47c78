"""What an event may carry: ids, numbers, codes and digests, and never a word of content."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from motvekt.audit.events import BY_CODE, EVENTS, Kind, NotAnEvent, written

GOOD: dict[Kind, Any] = {
    Kind.ID: uuid4(),
    Kind.NUMBER: 7,
    Kind.CODE: "slt-asker",
    Kind.DIGEST: "0" * 64,
    Kind.DAY: date(2026, 11, 25),
}
WRONG: dict[Kind, list[Any]] = {
    Kind.ID: [str(uuid4()), "", None, 7],
    Kind.NUMBER: ["7", True, 1.5, None],
    Kind.CODE: ["Amina så en tegning", "Ola", "a" * 101, "", "a b", "ola@x.no", "x\n", 7, None],
    Kind.DIGEST: ["0" * 63, "G" * 64, b"0" * 64, None],
    Kind.DAY: ["2026-11-25", datetime(2026, 11, 25), None],
}


def test_every_event_has_words_and_a_code_of_its_own() -> None:
    assert len(BY_CODE) == len(EVENTS)
    assert all(event.words and event.code.islower() for event in EVENTS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.code)
def test_an_event_carries_what_the_table_says(event: Any) -> None:
    about = {name: GOOD[kind] for name, kind in event.fields.items()}
    assert written(event.code, about) == {name: str(value) for name, value in about.items()}
    with pytest.raises(NotAnEvent):
        written(event.code, about | {"name": "Amina"})
    for name in about:
        with pytest.raises(NotAnEvent):
            written(event.code, {other: value for other, value in about.items() if other != name})


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.code)
def test_a_value_of_another_kind_is_refused_and_not_repeated(event: Any) -> None:
    for name, kind in event.fields.items():
        for value in WRONG[kind]:
            about = {other: GOOD[of] for other, of in event.fields.items()} | {name: value}
            with pytest.raises(NotAnEvent) as refused:
                written(event.code, about)
            if isinstance(value, str) and len(value) > 3:
                assert value not in str(refused.value)


def test_an_event_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(NotAnEvent):
        written("somebody_looked", {})
