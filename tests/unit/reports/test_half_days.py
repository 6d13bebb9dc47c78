"""Which half of a day something is from, in words: never a clock time."""

from __future__ import annotations

from datetime import datetime

import pytest

from motvekt.kernel import clock
from motvekt.kernel.clock import LOCAL
from motvekt.reports.templatetags.desk import half_day

NOW = datetime(2026, 11, 25, 22, 40, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 11, 25, tzinfo=LOCAL), "i dag, før kl. 12"),
        (datetime(2026, 11, 25, 12, tzinfo=LOCAL), "i dag, etter kl. 12"),
        (datetime(2026, 11, 24, tzinfo=LOCAL), "i går, før kl. 12"),
        (datetime(2026, 11, 23, 12, tzinfo=LOCAL), "man. 23. nov., etter kl. 12"),
        (datetime(2025, 3, 3, tzinfo=LOCAL), "3. mar. 2025, før kl. 12"),
        # The clock was set back in the night: noon is noon.
        (datetime(2026, 10, 25, 12, tzinfo=LOCAL), "søn. 25. okt., etter kl. 12"),
    ],
)
def test_a_half_day_is_said_in_words(when: datetime, words: str) -> None:
    with clock.frozen(NOW):
        assert half_day(when) == words
        assert half_day(when.astimezone()) == words
