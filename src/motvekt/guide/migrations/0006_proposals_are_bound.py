"""A proposal's content can't be changed, and nothing of a closed one, by whatever way somebody reaches the database."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# A closed one is bound whole; an open one may only be closed.
BOUND = """
OLD.state <> 'open' OR NEW.id <> OLD.id OR NEW.area_id <> OLD.area_id OR NEW.follows <> OLD.follows
OR NEW.pack <> OLD.pack OR NEW.schema <> OLD.schema OR NEW.valid_from <> OLD.valid_from
OR NEW.content <> OLD.content OR NEW.digest <> OLD.digest
OR NEW.proposed_at <> OLD.proposed_at OR NEW.proposed_by <> OLD.proposed_by
"""
SQLITE = f"""
CREATE TRIGGER guide_proposal_bound BEFORE UPDATE ON guide_proposal WHEN {BOUND}
BEGIN SELECT RAISE(ABORT, 'a proposal is bound'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION guide_proposal_bound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a proposal is bound'; END $$
"""
POSTGRESQL_TRIGGER = f"""
CREATE TRIGGER guide_proposal_bound BEFORE UPDATE ON guide_proposal
FOR EACH ROW WHEN ({BOUND}) EXECUTE FUNCTION guide_proposal_bound()
"""


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        editor.execute(POSTGRESQL_TRIGGER)
    else:
        editor.execute(SQLITE)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER guide_proposal_bound ON guide_proposal")
        editor.execute("DROP FUNCTION guide_proposal_bound()")
    else:
        editor.execute("DROP TRIGGER guide_proposal_bound")


class Migration(migrations.Migration):
    dependencies = [("guide", "0005_proposals")]

    operations = [migrations.RunPython(forwards, backwards)]
