"""On PostgreSQL, the head of a chain in one call that locks the chain before it looks.

In one statement the lock would come after the snapshot, and the writer that waited would read the head that was. Within
a volatile function each statement has a snapshot of its own.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE FUNCTION audit_head(chain uuid, OUT number bigint, OUT mac bytea) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit/' || chain::text, 0));
  SELECT event.number, event.mac INTO number, mac FROM audit_auditevent AS event
  WHERE event.controller = chain ORDER BY event.number DESC LIMIT 1;
END $$
"""


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION audit_head(uuid)")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunPython(forwards, backwards)]
