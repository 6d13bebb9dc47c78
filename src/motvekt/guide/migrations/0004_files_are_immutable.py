"""An edition's files can't be changed, by whatever way somebody reaches the database."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER guide_editionfile_immutable BEFORE UPDATE ON guide_editionfile
BEGIN SELECT RAISE(ABORT, 'an edition is immutable'); END
"""
# The function stands since the editions' own trigger.
POSTGRESQL = """
CREATE TRIGGER guide_editionfile_immutable BEFORE UPDATE ON guide_editionfile
FOR EACH STATEMENT EXECUTE FUNCTION guide_edition_immutable()
"""


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    on = " ON guide_editionfile" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER guide_editionfile_immutable{on}")


class Migration(migrations.Migration):
    dependencies = [("guide", "0003_edition_files")]

    operations = [migrations.RunPython(forwards, backwards)]
