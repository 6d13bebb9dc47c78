"""Decisions have words, the clock can stand still, and ids say nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import YES, no
from motvekt.kernel.ids import new_id


def test_a_refusal_is_falsy_and_carries_a_code_and_words() -> None:
    refusal = no("too_late", "Fristen er ute.")
    assert not refusal
    assert YES
    assert (refusal.code, refusal.words) == ("too_late", "Fristen er ute.")


@pytest.mark.parametrize(("code", "words"), [("", "ord"), ("kode", "")])
def test_a_refusal_without_code_or_words_can_not_be_made(code: str, words: str) -> None:
    with pytest.raises(ValueError, match="code and words"):
        no(code, words)


def test_the_clock_stands_still_and_goes_on() -> None:
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=clock.LOCAL)
    with clock.frozen(moment):
        assert clock.now() == moment
        assert clock.today() == date(2026, 12, 31)
    assert clock.now() != moment


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 1, 1)):
        pass


def test_ids_are_random_and_an_actor_tells_its_kind() -> None:
    assert new_id() != new_id()
    assert new_id().version == 4
    assert str(Actor("operator", "drift")) == "operator:drift"
