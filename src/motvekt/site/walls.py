"""Row-level security on PostgreSQL: a wall between areas, behind the queries. Raised by `motvekt migrate`.

It is enabled, not forced: it holds the roles that own nothing, and not the owner's migrations and backups. These are
the application's, and the one that the public part may have (decision 32). A table that stands nowhere below gives
neither of them a right, so nothing reads it; a test finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from motvekt.audit.events import WHEN_THE_DAY_IS_OVER
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.guide.states import ProposalState
from motvekt.kernel.errors import SettingMissing
from motvekt.organisations.walls import SETTING
from motvekt.reports.kinds import ANONYMOUSLY, Status

NAMED = f"nullif(current_setting('{SETTING}', true), '')::uuid"
"""The area that the session names; null, which equals nothing, where it names none."""

OF_AREA = f"area_id = {NAMED}"

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
KEPT = ("SELECT", "INSERT", "UPDATE")
ADDED = ("SELECT", "INSERT")
READ = ("SELECT",)


def _among(column: str, *values: str) -> str:
    """That a column has one of these values, which are a closed set's own, in SQL."""
    quoted = ", ".join(f"'{value}'" for value in sorted(map(str, values)))
    return f"{column} IN ({quoted})"


@dataclass(frozen=True)
class Public:
    """What the public part's role may do with a table: nothing, where nobody says more. A right may name columns.

    Where not all rows of the area are its own, in SQL: which it sees, which it may write, and what more must hold for
    what it has changed.
    """

    rights: tuple[str, ...] = ()
    sees: str = "true"
    writes: str = "true"
    changes: str = "true"

    @property
    def has_rows_of_its_own(self) -> bool:
        """Whether there is a wall for this role alone, within the area's."""
        return (self.sees, self.writes, self.changes) != ("true", "true", "true")


NOTHING = Public()
ITS_DOSSIERS = _among("kind", DossierKind.ANONYMOUS_CONSULTATION)
# What it sees of dossiers are its own.
IN_THEM = "EXISTS (SELECT FROM dossiers_dossier AS about WHERE about.id = dossier_id)"
ITS_ARRIVALS = _among("kind", *ANONYMOUSLY)
ITS_COUNTS = _among("code", *WHEN_THE_DAY_IS_OVER)


@dataclass(frozen=True)
class Wall:
    """Which of a table's rows are the area's, in SQL, and what the application's role may do with them, and the public
    part's.
    """

    condition: str
    rights: tuple[str, ...]
    public: Public = NOTHING


WALLS = {
    "organisations_organisation": Wall(OF_AREA, KEPT, Public(READ)),
    "organisations_unit": Wall(OF_AREA, KEPT, Public(READ)),
    "organisations_membership": Wall(
        OF_AREA, KEPT, Public(("SELECT (id, area_id, account_id, unit_id, role, confirmed_at, ended_at)",))
    ),
    "organisations_invitation": Wall(OF_AREA, KEPT),
    "organisations_reset": Wall(OF_AREA, KEPT),
    # The subqueries are walled themselves.
    "audit_auditevent": Wall("controller IN (SELECT id FROM organisations_organisation)", ADDED),
    "audit_auditcount": Wall(f"area = {NAMED}", KEPT, Public((*ADDED, "UPDATE (number)"), ITS_COUNTS, ITS_COUNTS)),
    "guide_edition": Wall(OF_AREA, ADDED, Public(READ)),
    "guide_editionfile": Wall("edition_id IN (SELECT id FROM guide_edition)", ADDED, Public(READ)),
    "guide_proposal": Wall(OF_AREA, KEPT, Public(READ, _among("state", ProposalState.OPEN))),
    "guide_contactcheck": Wall(OF_AREA, KEPT, Public(READ)),
    "dossiers_dossier": Wall(
        OF_AREA,
        KEPT,
        # Only who may change something may lock it. There is nothing that it may be changed to.
        Public((*ADDED, "UPDATE (id)"), ITS_DOSSIERS, ITS_DOSSIERS, changes="false"),
    ),
    "dossiers_guardian": Wall(OF_AREA, ADDED),
    "dossiers_reader": Wall(OF_AREA, KEPT),
    # Written on until it is sent: a constraint says which kinds.
    "dossiers_item": Wall(
        OF_AREA,
        KEPT,
        Public(
            ADDED,
            f"{_among('kind', ItemKind.QUESTION, ItemKind.IMAGE, ItemKind.ANSWER)} AND {IN_THEM}",
            f"{_among('kind', ItemKind.QUESTION, ItemKind.IMAGE, ItemKind.IDENTITY)} AND written_by_id IS NULL "
            f"AND {IN_THEM}",
        ),
    ),
    "dossiers_recusal": Wall(OF_AREA, ADDED),
    "dossiers_consent": Wall(OF_AREA, KEPT),
    "dossiers_consentrecipient": Wall(OF_AREA, ADDED),
    "dossiers_consentguardian": Wall(OF_AREA, ADDED),
    "dossiers_disclosure": Wall(OF_AREA, KEPT),
    "dossiers_discloseditem": Wall(OF_AREA, ADDED),
    "reports_report": Wall(OF_AREA, ADDED),
    "reports_arrival": Wall(
        OF_AREA,
        KEPT,
        Public(
            (
                *ADDED,
                "UPDATE (kind, status, reader_id, read_at, answered_at, decided_at, escalated_at, came_at, read_by, "
                "answer_by)",
            ),
            ITS_ARRIVALS,
            # What it lays at a desk, or wakes there, is unread.
            f"{ITS_ARRIVALS} AND {_among('status', Status.DELIVERED)}",
        ),
    ),
    "reports_elsewhere": Wall(OF_AREA, KEPT),
    "consultations_anonymous": Wall(
        OF_AREA, KEPT, Public((*ADDED, "UPDATE (finds, wish, last_by, last_on, over, over_on)"))
    ),
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
    """Why a table has no wall, and what the application's role may do with it, and the public part's."""

    why: str
    rights: tuple[str, ...]
    public: Public = NOTHING


OPEN = {
    "organisations_area": Open("says which areas there are", KEPT, Public(READ)),
    "organisations_areahost": Open("the host decides the area, so it is read before there is one", ALL, Public(READ)),
    "organisations_account": Open("somebody may work in several areas", KEPT, Public(("SELECT (id, is_active)",))),
    "organisations_factor": Open("an account's, which may be of several areas", ALL),
    "organisations_recoverycode": Open("an account's, which may be of several areas", ALL),
    "organisations_identity": Open("an account's, which may be of several areas", ALL),
    "organisations_session": Open("an account's; it is bound to one area when it is made, and read before that", ALL),
    "organisations_attempt": Open("counted before anybody is known; a digest and a time", ALL),
    "organisations_spent": Open("a digest of what was used once", ALL),
    "django_tasks_database_dbtaskresult": Open(
        "what a worker shall do in any area, by ids; it looks before it knows one", ALL
    ),
    "django_migrations": Open("says which migrations have run", READ, Public(READ)),
}
"""The tables without area, kept by hand."""

KEYS = {
    "vault_datakey": Open("keys have no area", ALL),
    "vault_namedkey": Open("keys have no area", ALL),
    "vault_deskpair": Open("keys have no area", ALL, Public(("SELECT (unit, public)",))),
    "vault_talkkey": Open(
        "keys have no area",
        ALL,
        # Who could delete them, or had what is sealed to desks, could destroy or take along what lies there.
        Public(("SELECT (id, dossier, unit, made_on, to_receipt)", "INSERT", "UPDATE (to_receipt)")),
    ),
    "django_migrations": OPEN["django_migrations"],
}
"""The tables of the key store."""

FUNCTIONS = ("audit_head(uuid)",)
"""What the application's role may call beside PostgreSQL's own; they run with its rights, not their owner's."""


def tables_of(alias: str) -> Mapping[str, Wall | Open]:
    """Every table of a database that a role may do something with."""
    return {**WALLS, **OPEN} if alias == "default" else KEYS


def raise_walls(alias: str, application: str | None, public: str | None) -> None:
    """Give each table its policies and the roles their privileges, whatever was there before.

    To be called as the owner, after migrating. Without an `application` the tables are that role's own. Without a
    `public` nothing is done for the public part. Raises SettingMissing where there is no such role.
    """
    connection = connections[alias]
    if connection.vendor != "postgresql" or not (application or public):
        return
    if public:
        _refuse_unknown(connection, public)
    present = set(connection.introspection.table_names())
    tables = {name: table for name, table in tables_of(alias).items() if name in present}
    with transaction.atomic(using=alias):
        _take_all(connection, sql.SQL("PUBLIC"))
        if application:
            _raise_for_the_application(connection, sql.Identifier(application), tables)
        if public:
            _raise_for_the_public_part(connection, sql.Identifier(public), tables)


def _raise_for_the_application(
    connection: BaseDatabaseWrapper, role: sql.Identifier, tables: Mapping[str, Wall | Open]
) -> None:
    _let_in(connection, role)
    for name, table in tables.items():
        if isinstance(table, Wall):
            _raise(connection, name, table)
        _grant(connection, role, name, table.rights)
    for function in _functions(connection):
        _say(connection, "GRANT EXECUTE ON FUNCTION {function} TO {role}", function=sql.SQL(function), role=role)


def _raise_for_the_public_part(
    connection: BaseDatabaseWrapper, role: sql.Identifier, tables: Mapping[str, Wall | Open]
) -> None:
    # One that had the part before: without the policies, which are for one role, its privileges would be for all rows.
    for former in _roles_with_rows(connection):
        _take_all(connection, sql.Identifier(former))
    _let_in(connection, role)
    for name, table in tables.items():
        _raise_rows(connection, role, name, table.public)
        _grant(connection, role, name, table.public.rights)


def _refuse_unknown(connection: BaseDatabaseWrapper, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            raise SettingMissing(
                f"Rollen «{role}» i DATABASE_PUBLIC_ROLE finnes ikke i PostgreSQL. Lag den som administrator: "
                f"CREATE ROLE {role} LOGIN PASSWORD '…'; og kjør motvekt migrate igjen."
            )


def _roles_with_rows(connection: BaseDatabaseWrapper) -> list[str]:
    """Those for whom there are policies of `_raise_rows`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT rolname FROM pg_policy JOIN pg_roles ON pg_roles.oid = ANY(polroles) "
            "WHERE polname = ANY(%s)",
            [list(OF_THE_PUBLIC_PART)],
        )
        return [name for (name,) in cursor.fetchall()]


OF_THE_PUBLIC_PART = ("public_part", "public_part_changes")
"""The names of its policies: of rows that it sees and writes, and of what it may change them to."""


def _raise_rows(connection: BaseDatabaseWrapper, role: sql.Identifier, table: str, public: Public) -> None:
    """The rows that are the public part's own, within those of the area. For this role alone."""
    both, changes = map(sql.Identifier, OF_THE_PUBLIC_PART)
    name = sql.Identifier(table)
    for policy in (both, changes):
        _say(connection, "DROP POLICY IF EXISTS {policy} ON {table}", policy=policy, table=name)
    if not public.has_rows_of_its_own:
        return
    _say(
        connection,
        "CREATE POLICY {policy} ON {table} AS RESTRICTIVE TO {role} USING ({sees}) WITH CHECK ({writes})",
        policy=both,
        table=name,
        role=role,
        sees=sql.SQL(public.sees),
        writes=sql.SQL(public.writes),
    )
    if public.changes != "true":
        _say(
            connection,
            "CREATE POLICY {policy} ON {table} AS RESTRICTIVE FOR UPDATE TO {role} USING (true) WITH CHECK ({changes})",
            policy=changes,
            table=name,
            role=role,
            changes=sql.SQL(public.changes),
        )


def _functions(connection: BaseDatabaseWrapper) -> list[str]:
    """Those of `FUNCTIONS` that are there: not in the key store, nor after migrating backwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regprocedure(name) IS NOT NULL", [[*FUNCTIONS]]
        )
        return [name for (name,) in cursor.fetchall()]


def _take_all(connection: BaseDatabaseWrapper, role: sql.Composable) -> None:
    schema = _schema(connection)
    for statement in _TAKE:
        _say(connection, statement, schema=schema, role=role)


def _let_in(connection: BaseDatabaseWrapper, role: sql.Identifier) -> None:
    """To the schema, and for now to nothing in it."""
    _take_all(connection, role)
    _say(connection, "GRANT USAGE ON SCHEMA {schema} TO {role}", schema=_schema(connection), role=role)


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
