"""The order in which a desk and somebody whom nobody knows have said what they said."""

from __future__ import annotations

from datetime import UTC, datetime

from motvekt.dossiers.kinds import ItemKind
from motvekt.kernel.clock import LOCAL
from motvekt.reports.conversation import Asked, Picture, in_order
from motvekt.reports.kinds import Side
from motvekt.reports.shapes import Answer, written

MIDNIGHT = datetime(2026, 11, 25, tzinfo=LOCAL)
TEN = MIDNIGHT.replace(hour=10)


def test_the_askers_words_stand_by_their_number_and_the_desks_between_them() -> None:
    said = [
        (ItemKind.QUESTION, MIDNIGHT, written(Asked(text="tredje", number=3))),
        (ItemKind.QUESTION, MIDNIGHT, written(Asked(text="første", number=0))),
        (ItemKind.ANSWER, TEN, written(Answer(text="svar"))),
        (ItemKind.QUESTION, MIDNIGHT, written(Asked(text="andre", number=1))),
        (ItemKind.ANSWER, TEN, "et svar av en annen form"),
        (ItemKind.IMAGE, MIDNIGHT, written(Picture(number=1, type="image/png", data="AAAA"))),
    ]
    words = in_order(said)
    assert [word.text for word in words] == ["første", "andre", "svar", "tredje", "et svar av en annen form"]
    assert [word.by for word in words] == [Side.ASKER, Side.ASKER, Side.DESK, Side.ASKER, Side.DESK]
    assert [len(word.pictures) for word in words] == [0, 1, 0, 0, 0]


def test_a_day_is_the_day_it_was_here() -> None:
    # As the database gives it back: midnight in Norway is the evening before in UTC.
    [word] = in_order([(ItemKind.QUESTION, MIDNIGHT.astimezone(UTC), written(Asked(text="noe")))])
    assert word.on == MIDNIGHT.date()
