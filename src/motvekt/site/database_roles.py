"""The roles on PostgreSQL: one owns the tables, others work with them and are held by the walls.

Row-level security doesn't hold a table's owner, a superuser or a role with BYPASSRLS, so an application that is one of
them has no walls, whatever its policies say. It is not started as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

from motvekt.kernel.errors import SettingMissing
from motvekt.site.walls import OF_THE_PUBLIC_PART, Open, Wall, tables_of

_LOGIN = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@contextmanager
def as_owner(alias: str) -> Iterator[str | None]:
    """Log in to a database as its tables' owner; gives the application's role, or None where that is the same one.

    For a command that does nothing else. The key store has no walls: without an owner of its own it is the role's.
    Raises SettingMissing where nobody has said who owns the other one.
    """
    connection = connections[alias]
    if connection.vendor != "postgresql" or (alias != "default" and alias not in settings.DATABASE_OWNERS):
        yield None
        return
    if alias not in settings.DATABASE_OWNERS:
        raise SettingMissing(f"DATABASE_OWNER_URL mangler. {HOW}")
    logins = connection.settings_dict
    before = {part: logins[part] for part in _LOGIN}
    connection.close()
    logins.update({part: settings.DATABASE_OWNERS[alias][part] for part in _LOGIN})
    try:
        yield before["USER"]
    finally:
        connection.close()
        logins.update(before)


HOW = (
    "PostgreSQL skal ha to roller: en som eier tabellene, og en som programmet bruker og som ikke eier noe.\n"
    "  1. Lag programmets rolle som administrator: CREATE ROLE motvekt_app LOGIN PASSWORD '…';\n"
    "  2. Sett DATABASE_URL til den rollen, og DATABASE_OWNER_URL til rollen som eier databasen og tabellene.\n"
    "  3. Kjør: motvekt migrate"
)

# Members count as what they are members of: they can take its place.
_ROLES = """
SELECT coalesce(bool_or(rolsuper), false), coalesce(bool_or(rolbypassrls), false),
  coalesce(bool_or(rolcreaterole), false), current_user
FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
"""
# Who owns the schema may drop what stands in it.
_OWNS = """
SELECT EXISTS (
  SELECT 1 FROM pg_class JOIN pg_namespace AS schema ON schema.oid = relnamespace
  WHERE nspname = current_schema() AND relkind IN ('r', 'p')
  AND (pg_has_role(current_user, relowner, 'MEMBER') OR pg_has_role(current_user, nspowner, 'MEMBER'))
)
"""


def refuse_without_walls() -> None:
    """Raises SettingMissing where the walls don't hold the role of DATABASE_URL; django.db.Error without an answer."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_ROLES)
        superuser, bypasses, makes_roles, role = cursor.fetchone()
        cursor.execute(_OWNS)
        owns = cursor.fetchone()[0]
    if why := _why(superuser, bypasses, makes_roles, owns):
        raise SettingMissing(f"Rollen «{role}» i DATABASE_URL {why}. Da skilles ikke områdene fra hverandre.\n{HOW}")


def _why(superuser: bool, bypasses: bool, makes_roles: bool, owns: bool) -> str:
    if superuser:
        return "er superbruker"
    if bypasses:
        return "har BYPASSRLS"
    if makes_roles:
        return "har CREATEROLE, og kan gjøre seg til eier"
    return "eier tabellene" if owns else ""


# Of each table (and of views, which run as their owner): what this role may do with the whole, and with which columns.
_MAY = """
SELECT relname, may, has_table_privilege(pg_class.oid, may), CASE WHEN may <> ALL (%s) THEN array(
  SELECT attname::text FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
  AND has_column_privilege(pg_class.oid, attnum, may)) ELSE '{}' END
FROM pg_class CROSS JOIN unnest(%s::text[]) AS may
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY relname, may
"""
_OF_COLUMNS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
_OF_TABLES = ("DELETE", "TRUNCATE", "TRIGGER")
_HELD = """
SELECT tablename FROM pg_policies
WHERE schemaname = current_schema() AND policyname = %s AND permissive = 'RESTRICTIVE' AND current_user = ANY(roles)
"""


def more_than_public(alias: str) -> Iterator[str]:
    """What the role that this process has in a database may do that the public part has no need of, in words."""
    connection, tables = connections[alias], tables_of(alias)
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_MAY, [list(_OF_TABLES), [*_OF_COLUMNS, *_OF_TABLES]])
        held = cursor.fetchall()
        cursor.execute(_HELD, [OF_THE_PUBLIC_PART[0]])
        walled = {name for (name,) in cursor.fetchall()}
    for name, right, on_all, columns in held:
        needed = _needed(tables, name, right)
        if needed is not None and (on_all or set(columns) - needed):
            yield f"{right} {name}"
    for name, table in tables.items():
        if table.public.has_rows_of_its_own and name not in walled:
            yield f"{name}, alle rader"


def _needed(tables: Mapping[str, Wall | Open], name: str, right: str) -> frozenset[str] | None:
    """The columns of a table with which the public part needs to do that; None for all of them."""
    needed: set[str] = set()
    for one in tables[name].public.rights if name in tables else ():
        kind, _, columns = one.rstrip(")").partition(" (")
        if kind == right and not columns:
            return None
        if kind == right:
            needed.update(columns.split(", "))
    return frozenset(needed)
