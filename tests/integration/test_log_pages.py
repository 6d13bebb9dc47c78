"""The data protection officer reads, takes out and verifies the log of their own organisation, and of no other."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from motvekt.access.roles import Role
from motvekt.administration import log, log_actions
from motvekt.audit import queries as audit
from motvekt.audit.actions import count, record
from motvekt.audit.chain import Entry
from motvekt.audit.models import AuditEvent
from motvekt.audit.queries import Wanted
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from tests.integration.test_administration import BASE, browser
from tests.people import Person, hired, inside, unit_of
from tests.questions import asked_by

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

OFFICER = Person.DATA_PROTECTION_OFFICER
DOSSIER = UUID(int=7)


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


@pytest.fixture
def officer() -> Client:
    return browser(OFFICER)


def show_who(officer: Client) -> None:
    """The officer shows once more who they are, before they take the log with them."""
    with inside("asker-baerum") as place:
        body = place.organisations.get(slug="asker").id
    assert officer.post(f"/inne/hvem/export_log/{body}/").status_code == 302


def body(slug: str = "asker") -> UUID:
    with inside("asker-baerum") as place:
        return place.organisations.get(slug=slug).id


def opened(dossier: UUID = DOSSIER, by: Person = Person.TEACHER, slug: str = "asker") -> None:
    about: dict[str, Any] = {"dossier": dossier, "unit": unit_of("asker-baerum", "slt-asker").id, "values": 2}
    record(controller=body(slug), by=by.standing.actor, event="content_opened", why="writer", **about)


def page(client: Client, **asked: Any) -> Any:
    found = client.get(f"{BASE}logg/", asked)
    assert found.status_code == 200, found.text
    return found


def rows(found: Any) -> str:
    """The table of events, without what can be chosen above it."""
    return found.text.partition("<tbody>")[2].partition("</tbody>")[0]


def last() -> tuple[str, dict[str, str]]:
    entry = audit.newest(body(), Wanted(), limit=1)[0]
    return entry.event, dict(entry.about)


def test_events_stand_in_words_with_names_the_newest_first_and_reading_is_logged(officer: Client) -> None:
    opened()
    shown = rows(page(officer))
    assert last() == ("log_read", {"events": str(shown.count("<tr>"))})
    assert "Åpnet innhold i en mappe" in shown
    assert "Mona Haugen" in shown
    assert str(DOSSIER) in shown
    assert shown.index("Åpnet innhold") < shown.index("Logget inn")
    assert "Leste loggen" in rows(page(officer))


def test_nothing_of_another_organisation_is_seen(officer: Client) -> None:
    other = UUID(int=8)
    opened(other, slug="baerum")
    assert str(other) not in page(officer).text
    for slug in ("baerum", "oslo-politidistrikt", "fjellvik", "finnes-ikke"):
        for answer in (
            officer.get(f"{BASE}logg/", {"virksomhet": slug}),
            officer.post(f"{BASE}logg/eksport/", {"virksomhet": slug}),
            officer.post(f"{BASE}logg/kontroller/", {"virksomhet": slug}),
        ):
            assert answer.status_code == 404
    by = OFFICER.standing
    for act, more in (
        (log_actions.read_log, {"wanted": Wanted()}),
        (log_actions.export_log, {"wanted": Wanted()}),
        (log_actions.verify_log, {"heads": []}),
    ):
        with pytest.raises(Refused) as refused:
            act(controller=body("baerum"), by=by, **more)
        assert refused.value.decision.code == "not_the_officer"


def test_an_officer_of_two_organisations_chooses_between_them(officer: Client) -> None:
    hired(OFFICER.account, unit_of("asker-baerum", "stab-baerum"), Role.DATA_PROTECTION_OFFICER)
    opened(UUID(int=8), slug="baerum")
    assert "Bærum kommune" in page(officer).text
    assert str(UUID(int=8)) in page(officer, virksomhet="baerum").text


def test_it_is_filtered_by_day_person_event_and_dossier_and_the_log_says_by_what(officer: Client) -> None:
    today = clock.today()
    with clock.frozen(clock.now() - timedelta(days=10)):
        opened(UUID(int=9))
    opened()
    opened(UUID(int=9), by=Person.NURSE)
    assert rows(page(officer, mappe=str(UUID(int=9)))).count("<tr>") == 2
    assert last() == ("log_read", {"events": "2", "dossier": str(UUID(int=9))})
    early = today - timedelta(days=9)
    assert rows(page(officer, til=early.isoformat())).count("Åpnet innhold") == 1
    assert last()[1] == {"events": "1", "until": early.isoformat()}
    assert rows(page(officer, hendelse="content_opened", fra=early.isoformat())).count("<tr>") == 2
    teacher = Person.TEACHER.account.id
    shown = rows(page(officer, person=str(teacher), hendelse="content_opened"))
    assert "Birgitte" not in shown
    assert shown.count("<tr>") == 2
    assert last()[1] == {"events": "2", "person": str(teacher), "kind": "content_opened"}
    assert "Ingen hendelser passer" in page(officer, mappe=str(UUID(int=99))).text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"fra": "i går"}, "Skriv dagen som 25.11.2026."),
        ({"fra": "2026-11-25", "til": "2026-11-24"}, "Den siste dagen er før den første."),
        ({"til": "9999-12-31"}, "Skriv dagen som"),
        ({"fra": "0001-01-01"}, "Skriv dagen som"),
        ({"mappe": "abc"}, "Skriv hele koden"),
        ({"person": "noen"}, "Velg en av dem som står der."),
        ({"hendelse": "alt"}, "Velg en av dem som står der."),
    ],
)
def test_what_can_not_be_asked_for_is_said_and_nothing_is_read(
    officer: Client, asked: dict[str, str], says: str
) -> None:
    before = AuditEvent.objects.count()
    answer = officer.get(f"{BASE}logg/", asked)
    assert answer.status_code == 400
    assert answer.text.count(says) == 2
    assert AuditEvent.objects.count() == before


def test_older_events_follow_without_gaps_or_doubles_whatever_is_written_meanwhile(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_actions, "PAGE", 4)
    moment = clock.now()
    with clock.frozen(moment):
        for number in range(10):
            opened(UUID(int=number + 1))
    seen: list[str] = []
    link = {"hendelse": "content_opened"}
    for _ in range(3):
        found = page(officer, **link)
        seen += [str(UUID(int=number)) for number in range(10, 0, -1) if str(UUID(int=number)) in rows(found)]
        opened(UUID(int=99))
        link["for"] = found.text.partition("&amp;for=")[2].partition('"')[0]
    assert seen == [str(UUID(int=number)) for number in range(10, 0, -1)]
    assert page(officer, **{"for": "9" * 30}).status_code == 200
    assert "Ingen hendelser" in page(officer, **{"for": "999999"}).text


# --- as a file --------------------------------------------------------------------------------------------------------


def test_the_file_has_what_was_asked_for_and_no_formulas(officer: Client) -> None:
    opened()
    show_who(officer)
    answer = officer.post(f"{BASE}logg/eksport/", {"virksomhet": "asker", "hendelse": "content_opened"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="logg-asker-')
    assert answer["Cache-Control"] == "no-store"
    assert last() == ("log_exported", {"events": "1", "kind": "content_opened"})
    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["hvem"], row["hendelse"]) for row in read] == [("Mona Haugen", "content_opened")]
    assert f"dossier={DOSSIER}" in read[0]["detaljer"]


@pytest.mark.parametrize("begins", ["=1+1", "+47", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_is_never_a_formula(begins: str) -> None:
    entry = Entry(body(), 1, clock.now(), f"operator:{begins}", begins, {begins: begins})
    row = next(csv.reader(io.StringIO(log.as_csv([entry]).splitlines(keepends=True)[1]), delimiter=";"))
    assert log.cell(begins) == f"'{begins}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("name", ["Ola,=1+1", "Ola;  @SUM(A1)", "Ola\t-1", "Ola\n=1", "\uff1d1+1"])
def test_nor_is_what_another_separator_makes_a_cell_of(name: str) -> None:
    """A spreadsheet in English splits at commas, whatever is between quotes."""
    cell = log.cell(name)
    assert all(not part.lstrip().startswith(("=", "+", "-", "@", "\uff1d")) for part in re.split(r"[,;\t\r\n|]", cell))


def test_a_name_that_begins_as_a_formula_is_harmless(officer: Client) -> None:
    account = Person.TEACHER.account
    type(account).objects.filter(id=account.id).update(name="=HYPERLINK(1)")
    opened()
    show_who(officer)
    answer = officer.post(f"{BASE}logg/eksport/", {"virksomhet": "asker", "hendelse": "content_opened"})
    assert ";'=HYPERLINK(1);" in answer.content.decode()


def test_too_much_for_a_file_is_refused_in_words(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_actions, "LONGEST_FILE", 3)
    show_who(officer)
    answer = officer.post(f"{BASE}logg/eksport/", {"virksomhet": "asker"})
    assert (answer.status_code, "Velg færre dager" in answer.text) == (403, True)
    assert last()[0] == "page_denied"


# --- whole or not -----------------------------------------------------------------------------------------------------


def test_the_log_is_verified_by_a_press(officer: Client) -> None:
    opened()
    path, about = f"{BASE}logg/kontroller/", {"virksomhet": "asker"}
    assert "Ikke bevist" in officer.post(path, about).text
    assert (_event(2), _event(1)) == ("log_verified", "log_read")
    head = next(str(head) for head in audit.heads() if head.controller == body())
    assert ">Bevist<" in officer.post(path, {**about, "heads": head}).text
    wrong = officer.post(path, {**about, "heads": "tull"})
    assert (wrong.status_code, "ingen kopi av slutten" in wrong.text) == (400, True)
    number, mac = head.split()[1:]
    later = f"{body()} {int(number) + 1000} {mac}"
    assert ">Brutt<" in officer.post(path, {**about, "heads": later}).text


def _event(back: int) -> str:
    return audit.newest(body(), Wanted(), limit=back)[-1].event


def test_what_nobody_known_did_is_counted_by_day(officer: Client) -> None:
    with inside("asker-baerum") as place:
        count(area=place.id, code="sign_in_failed")
        count(area=place.id, code="sign_in_failed")
    with inside("fjellvik") as place:
        count(area=place.id, code="page_denied")
    shown = page(officer).text
    assert "Forsøk på å logge inn som ikke gikk" in shown
    assert re.search(r"<td[^>]*>2</td>", shown)
    assert "Sider som ble nektet" not in shown


@pytest.mark.parametrize("person", [Person.ADMINISTRATOR, Person.SLT_ASKER, Person.SCHOOL_LEADER, Person.EDITOR])
def test_only_the_officer_reads(person: Person) -> None:
    client = browser(person)
    assert client.get(f"{BASE}logg/").status_code == 403
    assert client.post(f"{BASE}logg/eksport/").status_code == 403
    assert client.post(f"{BASE}logg/kontroller/").status_code == 403


# --- large ------------------------------------------------------------------------------------------------------------

EVENTS = 200_000
LIMIT_SECONDS = 0.1


def _fill(controller: UUID) -> None:
    """As many events as a large municipality has in some years. Their MACs are nobody's business here."""
    first = audit.newest(controller, Wanted(), limit=1)[0].number + 1
    begun, actors = clock.now() - timedelta(days=900), [f"account:{new_id()}" for _ in range(200)]
    table, beginning = AuditEvent._meta, 5_000
    AuditEvent.objects.bulk_create(
        AuditEvent(
            controller=controller,
            number=first + number,
            at=begun + timedelta(minutes=6 * number),
            actor=actors[number % 200],
            event="content_opened",
            about={"dossier": str(UUID(int=number)), "unit": str(UUID(int=1)), "values": "2", "why": "x"},
            mac=b"x",
        )
        for number in range(beginning)
    )
    # The database copies them, each time for the days that follow.
    fields = [field for field in table.concrete_fields if field.name not in ("id", "number", "at")]
    names = ", ".join(f'"{field.column}"' for field in fields)
    walled = connection.vendor == "postgresql"
    later = "at + interval '%s minutes'" if walled else "datetime(at, '+%s minutes')"
    new = "gen_random_uuid()" if walled else "lower(hex(randomblob(16)))"
    with connection.cursor() as cursor:
        for time_round in range(1, EVENTS // beginning):
            added = beginning * time_round
            cursor.execute(
                f"INSERT INTO {table.db_table} ({names}, id, number, at) "  # noqa: S608
                f"SELECT {names}, {new}, number + {added}, {later % (6 * added)} FROM {table.db_table} "
                f"WHERE controller = %s AND number >= {first} AND number < {first + beginning}",
                [table.get_field("controller").get_db_prep_value(controller, connection)],
            )


def test_the_first_page_of_a_large_log_is_quick_and_asks_as_often_as_that_of_a_small_one(officer: Client) -> None:
    few = asked_by(lambda: page(officer))
    _fill(body())
    assert asked_by(lambda: page(officer)) == few
    controller, day = body(), clock.today() - timedelta(days=300)
    for wanted in (Wanted(), Wanted(since=day, until=day)):
        assert min(_seconds(controller, wanted) for _ in range(3)) < LIMIT_SECONDS, wanted
    # None stands in an index. All of the log is read for one that isn't there, and for a kind of event by a PostgreSQL
    # that hasn't counted the rows yet: those of a test are never committed.
    for wanted in (Wanted(person=UUID(int=1)), Wanted(dossier=UUID(int=9999)), Wanted(event="content_opened")):
        assert min(_seconds(controller, wanted) for _ in range(3)) < 10 * LIMIT_SECONDS, wanted


def _seconds(controller: UUID, wanted: Wanted) -> float:
    begun = time.perf_counter()
    log.lines(audit.newest(controller, wanted, limit=51))
    return time.perf_counter() - begun


def test_the_part_of_the_system_that_acts_is_told_from_people() -> None:
    record(controller=body(), by=Actor("system", "klokka"), event="keys_rotated", wrapped=1)
    assert log.lines(audit.newest(body(), Wanted(), limit=1))[0].who == "systemet (klokka)"
