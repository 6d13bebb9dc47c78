"""The two roles on PostgreSQL: one owns the tables, the other works with them and is held by the walls.

Row-level security doesn't hold a table's owner, a superuser or a role with BYPASSRLS, so an application that is one of
them has no walls, whatever its policies say. It is not started as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

from motvekt.kernel.errors import SettingMissing

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
