"""The walls between areas, as the application's own role meets them: with the right query, and with a wrong one."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import Error, ProgrammingError, connection, transaction
from django.db.models import Model

from motvekt.access.roles import Role
from motvekt.audit import queries as audit
from motvekt.audit.chain import State
from motvekt.guide import actions
from motvekt.guide import queries as guides
from motvekt.guide.freshness import reached_by
from motvekt.kernel import clock
from motvekt.organisations import actions as appointing
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within, within_slug
from motvekt.site.walls import OPEN, WALLS
from tests.conftest import OPERATOR
from tests.databases import as_the_owner
from tests.guides import PACKS
from tests.integration.walled import furnish

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no walls"),
]

MODELS: dict[str, type[Model]] = {model._meta.db_table: model for model in apps.get_models()}
HERE, THERE = "asker-baerum", "fjellvik"
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture
def furnished(published: None) -> None:
    """A row of both areas in every table."""
    for area in Area.objects.filter(slug__in=PACKS):
        furnish(area)


def sql(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []


def keys(table: str) -> set[Any]:
    """What a query that asks for everything gets."""
    return set(MODELS[table]._default_manager.all().values_list("pk", flat=True))


def primary(table: str) -> str:
    """The column of the table's key."""
    key = MODELS[table]._meta.pk
    assert key is not None
    return str(key.column)


# --- Every table of an area -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("table", sorted(WALLS))
def test_another_areas_rows_are_not_there(table: str) -> None:
    with within_slug(THERE):
        theirs = keys(table)
    with within_slug(HERE):
        ours = keys(table)
        model = MODELS[table]._default_manager
        # By the query that names the row, by the one that forgets to ask whose it is, and by no mapper at all.
        assert not model.filter(pk__in=theirs).exists()
        assert model.count() == len(ours)
        assert sql(f"SELECT count(*) FROM {table}") == [(len(ours),)]  # noqa: S608
    assert ours
    assert theirs
    assert not ours & theirs


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("table", sorted(WALLS))
def test_where_no_area_is_named_there_is_nothing(table: str) -> None:
    assert keys(table) == set()
    with within_slug("ingensteds"):
        assert keys(table) == set()


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("table", sorted(WALLS))
def test_a_row_for_another_area_is_not_written(table: str) -> None:
    with within_slug(THERE), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608
        names = [column.name for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True)) | {primary(table): uuid.uuid4()}
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
    for where in (HERE, "ingensteds"):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), within_slug(where):
            sql(statement, *row.values())


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("table", sorted(name for name, wall in WALLS.items() if "UPDATE" in wall.rights))
def test_another_areas_row_is_not_changed_nor_ones_own_given_away(table: str) -> None:
    there = organisations.area(THERE)
    assert there
    with within_slug(THERE):
        theirs = keys(table).pop()
    with within_slug(HERE), connection.cursor() as cursor:
        key = primary(table)
        cursor.execute(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", [theirs])  # noqa: S608
        assert cursor.rowcount == 0
    column = "area" if table == "audit_auditcount" else "area_id"
    # A proposal's trigger is asked before the wall.
    refused = pytest.raises(Error, match=r"row-level security|bound")
    with refused, transaction.atomic(), within_slug(HERE):
        sql(f"UPDATE {table} SET {column} = %s", there.id)  # noqa: S608


# --- The catalogue ----------------------------------------------------------------------------------------------------

# A restrictive policy lets nobody see more: those of the public part's role have tests of their own.
TABLES = """
SELECT relname, relrowsecurity,
  array(SELECT polcmd::text FROM pg_policy WHERE polrelid = pg_class.oid AND polpermissive),
  (SELECT pg_get_expr(polqual, polrelid) = pg_get_expr(polwithcheck, polrelid) FROM pg_policy
   WHERE polrelid = pg_class.oid AND polpermissive LIMIT 1)
FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""


def unwalled(rows: list[tuple[Any, ...]]) -> set[str]:
    """The tables (and views, which run as their owner) that have no wall and no reason to have none."""
    return {
        name
        for name, enabled, policies, both_ways in rows
        if name not in OPEN and not (name in WALLS and enabled and policies == ["*"] and both_ways)
    }


def test_every_table_has_its_wall_or_stands_on_the_list() -> None:
    rows = sql(TABLES)
    assert unwalled(rows) == set()
    assert {row[0] for row in rows} == {*WALLS, *OPEN}


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("CREATE TABLE glemt (id uuid, area_id uuid)", "glemt"),
        ("CREATE VIEW omvei AS SELECT * FROM guide_edition", "omvei"),
        ("ALTER TABLE dossiers_item DISABLE ROW LEVEL SECURITY", "dossiers_item"),
        ("DROP POLICY area ON guide_proposal", "guide_proposal"),
        ("CREATE POLICY mer ON dossiers_item USING (true)", "dossiers_item"),
    ],
)
def test_a_wall_that_is_missing_would_be_found(planted: str, name: str) -> None:
    with as_the_owner() as owner:
        owner.execute(planted)
        assert unwalled(owner.execute(TABLES).fetchall()) == {name}


def test_the_role_may_do_what_the_table_says_and_no_more() -> None:
    rights = {name: table.rights for tables in (WALLS, OPEN) for name, table in tables.items()}
    for name, expected in rights.items():
        held = {right for right in RIGHTS if sql("SELECT has_table_privilege(%s, %s)", name, right) == [(True,)]}
        assert held == set(expected), name


def test_a_table_without_a_place_in_the_tables_is_nobodys_to_read() -> None:
    with as_the_owner() as owner:
        owner.execute("CREATE TABLE glemt (id uuid)")
        [(role,)] = sql("SELECT current_user")
        assert owner.execute("SELECT has_table_privilege(%s, 'glemt', 'SELECT')", [role]).fetchone() == (False,)


# --- What the role can't do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "UPDATE guide_edition SET pack = 'x'",
        "DELETE FROM guide_editionfile",
        "TRUNCATE dossiers_item",
        "ALTER TABLE dossiers_item DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE dossiers_item ADD COLUMN x text",
        "DROP POLICY area ON dossiers_item",
        "CREATE POLICY mer ON dossiers_item USING (true)",
        "DROP TABLE dossiers_item",
        "DROP TRIGGER audit_auditevent_append_only ON audit_auditevent",
        "CREATE TABLE x (id uuid)",
        "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION audit_head(uuid) SECURITY DEFINER",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "SET ROLE motvekt_owner",
        "SET session_replication_role = replica",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
    ],
)
def test_the_applications_role_is_refused(statement: str) -> None:
    with pytest.raises(Error, match=r"permission denied|must be owner|must be superuser"), transaction.atomic():
        sql(statement)


@pytest.mark.usefixtures("furnished")
def test_row_security_that_is_switched_off_shows_nothing() -> None:
    with within_slug(HERE):
        assert sql("SELECT count(*) FROM dossiers_item") == [(2,)]
        sql("SET LOCAL row_security = off")
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            sql("SELECT count(*) FROM dossiers_item")
        sql("SET LOCAL row_security = on")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit_auditevent SET actor = 'x'", "only added to"),
        ("DELETE FROM audit_auditevent", "only added to"),
        ("TRUNCATE audit_auditevent", "only added to"),
        ("UPDATE guide_edition SET pack = 'x'", "immutable"),
        ("UPDATE guide_editionfile SET kind = 'card'", "immutable"),
    ],
)
def test_the_tables_owner_is_refused_by_the_triggers(statement: str, says: str) -> None:
    with as_the_owner() as owner, pytest.raises(psycopg.Error, match=says):
        owner.execute(statement)


def test_the_head_is_read_with_the_callers_rights() -> None:
    [(definer, mine)] = sql(
        "SELECT prosecdef, has_function_privilege(oid, 'EXECUTE') FROM pg_proc WHERE proname = 'audit_head'"
    )
    assert not definer
    assert mine


# --- What the house does with it --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("published")
def test_a_log_is_whole_from_within_its_area_and_not_there_from_another() -> None:
    here, there = (organisations.area(slug) for slug in (HERE, THERE))
    assert here
    assert there
    controller = organisations.first_controller(here)
    with within(here.id):
        heads = audit.heads()
        assert audit.verify(controller, heads).state is State.PROVEN
        links = audit.links(controller)
    with within(there.id):
        assert controller not in audit.controllers()
        # With a head kept elsewhere what can't be seen is never said to be whole.
        assert audit.verify(controller, heads).state is State.BROKEN
    assert links


@pytest.mark.usefixtures("published")
def test_what_is_asked_for_by_an_area_needs_no_name_around_it_and_leaves_none() -> None:
    today = clock.today()
    for slug in (HERE, THERE):
        shown = guides.in_force(slug, today)
        assert shown
        guides._content.cache_clear()
        assert guides.guide_of(slug, shown.published) == shown.guide
        contact = next(contact.id for contact in shown.guide.contacts if reached_by(contact))
        actions.note_checks(area=slug, contacts=[contact], checked_on=today, by=OPERATOR)
        assert guides.last_checked(slug, shown.guide) == {contact: today}
        assert sql("SELECT current_setting('motvekt.area', true)") in ([("",)], [(None,)])


@pytest.mark.usefixtures("areas")
def test_a_role_is_given_and_ended_from_outside_the_area_and_is_nothing_in_another() -> None:
    here, there = (organisations.area(slug) for slug in (HERE, THERE))
    assert here
    assert there
    account = appointing.make_account(email="kari@skolen.no", name="Kari", area=here, by=OPERATOR)
    with within(here.id):
        body = here.organisations.order_by("position")[0]
        unit = Unit.objects.create(area=here, organisation=body, slug="skolen", name="Skolen", agency="education")
    given: dict[str, Any] = {"account": account, "unit": unit, "role": Role.EMPLOYEE, "by": OPERATOR}
    membership = appointing.appoint(**given)
    assert appointing.appoint(**given) == membership
    assert [post.unit for post in organisations.standing(account, here.id).posts] == [unit.id]
    assert not organisations.standing(account, there.id).posts
    appointing.end_membership(membership=membership, by=OPERATOR)
    assert not organisations.standing(account, here.id).posts
    with within(here.id):
        last = audit.links(body.id)[-1]
    assert last.entry.event == "membership_ended"


@pytest.mark.usefixtures("published")
def test_an_edition_is_not_read_by_its_id_from_another_area() -> None:
    shown = guides.in_force(HERE, clock.today())
    assert shown
    guides._content.cache_clear()
    with pytest.raises(MODELS["guide_edition"].DoesNotExist):  # type: ignore[attr-defined]
        guides.guide_of(THERE, shown.published)
