"""Row-level security on PostgreSQL: a wall between areas, behind the queries. Raised by `motvekt migrate`.

It is enabled, not forced: it holds the application's role, which owns nothing, and not the owner's migrations and
backups. A table that stands in neither table below gets no privileges, so nothing reads it; a test finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from motvekt.organisations.walls import SETTING

NAMED = f"nullif(current_setting('{SETTING}', true), '')::uuid"
"""The area that the session names; null, which equals nothing, where it names none."""

OF_AREA = f"area_id = {NAMED}"

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
KEPT = ("SELECT", "INSERT", "UPDATE")
ADDED = ("SELECT", "INSERT")
READ = ("SELECT",)


@dataclass(frozen=True)
class Wall:
    """Which of a table's rows are the area's, in SQL, and what the application's role may do with them."""

    condition: str
    rights: tuple[str, ...]


WALLS = {
    "organisations_organisation": Wall(OF_AREA, KEPT),
    "organisations_unit": Wall(OF_AREA, KEPT),
    "organisations_membership": Wall(OF_AREA, KEPT),
    "organisations_invitation": Wall(OF_AREA, KEPT),
    "organisations_reset": Wall(OF_AREA, KEPT),
    # The subqueries are walled themselves.
    "audit_auditevent": Wall("controller IN (SELECT id FROM organisations_organisation)", ADDED),
    "audit_auditcount": Wall(f"area = {NAMED}", KEPT),
    "guide_edition": Wall(OF_AREA, ADDED),
    "guide_editionfile": Wall("edition_id IN (SELECT id FROM guide_edition)", ADDED),
    "guide_proposal": Wall(OF_AREA, KEPT),
    "guide_contactcheck": Wall(OF_AREA, KEPT),
    "dossiers_dossier": Wall(OF_AREA, KEPT),
    "dossiers_guardian": Wall(OF_AREA, ADDED),
    "dossiers_reader": Wall(OF_AREA, KEPT),
    # Written on until it is sent: a constraint says which kinds.
    "dossiers_item": Wall(OF_AREA, KEPT),
    "dossiers_recusal": Wall(OF_AREA, ADDED),
    "dossiers_consent": Wall(OF_AREA, KEPT),
    "dossiers_consentrecipient": Wall(OF_AREA, ADDED),
    "dossiers_consentguardian": Wall(OF_AREA, ADDED),
    "dossiers_disclosure": Wall(OF_AREA, KEPT),
    "dossiers_discloseditem": Wall(OF_AREA, ADDED),
    "reports_report": Wall(OF_AREA, ADDED),
    "reports_arrival": Wall(OF_AREA, KEPT),
    "reports_elsewhere": Wall(OF_AREA, KEPT),
    "consultations_anonymous": Wall(OF_AREA, KEPT),
    "consultations_telephoned": Wall(OF_AREA, ADDED),
    "concerns_concern": Wall(OF_AREA, KEPT),
    "concerns_stepdone": Wall(OF_AREA, ALL),
    "concerns_guest": Wall(OF_AREA, KEPT),
    "concerns_call": Wall(OF_AREA, KEPT),
    "concerns_duty": Wall(OF_AREA, KEPT),
    # Forgotten at once where there was no ground.
    "dossiers_namemark": Wall(OF_AREA, ALL),
}
"""Table to its wall."""


@dataclass(frozen=True)
class Open:
    """Why a table has no wall, and what the application's role may do with it."""

    why: str
    rights: tuple[str, ...]


OPEN = {
    "organisations_area": Open("says which areas there are", KEPT),
    "organisations_areahost": Open("the host decides the area, so it is read before there is one", ALL),
    "organisations_account": Open("somebody may work in several areas", KEPT),
    "organisations_factor": Open("an account's, which may be of several areas", ALL),
    "organisations_recoverycode": Open("an account's, which may be of several areas", ALL),
    "organisations_identity": Open("an account's, which may be of several areas", ALL),
    "organisations_session": Open("an account's; it is bound to one area when it is made, and read before that", ALL),
    "organisations_attempt": Open("counted before anybody is known; a digest and a time", ALL),
    "organisations_spent": Open("a digest of what was used once", ALL),
    "django_tasks_database_dbtaskresult": Open(
        "what a worker shall do in any area, by ids; it looks before it knows one", ALL
    ),
    "django_migrations": Open("says which migrations have run", READ),
}
"""The tables without area, kept by hand."""

FUNCTIONS = ("audit_head(uuid)",)
"""What the application's role may call beside PostgreSQL's own; they run with its rights, not their owner's."""


def raise_walls(alias: str, application: str) -> None:
    """Give each table its policy and the application's role its privileges, whatever was there before.

    To be called as the owner, after migrating. The key store has no areas: its tables get privileges alone.
    """
    connection, role = connections[alias], sql.Identifier(application)
    with transaction.atomic(using=alias):
        _take_all(connection, role)
        for table in connection.introspection.table_names():
            if alias != "default":
                _grant(connection, role, table, OPEN[table].rights if table in OPEN else ALL)
            elif table in WALLS:
                _raise(connection, table, WALLS[table])
                _grant(connection, role, table, WALLS[table].rights)
            elif table in OPEN:
                _grant(connection, role, table, OPEN[table].rights)
        for function in _functions(connection):
            _say(connection, "GRANT EXECUTE ON FUNCTION {function} TO {role}", function=sql.SQL(function), role=role)


def _functions(connection: BaseDatabaseWrapper) -> list[str]:
    """Those of `FUNCTIONS` that are there: not in the key store, nor after migrating backwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regprocedure(name) IS NOT NULL", [[*FUNCTIONS]]
        )
        return [name for (name,) in cursor.fetchall()]


def _take_all(connection: BaseDatabaseWrapper, role: sql.Identifier) -> None:
    schema = _schema(connection)
    for whom in (role, sql.SQL("PUBLIC")):
        for statement in _TAKE:
            _say(connection, statement, schema=schema, role=whom)
    _say(connection, "GRANT USAGE ON SCHEMA {schema} TO {role}", schema=schema, role=role)


_TAKE = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM {role}",
    "REVOKE CREATE ON SCHEMA {schema} FROM {role}",
)


def _raise(connection: BaseDatabaseWrapper, table: str, wall: Wall) -> None:
    for statement in (
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        "DROP POLICY IF EXISTS area ON {table}",
        "CREATE POLICY area ON {table} USING ({condition}) WITH CHECK ({condition})",
    ):
        _say(connection, statement, table=sql.Identifier(table), condition=sql.SQL(wall.condition))


def _grant(connection: BaseDatabaseWrapper, role: sql.Identifier, table: str, rights: tuple[str, ...]) -> None:
    if rights:
        _say(
            connection,
            "GRANT {rights} ON {table} TO {role}",
            rights=sql.SQL(", ").join(map(sql.SQL, rights)),
            table=sql.Identifier(table),
            role=role,
        )


def _schema(connection: BaseDatabaseWrapper) -> sql.Identifier:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return sql.Identifier(cursor.fetchone()[0])


def _say(connection: BaseDatabaseWrapper, statement: str, **parts: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**parts).as_string(None))
