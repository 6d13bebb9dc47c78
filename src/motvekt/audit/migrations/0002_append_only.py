"""The log is only added to, by whatever way somebody reaches the database."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# `recursive_triggers` (site/env.py) lets the second of them see INSERT OR REPLACE, which deletes first.
SQLITE = [
    f"""
CREATE TRIGGER audit_auditevent_no_{what} BEFORE {what.upper()} ON audit_auditevent
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
"""
    for what in ("update", "delete")
]
POSTGRESQL = [
    """
CREATE FUNCTION audit_auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log is only added to'; END $$
""",
    """
CREATE TRIGGER audit_auditevent_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditevent
FOR EACH STATEMENT EXECUTE FUNCTION audit_auditevent_append_only()
""",
]


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER audit_auditevent_append_only ON audit_auditevent")
        editor.execute("DROP FUNCTION audit_auditevent_append_only()")
    else:
        for what in ("update", "delete"):
            editor.execute(f"DROP TRIGGER audit_auditevent_no_{what}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]

    operations = [migrations.RunPython(forwards, backwards)]
