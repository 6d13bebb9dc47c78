"""What the clock does where people ask anonymously: nothing is unread without somebody hearing of it, and what nobody
uses ends.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from motvekt.audit.models import AuditCount, AuditEvent
from motvekt.consultations import clock_actions
from motvekt.consultations.kinds import Over, Side
from motvekt.consultations.models import Anonymous
from motvekt.consultations.queries import SILENCE
from motvekt.kernel import clock
from motvekt.kernel.clock import LOCAL
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.post.letters import WORDS, Letter
from motvekt.reports import answering_actions, contents, queries
from motvekt.reports import clock_actions as desks
from motvekt.reports.models import Arrival
from motvekt.site.compare import compare
from motvekt.site.tick import JOBS, run
from motvekt.vault import keystore
from motvekt.vault.models import DeskPair, TalkKey
from tests.asked_anonymously import OTHER, WORRIED, asked, opened, read, replied
from tests.world import NOON, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_receipts")]

FRIDAY = datetime(2026, 11, 27, 8, 3, tzinfo=LOCAL)


def answer(world: World, name: str = "slt") -> None:
    row = read(world, Arrival.objects.filter(kind="anonymous").order_by("came_at")[0], name)
    answering_actions.answer(
        arrival=row, text="Svar.", item_id=new_id(), attested=frozenset(), seen=row.answered_at, by=world.standing(name)
    )


def sent(letter: Letter) -> list[str]:
    rows = [row.args_kwargs["args"] for row in DBTaskResult.objects.all()]
    return sorted(str(args[1]) for args in rows if args[0] == letter)


# --- limits -----------------------------------------------------------------------------------------------------------


def test_what_nobody_reads_in_time_is_told_of_without_a_word_of_what_it_is(world: World) -> None:
    asked(world)
    with clock.frozen(NOON + timedelta(days=1)):
        assert desks.escalate() == 0
    with clock.frozen(NOON.replace(hour=15, minute=31) + timedelta(days=1)):
        assert desks.escalate() == 1
        assert desks.escalate() == 0
    assert sent(Letter.UNREAD) == sorted(str(world.accounts[name].id) for name in ("slt", "slt_colleague"))
    for words in WORDS[Letter.UNREAD].values():
        assert "anonym" not in f"{words.subject} {words.body}".lower()


# --- silence ----------------------------------------------------------------------------------------------------------


def test_a_way_in_ends_when_nobody_has_written_for_as_long_as_was_said_and_once(world: World) -> None:
    asked(world)
    answer(world)
    with clock.frozen(NOON + SILENCE):
        assert clock_actions.expire() == 0
        assert opened(world).ends_on == clock.today()
    events = AuditEvent.objects.count()
    with clock.frozen(NOON + SILENCE + timedelta(days=1)):
        assert clock_actions.expire() == 1
        assert clock_actions.expire() == 0
        with pytest.raises(Refused) as refused:
            opened(world)
        assert refused.value.decision.code == "wrong_receipt"
        assert AuditCount.objects.get(code="anonymous_expired").number == 1
        assert compare() == []
        row = Anonymous.objects.get()
        assert (row.over, row.finds, row.over_on) == (Over.SILENCE, None, clock.today())
        assert TalkKey.objects.get().to_receipt is None
        # What the desk has stays the desk's.
        by = world.standing("slt")
        arrival = queries.arrival(by, row.dossier.arrivals.get().id)
        assert arrival
        assert [line.text for line in contents.laid_open(by, arrival).talk] == [WORRIED, "Svar."]
    assert AuditEvent.objects.filter(actor="system:tick").count() == 0
    assert AuditEvent.objects.count() > events


def test_it_never_ends_while_the_askers_last_word_is_unanswered(world: World) -> None:
    asked(world)
    answer(world)
    asked(world, receipt=OTHER)
    with clock.frozen(NOON + SILENCE):
        replied(world, "Jeg er her ennå.", number=2)
    with clock.frozen(NOON + 9 * SILENCE):
        assert clock_actions.expire() == 0
        assert [word.by for word in opened(world).words] == [Side.ASKER, Side.DESK, Side.ASKER]


def test_a_word_that_comes_when_it_has_just_ended_is_not_written_where_nobody_sees_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(world)
    answer(world)
    key = keystore.key_by_receipt

    def and_then_it_ends(*args: object) -> bytes:
        found = key(*args)  # type: ignore[arg-type]
        with clock.frozen(NOON + 2 * SILENCE):
            clock_actions.expire()
        return found

    monkeypatch.setattr(keystore, "key_by_receipt", and_then_it_ends)
    with pytest.raises(Refused) as refused:
        replied(world, "I siste liten.", number=2)
    assert refused.value.decision.code == "wrong_receipt"
    assert Anonymous.objects.get().last_by == Side.DESK


def test_what_was_broken_off_is_ended_the_next_time(world: World) -> None:
    asked(world)
    answer(world)
    keystore.forget_receipt(Anonymous.objects.get().pk)
    with clock.frozen(NOON + 2 * SILENCE):
        assert clock_actions.expire() == 1


# --- fixed hours ------------------------------------------------------------------------------------------------------


def with_keys(world: World, *names: str) -> None:
    """These desks alone can be asked anonymously."""
    DeskPair.objects.exclude(unit__in=[world.units[name].id for name in names]).delete()


def told(world: World, when: datetime) -> int:
    with clock.frozen(when):
        return clock_actions.tell_to_look_in()


def test_at_eight_and_at_one_everybody_who_receives_is_told_to_look_in_whether_or_not_anything_waits(
    world: World,
) -> None:
    with_keys(world)
    assert told(world, FRIDAY) == 0
    keystore.make_desk_pair(world.units["slt"].id)
    keystore.make_desk_pair(world.units["kontaktene"].id)
    saturday = FRIDAY + timedelta(days=1)
    assert told(world, saturday) == 0
    monday = FRIDAY + timedelta(days=3)
    assert told(world, monday.replace(hour=7, minute=59)) == 0
    assert [told(world, monday), told(world, monday), told(world, monday.replace(hour=12))] == [3, 0, 0]
    assert sent(Letter.DESK_HOURS) == sorted(
        str(world.accounts[name].id) for name in ("slt", "slt_colleague", "contact")
    )
    assert [told(world, monday.replace(hour=13)), told(world, monday.replace(hour=15))] == [3, 0]
    assert AuditCount.objects.filter(code__startswith="desk_hours").count() >= 2


def test_a_late_clock_tells_of_the_last_hour_alone_and_of_none_in_the_evening(world: World) -> None:
    with_keys(world, "slt")
    assert told(world, FRIDAY.replace(hour=14, minute=20)) == 2
    assert told(world, FRIDAY.replace(hour=14, minute=30)) == 0
    assert told(world, FRIDAY.replace(day=30, hour=15, minute=30)) == 0
    # Christmas Day is a Friday.
    assert told(world, FRIDAY.replace(month=12, day=25)) == 0


def test_what_comes_changes_neither_when_nor_whether_there_is_a_letter(world: World) -> None:
    with_keys(world, "slt")
    asked(world)
    replied(world, "Mer.")
    assert DBTaskResult.objects.count() == 0
    assert told(world, FRIDAY) == 2
    for words in WORDS[Letter.DESK_HOURS].values():
        assert "{link}" in words.body


def test_the_clock_does_both(world: World) -> None:
    with_keys(world, "slt")
    asked(world)
    answer(world)
    jobs = [job for job in JOBS if job.name in ("anonymous_expired", "desk_hours")]
    with clock.frozen((FRIDAY + 2 * SILENCE).replace(month=6, day=1, year=2027)):
        assert [done.number for done in run(jobs, clock.today())] == [1, 2]
