"""Two employees write anonymously, one after the other, each from a browser that has signed in: what is left of the one
differs from what is left of the other in random values alone.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client, override_settings

from motvekt.kernel import clock
from motvekt.site.fields import KEY_STORE, TABLES, What
from tests.integration.consultations.asking import DESK, OWN, PATH, TEXT, hidden
from tests.people import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]

RANDOM = frozenset({What.KEY, What.DIGEST, What.PERSON})
"""Columns whose values are made of chance, or sealed with it: as long as one another, and nothing more."""

Row = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Left:
    """All rows of all tables of both databases, each column as it is."""

    tables: Mapping[str, Counter[Row]]

    def ids(self) -> set[str]:
        return {
            plain(value)
            for name, rows in self.tables.items()
            for row in rows
            for column, value in row
            if TABLES[name].columns[column].what is What.ID
        }


def plain(value: Any) -> str:
    return value.hex if isinstance(value, UUID) else str(value)


def all_rows() -> Left:
    found = {}
    for name, table in TABLES.items():
        connection = connections["keys" if name in KEY_STORE else "default"]
        columns = list(table.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(connection.ops.quote_name(one) for one in columns)} FROM {name}")  # noqa: S608
            found[name] = Counter(tuple(zip(columns, map(_kept, row), strict=True)) for row in cursor.fetchall())
    return Left(found)


def _kept(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else repr(value) if isinstance(value, dict | list) else value


def came(before: Left, after: Left) -> list[str]:
    """What came and what went, with what is random taken for what it is."""
    new = after.ids() - before.ids()
    found = []
    for name in TABLES:
        for sign, rows in (
            ("+", after.tables[name] - before.tables[name]),
            ("-", before.tables[name] - after.tables[name]),
        ):
            for row, times in rows.items():
                found += [f"{sign} {name} {masked(name, row, new, before.tables[name])}"] * times
    return sorted(found)


def masked(name: str, row: Row, new: set[str], before: Counter[Row]) -> dict[str, str]:
    said = {}
    for column, value in row:
        what = TABLES[name].columns[column].what
        if value is None:
            said[column] = "null"
        elif plain(value) in new:
            said[column] = "a new id"
        elif what in RANDOM:
            said[column] = f"{len(value)} random"
        elif what is What.NUMBER and isinstance(value, int):
            # A count goes up by the same.
            was = next((dict(other)[column] for other in before if other[0] == row[0]), 0)
            said[column] = f"{value - was:+}"
        else:
            said[column] = plain(value)
    return said


class Lines(logging.Handler):
    """Everything that anybody says to any log."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("django.db"):
            self.lines.append(f"{record.levelname} {record.name} {record.getMessage()}")


@dataclass(frozen=True)
class Trace:
    """What one message left: rows, log, and the answer."""

    rows: list[str]
    log: list[str]
    answer: tuple[int, bytes, dict[str, object], list[str]]


def write(client: Client, at: datetime) -> Trace:
    log, root = Lines(), logging.getLogger()
    level = root.level
    before = all_rows()
    root.addHandler(log)
    root.setLevel(logging.INFO)
    try:
        with clock.frozen(at):
            answer = asked_by(client)
    finally:
        root.removeHandler(log)
        root.setLevel(level)
    assert answer.status_code == 303
    about = {name: len(value) if name == "Location" else value for name, value in answer.headers.items()}
    said = (answer.status_code, answer.content, about, list(answer.cookies))
    return Trace(came(before, all_rows()), log.lines, said)


def asked_by(client: Client) -> Any:
    """Page by page, as the forms are."""
    headers = {"origin": OWN, "user-agent": f"Nettleser {id(client)}", "x-forwarded-for": "192.0.2.7"}

    def pressed(shown: Any, steg: str, **about: str) -> Any:
        return client.post(PATH, {"segl": hidden(shown, "segl"), "steg": steg, **about}, headers=headers)

    receipt = pressed(client.get(PATH, headers=headers), "kvittering", mottak=DESK)
    return pressed(pressed(receipt, "skriv"), "send", text=TEXT, wish="write", contact="")


def signed_in(person: Person) -> Client:
    client = Client(headers={"host": "localhost"})
    with override_settings(DEMO=True):
        client.post("/inne/logg-inn/demo/", {"account": str(person.account.id)})
    assert client.get("/inne/min-side/").status_code == 200
    return client


def test_two_employees_who_write_from_signed_in_browsers_leave_the_same_but_for_chance(
    tuesday_morning: datetime,
) -> None:
    # Somebody was first, as somebody always is: the day's count is there.
    write(Client(headers={"host": "localhost"}), tuesday_morning)
    one, other = signed_in(Person.TEACHER), signed_in(Person.YOUTH_WORKER)
    first = write(one, tuesday_morning + timedelta(minutes=3))
    second = write(other, tuesday_morning + timedelta(minutes=104, seconds=7))
    assert first == second
    assert first.log == []
    assert first.answer[3] == []
    tables = {line.split()[1] for line in first.rows if line.startswith("+")}
    assert tables == {
        "audit_auditcount",
        "consultations_anonymous",
        "dossiers_dossier",
        "dossiers_item",
        "reports_arrival",
        "vault_talkkey",
    }


def test_whoever_writes_with_a_session_and_whoever_has_none_leave_the_same(
    tuesday_morning: datetime,
) -> None:
    write(Client(headers={"host": "localhost"}), tuesday_morning)
    employee = write(signed_in(Person.TEACHER), tuesday_morning)
    assert employee == write(Client(headers={"host": "localhost"}), tuesday_morning)


def test_the_comparison_sees_a_row_that_names_somebody(tuesday_morning: datetime) -> None:
    before = all_rows()
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO organisations_spent (digest, until) VALUES ('x', %s)", [tuesday_morning])
    [line] = came(before, all_rows())
    assert line.startswith("+ organisations_spent")
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE organisations_account SET last_login = %s WHERE email = %s", [
            tuesday_morning, Person.TEACHER.email,
        ])  # fmt: skip
    assert any(Person.TEACHER.email in line for line in came(before, all_rows()))
