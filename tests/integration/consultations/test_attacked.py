"""What somebody finds out who looks where only an administrator, an operator or a thief can look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections, models
from django.test import Client
from pytest_django import Settings

from motvekt.audit.models import AuditCount
from motvekt.consultations import asking_actions, clock_actions, derivation, mixing_actions
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import SOMEBODY, WRONG
from motvekt.consultations.queries import by_receipt
from motvekt.consultations.receipts import spoken
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area, Unit
from motvekt.reports.models import Arrival
from motvekt.site import facts
from motvekt.vault import keystore
from motvekt.vault.models import TalkKey
from tests.databases import as_the_owner
from tests.guides import ROOT
from tests.integration.consultations import test_nothing_ties as ties
from tests.integration.consultations.asking import ANSWER, DESK, asked, at_receipt, hidden, opened, page, post, step
from tests.people import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]

TABLES: tuple[type[models.Model], ...] = (Dossier, Item, Arrival, Anonymous, TalkKey)
SAID = {"text": "Mer om det samme.", "wish": "meeting", "contact": "Torget, onsdag klokka fem"}


# --- by anybody -------------------------------------------------------------------------------------------------------


def test_a_receipt_that_was_only_given_out_is_tried_as_a_typed_one_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = hidden(at_receipt(), "segl")
    tried: list[str] = []
    monkeypatch.setattr(derivation, "derive", lambda receipt, area: tried.append(receipt))
    for steg in ("svar", "slett-ja", "meld-send", "se-over", "endre"):
        assert post(ANSWER, {"segl": given, "steg": steg, "nummer": "1", **SAID}).status_code == 400
    assert tried == []


def test_a_form_of_an_open_talk_sends_no_question() -> None:
    talk = opened(asked())
    assert step(talk, "send", mottak=DESK, **SAID).status_code == 400
    assert Anonymous.objects.count() == 1


def test_a_thousand_wrong_receipts_and_an_ended_one_get_one_answer_with_not_a_byte_between_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right, gone = asked(), asked()
    ended(Client(), gone)
    monkeypatch.setattr(derivation, "_pace", derivation.Pace(10_000, 10_000))
    area = Area.objects.get(slug="asker-baerum")
    for number in range(1000):
        with pytest.raises(Refused) as refused:
            by_receipt(f"{number:016}", area)
        assert refused.value.decision is WRONG
    assert len({_bare(opened(one), one) for one in (gone, *(f"{number:016}" for number in range(20)))}) == 1
    assert opened(right).status_code == 200


def _bare(response: Any, receipt: str) -> tuple[int, str, str]:
    said = response.content.decode().replace(spoken(receipt), "")
    return response.status_code, str(sorted(response.headers.items())), said


# --- by whoever reads the log -----------------------------------------------------------------------------------------


def test_no_count_of_anonymous_people_is_shown_before_its_day_is_over(tuesday_morning: datetime) -> None:
    officer = ties.signed_in(Person.DATA_PROTECTION_OFFICER)
    seen = page(officer.get("/inne/forvaltning/logg/"))
    receipt = asked()
    opened("1234567890123456")
    post(ANSWER, {"kvittering": receipt, "steg": "les"})
    assert _counted(page(officer.get("/inne/forvaltning/logg/"))) == _counted(seen)
    with clock.frozen(tuesday_morning + timedelta(days=1)):
        officer = ties.signed_in(Person.DATA_PROTECTION_OFFICER)
        assert "Spørsmål som kom anonymt" in _counted(page(officer.get("/inne/forvaltning/logg/")))


def _counted(shown: str) -> str:
    begin = shown.index("Telt, uten hvem")
    return shown[begin : shown.index("</section>", begin)]


# --- by whoever has the databases -------------------------------------------------------------------------------------


def replied(client: Client, receipt: str) -> Any:
    return step(opened(receipt), "svar", path=ANSWER, nummer="2", **SAID)


def reported(client: Client, receipt: str) -> Any:
    about = {"text": "Jeg melder fra.", "name": "Ola Nordmann", "born": "14.03.2010", "reached": "", "contact": ""}
    return step(opened(receipt), "meld-send", path=ANSWER, nummer="2", **about)


def ended(client: Client, receipt: str) -> Any:
    return step(opened(receipt), "slett-ja", path=ANSWER)


@pytest.mark.parametrize("does", [replied, reported, ended])
def test_whoever_comes_back_leaves_the_same_whoever_it_is_and_whatever_the_minute(
    does: Callable[[Client, str], Any], tuesday_morning: datetime
) -> None:
    first, second, third = asked(), asked(), asked()
    does(Client(), first)
    traces = []
    for receipt, person, minutes in ((second, Person.TEACHER, 3), (third, Person.YOUTH_WORKER, 104)):
        client = ties.signed_in(person)
        known = _ids(receipt)
        before = ties.all_rows()
        with clock.frozen(tuesday_morning + timedelta(minutes=minutes, seconds=minutes)):
            assert does(client, receipt).status_code in (200, 303)
        traces.append([_without(line, known) for line in ties.came(before, ties.all_rows())])
    assert traces[0] == traces[1]
    assert traces[0]


def _ids(receipt: str) -> list[str]:
    row = by_receipt(receipt, Area.objects.get(slug="asker-baerum")).row
    found = [row.pk, Arrival.objects.get(dossier=row.pk).pk, TalkKey.objects.get(dossier=row.pk).pk]
    return [one.hex for one in found]


def _without(line: str, ids: list[str]) -> str:
    """A line without the talk's own ids, which are chance. Anybody else's stay."""
    for one in ids:
        line = line.replace(one, "its id")
    return line


def test_when_the_day_is_over_no_order_is_left_in_what_came(tuesday_morning: datetime) -> None:
    receipts = [asked() for _ in range(12)]
    for receipt in receipts[:4]:
        step(opened(receipt), "svar", path=ANSWER, nummer="1", **SAID)
    ended(Client(), receipts[5])
    came = {table: _order(table) for table in TABLES}
    with clock.frozen(tuesday_morning + timedelta(days=1)):
        assert (
            mixing_actions.mix() == sum(map(len, came.values())) + AuditCount.objects.exclude(day=clock.today()).count()
        )
        assert mixing_actions.mix() == 0
    for table, before in came.items():
        after = _order(table)
        assert sorted(after) == sorted(before)
        assert after != before
    for number, receipt in enumerate(receipts):
        assert opened(receipt).status_code == (400 if number == 5 else 200)


def test_keys_of_what_was_sent_twice_are_left_by_the_public_part_and_say_no_order(
    tuesday_morning: datetime, settings: Settings
) -> None:
    receipt, area = asked(), Area.objects.get(slug="asker-baerum")
    unit = Unit.objects.select_related("area").get(desk=DESK)
    settings.IS_PUBLIC_PART = True
    for _ in range(11):
        said = Said(text="En gang til.")
        asking_actions.ask(receipt=receipt, unit=unit, said=said, language="nb", by=SOMEBODY)
    settings.IS_PUBLIC_PART = False
    came = _order(TalkKey)
    assert (Anonymous.objects.count(), len(came)) == (1, 12)
    with clock.frozen(tuesday_morning + timedelta(days=1)):
        mixing_actions.mix()
        assert len(by_receipt(receipt, area).words) == 1
    after = _order(TalkKey)
    assert sorted(after) == sorted(came)
    # All of them, and not only the one that is used.
    assert [one for one in after if one != came[0]] != came[1:]


def _order(table: type[models.Model]) -> list[str]:
    """The ids of a table's rows, in the order in which the database has them."""
    connection = connections["keys" if table is TalkKey else "default"]
    place = "rowid" if connection.vendor == "sqlite" else "xmin::text::bigint, ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {table._meta.pk.column} FROM {table._meta.db_table} ORDER BY {place}")  # noqa: S608
        return [str(row[0]) for row in cursor.fetchall()]


def test_what_an_asker_ended_while_the_key_store_was_away_is_brought_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receipt = asked()
    talk, still = Anonymous.objects.get(), asked()

    def gone(*dossiers: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keystore, "forget_receipt", gone)
        with pytest.raises(KeyboardInterrupt):
            asking_actions.end(receipt=receipt, area=talk.area, by=SOMEBODY)
    assert TalkKey.objects.filter(to_receipt=None).count() == 0
    assert clock_actions.expire() == 0
    [key] = TalkKey.objects.filter(to_receipt=None)
    assert key.dossier == Anonymous.objects.get(over="deleted").pk
    assert opened(still).status_code == 200


@pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="about PostgreSQL's log")
def test_postgresql_writes_no_statement_of_the_applications_to_its_log_and_where_it_would_is_told_of() -> None:
    assert not facts._logs_values(connections["default"])
    with as_the_owner() as owner:
        assert facts._logs_values(SimpleNamespace(vendor="postgresql", cursor=owner.cursor))  # type: ignore[arg-type]


@pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="about PostgreSQL's log")
def test_a_line_for_each_checkpoint_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says within minutes that something was written: turned round, since it is off where tests are run."""
    monkeypatch.setitem(facts.QUIET, "log_checkpoints", ("on",))
    assert facts._logs_values(connections["default"])


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="about SQLite's free pages")
@pytest.mark.parametrize("alias", ["default", "keys"])
def test_what_was_deleted_stays_in_no_free_page(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def test_the_units_write_nothing_of_what_is_in_memory_to_a_disk() -> None:
    for unit in (ROOT / "deploy" / "systemd").glob("*.service"):
        assert {"LimitCORE=0", "MemorySwapMax=0"} <= set(unit.read_text().splitlines())
