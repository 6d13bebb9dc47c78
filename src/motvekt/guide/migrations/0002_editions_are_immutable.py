"""An edition's row can't be changed, by whatever way somebody reaches the database."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER guide_edition_immutable BEFORE UPDATE ON guide_edition
BEGIN SELECT RAISE(ABORT, 'an edition is immutable'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION guide_edition_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an edition is immutable'; END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER guide_edition_immutable BEFORE UPDATE ON guide_edition
FOR EACH STATEMENT EXECUTE FUNCTION guide_edition_immutable()
"""


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        editor.execute(POSTGRESQL_TRIGGER)
    else:
        editor.execute(SQLITE)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER guide_edition_immutable ON guide_edition")
        editor.execute("DROP FUNCTION guide_edition_immutable()")
    else:
        editor.execute("DROP TRIGGER guide_edition_immutable")


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
