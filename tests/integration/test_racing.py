"""Eight at the same moment, each with a connection of its own: what is sent twice is one, and of two who differ one is
first and the other is told. On PostgreSQL alone: SQLite has one writer at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar, cast

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from motvekt.access.standing import Standing
from motvekt.concerns import guest_actions, report_actions, step_actions, writing_actions
from motvekt.concerns.kinds import Task
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.texts import Discussion, Observation
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Disclosure, Dossier, Item, Reader
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.limits import SEARCH
from motvekt.organisations.walls import within
from motvekt.reports import desk_actions, earlier_actions
from motvekt.reports.models import Arrival, Report
from motvekt.vault.router import KEYS
from tests.concerns import SEEN, noted
from tests.databases import copied
from tests.reporting import leg, sending
from tests.reports import BORN, NAME, reported
from tests.world import NOON, TODAY, World, make_world

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

MANY = 8
PATIENCE = 20
"""Seconds until something that waits for itself is a failure."""


@pytest.fixture(scope="module")
def apart(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The small world at noon, committed, in databases that nobody else uses."""
    with django_db_blocker.unblock(), copied(), clock.frozen(NOON):
        yield make_world()


@pytest.fixture
def here(apart: World, db: None) -> Iterator[World]:
    """The same, from within the first of its areas. What a test does itself, it only reads."""
    # A test's own connection to an SQLite key store would keep it for itself.
    connections[KEYS].close()
    with clock.frozen(NOON), within(apart.areas["asker-baerum"].id):
        yield apart


Made = TypeVar("Made")
Work = Callable[[], object]


def at_once(world: World, *works: Work) -> list[object]:
    """Each on a connection of its own, all from the same moment: what came of each, or the code of its refusal."""
    together = Barrier(len(works), timeout=PATIENCE)

    def done(work: Work) -> object:
        try:
            with within(world.areas["asker-baerum"].id):
                together.wait()
                try:
                    return work()
                except Refused as refused:
                    return refused.decision.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result(timeout=PATIENCE) for one in [pool.submit(done, work) for work in works]]


def committed(world: World, work: Callable[[], Made]) -> Made:
    """What others see from now on: a test's own connection is in a transaction throughout."""
    (made,) = at_once(world, work)
    return cast(Made, made)


def told(ends: list[object]) -> Counter[object]:
    """How many were refused with which code; None for those that ended well."""
    return Counter(end if isinstance(end, str) else None for end in ends)


def read(world: World, by: Standing) -> Arrival:
    """Something with a name, which somebody at the desk has read."""

    def work() -> Arrival:
        row = reported(world, name=NAME, born=BORN)
        desk_actions.mark_read(arrival=row.id, by=by)
        return row

    return committed(world, work)


def test_a_first_note_with_one_id_is_one_concern(here: World) -> None:
    concern, unit, by = new_id(), here.units["solvang-skole"], here.standing("teacher")

    def note() -> None:
        writing_actions.note_once(concern_id=concern, unit=unit, observation=Observation(seen=SEEN), by=by)

    assert told(at_once(here, *[note] * MANY)) == {None: MANY}
    rows = [Concern.objects.filter(pk=concern), Item.objects.filter(dossier=concern)]
    assert [found.count() for found in rows] == [1, 1]


def test_a_discussion_with_one_id_is_one_and_other_words_are_told(here: World) -> None:
    concern, item, by = committed(here, lambda: noted(here)), new_id(), here.standing("teacher")

    def put(words: str) -> Callable[[], object]:
        content = Discussion(agreed=words)
        return lambda: step_actions.put(concern=concern, item=item, content=content, version=0, by=by)

    met = at_once(here, *[put("Vi venter.")] * 4, *[put("Vi venter ikke.")] * 4)
    assert told(met) == {None: 4, "changed_meanwhile": 4}
    assert Item.objects.filter(dossier=concern.dossier_id, kind=ItemKind.DISCUSSION).count() == 1


def test_a_report_with_one_id_is_sent_once(here: World) -> None:
    concern, by = committed(here, lambda: noted(here)), here.standing("teacher")
    wanted = sending(here, concern, leg(here, "slt", "fvl-13b-5"), leg(here, "barnevernet", "opl-24-3"))
    sent = at_once(here, *[lambda: report_actions.send_report(concern=concern, wanted=wanted, by=by)] * MANY)
    assert told(sent) == {None: MANY}
    for rows in (Report.objects, Arrival.objects, Disclosure.objects):
        assert rows.filter(dossier=concern.dossier_id).count() == 1
    assert Item.objects.filter(dossier=concern.dossier_id, kind=ItemKind.REPORT).count() == 1


def test_of_those_who_accept_and_those_who_dismiss_one_is_first_and_the_others_are_told(here: World) -> None:
    accepts, dismisses = here.standing("slt"), here.standing("slt_colleague")
    row = read(here, accepts)
    before = Dossier.objects.filter(kind=DossierKind.CASE).count()
    decided = at_once(
        here,
        *[lambda: desk_actions.accept(arrival=row.id, case_id=new_id(), by=accepts)] * 4,
        *[lambda: desk_actions.dismiss(arrival=row.id, text="Ikke vårt.", item_id=new_id(), by=dismisses)] * 4,
    )
    # The four who did the same as the first, who is the same person, did it with them.
    assert told(decided)[None] == 4
    row.refresh_from_db()
    accepted = row.status == "accepted"
    assert row.status in ("accepted", "dismissed")
    assert Dossier.objects.filter(kind=DossierKind.CASE).count() == before + accepted
    assert Item.objects.filter(dossier=row.dossier_id, kind=ItemKind.DECISION).count() == 1 - accepted


def test_a_colleague_who_is_invited_at_once_is_invited_once(here: World) -> None:
    by, colleague = here.standing("teacher"), here.accounts["colleague"]
    concern = committed(here, lambda: noted(here))

    def invite() -> None:
        guest_actions.invite(concern=concern, account=colleague, task=Task.READ, due_on=TODAY, by=by)

    assert told(at_once(here, *[invite] * MANY)) == {None: MANY}
    assert Guest.objects.filter(concern=concern).count() == 1
    assert Reader.objects.filter(dossier=concern.dossier_id, account=colleague).count() == 1


def test_nobody_searches_by_name_more_often_than_the_limit_by_searching_at_once(here: World) -> None:
    by = here.standing("slt")
    row = read(here, by)

    def search() -> None:
        earlier_actions.look_up(arrival=row.id, why="same_matter", words="Kjent fra før?", by=by)

    searched = told(at_once(here, *[search] * MANY))
    assert searched.keys() <= {None, "too_many_tries"}
    assert searched[None] <= SEARCH.most
    # Those who were turned away have been counted, too.
    assert told(at_once(here, search)) == {"too_many_tries": 1}
