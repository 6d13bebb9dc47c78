"""The public part's own role on PostgreSQL: it may do what `site/walls.py` says, in both databases, and no more."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql
from pytest_django import DjangoDbBlocker

from motvekt.consultations.models import Anonymous
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Dossier, Item
from motvekt.guide.actions import publish
from motvekt.kernel import clock
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Arrival
from motvekt.site.database_roles import more_than_public
from motvekt.site.walls import KEYS, raise_walls, tables_of
from motvekt.vault import keystore
from tests.conftest import OPERATOR
from tests.databases import APPLICATION, OWNER, PUBLIC, ROLE, address, copied
from tests.guides import PACKS, guide_of
from tests.installation import set_area
from tests.integration.walled import furnish
from tests.processes import Installation, Originals, Stage, empty_installation

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]

HERE = "asker-baerum"
OF_TABLES, OF_COLUMNS = ("DELETE", "TRUNCATE", "TRIGGER"), ("SELECT", "INSERT", "UPDATE", "REFERENCES")


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Both areas, committed in a database that nobody else uses: a row of each table, and what came anonymously. The
    address of that database for the public part's role.
    """
    with django_db_blocker.unblock(), copied():
        for slug, host in zip(PACKS, ("localhost", "fjellvik.localhost"), strict=True):
            set_area(slug=slug, hosts=[host], default=slug == HERE, by=OPERATOR)
            publish(guide=guide_of(slug), area=slug, by=OPERATOR, press=None)
        for area in Area.objects.all():
            furnish(area)
            with within(area.id):
                _asked(area)
        yield address(PUBLIC, connection.settings_dict["NAME"])


def _asked(area: Area) -> None:
    """What somebody said and was answered, beside other items in the same dossier and items of its kinds in others."""
    row = Anonymous.objects.select_related("unit", "dossier").get()
    about = {"area": area, "made_at": clock.now(), "content": "sagt"}
    Arrival.objects.create(
        area=area, unit=row.unit, kind=ArrivalKind.ANONYMOUS, dossier=row.dossier, came_at=clock.now(),
        read_by=clock.now(),
    )  # fmt: skip
    other = Dossier.objects.exclude(pk=row.pk).get()
    with_keys = Item.objects.filter(dossier=other)[0].unit
    keystore.make_key(dossier=row.pk, unit=row.unit_id)
    for kind in (ItemKind.QUESTION, ItemKind.IMAGE, ItemKind.ANSWER, ItemKind.IDENTITY, ItemKind.DECISION):
        Item.objects.create(**about, dossier=row.dossier, unit=row.unit, kind=kind)
        Item.objects.create(**about, dossier=other, unit=with_keys, kind=kind)


@contextmanager
def inside(url: str, area: str = HERE) -> Iterator[psycopg.Connection]:
    """Logged in as the role, within an area. What is done is rolled back."""
    with psycopg.connect(url) as public:
        public.execute(
            "SELECT set_config('motvekt.area', (SELECT id::text FROM organisations_area WHERE slug = %s), false)",
            [area],
        )
        yield public
        public.rollback()


def select(public: psycopg.Connection, statement: str) -> set[str]:
    return {str(row[0]) for row in public.execute(statement.encode()).fetchall()}


# --- Rights -----------------------------------------------------------------------------------------------------------


def held(url: str) -> dict[tuple[str, str], set[str] | None]:
    """Table and right to the columns that it is for, None for the whole table."""
    found: dict[tuple[str, str], set[str] | None] = {}
    with psycopg.connect(url) as public:
        tables = select(
            public,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'f')",
        )
        for table in tables:
            for right in (*OF_TABLES, *OF_COLUMNS):
                if public.execute("SELECT has_table_privilege(%s, %s)", [table, right]).fetchone() == (True,):
                    found[table, right] = None
                elif right in OF_COLUMNS:
                    columns = public.execute(
                        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                        "AND NOT attisdropped AND has_column_privilege(attrelid, attnum, %s)",
                        [table, right],
                    ).fetchall()
                    if columns:
                        found[table, right] = {name for (name,) in columns}
    return found


def written(alias: str) -> dict[tuple[str, str], set[str] | None]:
    """The same, as the table in the code says it."""
    found: dict[tuple[str, str], set[str] | None] = {}
    for name, table in tables_of(alias).items():
        for right in table.public.rights:
            kind, _, columns = right.rstrip(")").partition(" (")
            found[name, kind] = set(columns.split(", ")) if columns else None
    return found


def test_the_role_may_do_what_the_table_says_and_no_more(furnished: str) -> None:
    assert held(furnished) == written("default")


def test_in_the_key_store_too(keys: str) -> None:
    assert held(keys) == written("keys")
    application = held(keys.replace(*_as_the_application()))
    assert set(application) == {(name, right) for name, table in KEYS.items() for right in table.rights}


def test_a_table_that_stands_nowhere_gives_it_nothing() -> None:
    assert {name for alias in ("default", "keys") for name, _ in written(alias)} == {
        "organisations_area", "organisations_areahost", "organisations_organisation", "organisations_unit",
        "organisations_membership", "organisations_account", "guide_edition", "guide_editionfile", "guide_proposal",
        "guide_contactcheck", "dossiers_dossier", "dossiers_item", "reports_arrival", "consultations_anonymous",
        "audit_auditcount", "django_migrations", "vault_deskpair", "vault_talkkey",
    }  # fmt: skip


# --- Rows -------------------------------------------------------------------------------------------------------------

SEEN: dict[str, set[str]] = {
    "SELECT kind FROM dossiers_dossier": {DossierKind.ANONYMOUS_CONSULTATION},
    "SELECT kind FROM dossiers_item": {ItemKind.QUESTION, ItemKind.IMAGE, ItemKind.ANSWER},
    "SELECT kind FROM reports_arrival": {ArrivalKind.ANONYMOUS},
    "SELECT state FROM guide_proposal": set(),
    "SELECT code FROM audit_auditcount": set(),
}


@pytest.mark.parametrize("statement", SEEN)
def test_it_sees_what_is_its_own_where_there_is_more(furnished: str, statement: str) -> None:
    with inside(furnished) as public:
        assert select(public, statement) == SEEN[statement]
        if "dossiers_item" in statement:
            assert public.execute("SELECT count(*), count(DISTINCT dossier_id) FROM dossiers_item").fetchone() == (3, 1)
    with inside(furnished.replace(*_as_the_application())) as application:
        assert select(application, statement) > SEEN[statement]


def _as_the_application() -> tuple[str, str]:
    return urlsplit(os.environ[PUBLIC]).netloc, urlsplit(os.environ["DATABASE_URL"]).netloc


def test_nothing_of_another_area_and_nothing_where_none_is_named(furnished: str) -> None:
    with inside(furnished) as here, inside(furnished, "fjellvik") as there, psycopg.connect(furnished) as nowhere:
        for table in ("dossiers_dossier", "dossiers_item", "reports_arrival", "guide_edition"):
            ids = [select(one, f"SELECT id FROM {table}") for one in (here, there, nowhere)]  # noqa: S608
            assert ids[0]
            assert ids[1]
            assert not ids[0] & ids[1]
            assert not ids[2]


ITEM = (
    "INSERT INTO dossiers_item (id, area_id, dossier_id, unit_id, kind, made_at, version, content, written_by_id) "
    "SELECT gen_random_uuid(), area_id, {dossier}, unit_id, {kind}, made_at, 1, content, {by} "
    "FROM dossiers_item LIMIT 1"
)
OWN = {"dossier": "dossier_id", "kind": "'question'", "by": "NULL"}
SOMEBODY = "(SELECT min(id::text)::uuid FROM organisations_account)"
WRITTEN = [
    # Another kind of what it writes, as somebody, and in a dossier that isn't its own.
    "INSERT INTO dossiers_dossier (id, area_id, unit_id, kind, edition_id, begun_on, guardians_known) "
    "SELECT gen_random_uuid(), area_id, unit_id, 'concern', edition_id, begun_on, false FROM dossiers_dossier",
    ITEM.format(**{**OWN, "kind": "'answer'"}),
    ITEM.format(**{**OWN, "kind": "'decision'"}),
    ITEM.format(**{**OWN, "by": SOMEBODY}),
    ITEM.format(**{**OWN, "dossier": "{other}"}),
    # What the desk does.
    "UPDATE reports_arrival SET kind = 'report'",
    f"UPDATE reports_arrival SET status = 'read', reader_id = {SOMEBODY}",  # noqa: S608
    "UPDATE dossiers_dossier SET id = gen_random_uuid()",
    "INSERT INTO audit_auditcount (id, area, day, code, number) "
    "SELECT gen_random_uuid(), id, now(), 'sign_in_failed', 1 FROM organisations_area WHERE slug = 'asker-baerum'",
]


@pytest.mark.parametrize("statement", WRITTEN)
def test_rows_that_are_not_its_own_are_not_written(furnished: str, statement: str) -> None:
    with inside(furnished.replace(*_as_the_application())) as application:
        [other] = select(application, "SELECT id FROM dossiers_dossier WHERE kind = 'concern'")
    with inside(furnished) as public, pytest.raises(psycopg.Error, match="row-level security"):
        public.execute(statement.replace("{other}", f"'{other}'").encode())


def test_it_locks_a_dossier_and_writes_what_the_asker_says(furnished: str) -> None:
    with inside(furnished) as public:
        public.execute("SELECT id FROM dossiers_dossier FOR UPDATE")
        for kind in ("question", "image", "identity"):
            public.execute(ITEM.format(**{**OWN, "kind": f"'{kind}'"}).encode())
        woken = public.execute("UPDATE reports_arrival SET kind = 'anonymous_report', came_at = now()")
        assert woken.rowcount == 1


REFUSED = [
    "SELECT email FROM organisations_account",
    "SELECT password FROM organisations_account",
    "SELECT * FROM organisations_account",
    "UPDATE organisations_account SET is_active = true",
    "SELECT 1 FROM organisations_session",
    "SELECT 1 FROM organisations_factor",
    "SELECT 1 FROM organisations_recoverycode",
    "SELECT 1 FROM organisations_identity",
    "SELECT 1 FROM organisations_invitation",
    "SELECT appointed_by FROM organisations_membership",
    "INSERT INTO organisations_membership (id) VALUES (gen_random_uuid())",
    "UPDATE organisations_membership SET confirmed_at = now()",
    "UPDATE organisations_unit SET desk = ''",
    "INSERT INTO organisations_areahost (host) VALUES ('ond.no')",
    "SELECT 1 FROM audit_auditevent",
    "INSERT INTO audit_auditevent (id) VALUES (gen_random_uuid())",
    "SELECT audit_head(gen_random_uuid())",
    "SELECT 1 FROM dossiers_namemark",
    "SELECT 1 FROM dossiers_disclosure",
    "SELECT 1 FROM reports_report",
    "SELECT 1 FROM concerns_concern",
    "SELECT 1 FROM django_tasks_database_dbtaskresult",
    "INSERT INTO guide_edition (id) VALUES (gen_random_uuid())",
    "UPDATE dossiers_item SET content = ''",
    "UPDATE dossiers_dossier SET unit_id = id",
    "UPDATE reports_arrival SET unit_id = id",
    "UPDATE consultations_anonymous SET unit_id = dossier_id",
    "DELETE FROM dossiers_item",
    "DELETE FROM consultations_anonymous",
    "DELETE FROM reports_arrival",
    "TRUNCATE dossiers_item",
    "DROP POLICY public_part ON dossiers_item",
    "ALTER TABLE dossiers_item DISABLE ROW LEVEL SECURITY",
    "CREATE TABLE x (id uuid)",
    "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "SET ROLE motvekt_app",
    "SET ROLE motvekt_owner",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_role_is_refused(furnished: str, statement: str) -> None:
    with inside(furnished) as public, pytest.raises(psycopg.Error, match=r"permission denied|must be owner"):
        public.execute(statement.encode())


# --- The installation -------------------------------------------------------------------------------------------------


@pytest.fixture
def installation(originals: Originals, tmp_path: Path) -> Iterator[Installation]:
    """Of one's own."""
    with originals.copy(Stage.MIGRATED, tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="module")
def keys(originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a key store for the public part's role."""
    with originals.copy(Stage.MIGRATED, tmp_path_factory.mktemp("keys") / "data") as made:
        yield made.of_the_public_part(made.folder / "public").environment["MOTVEKT_KEYS_URL"]


OF_KEYS = [
    "SELECT wrapped FROM vault_deskpair",
    "SELECT * FROM vault_deskpair",
    "UPDATE vault_deskpair SET public = ''",
    "INSERT INTO vault_deskpair (id) VALUES (gen_random_uuid())",
    "SELECT 1 FROM vault_datakey",
    "SELECT 1 FROM vault_namedkey",
    "SELECT to_desk FROM vault_talkkey",
    "UPDATE vault_talkkey SET to_desk = ''",
    "DELETE FROM vault_talkkey",
    "TRUNCATE vault_talkkey",
]


def test_it_takes_no_wrapped_key_along_and_destroys_none(keys: str) -> None:
    for statement in OF_KEYS:
        with psycopg.connect(keys) as public, pytest.raises(psycopg.Error, match="permission denied"):
            public.execute(statement.encode())
    with psycopg.connect(keys) as public:
        public.execute("SELECT public FROM vault_deskpair WHERE unit = gen_random_uuid()")
        public.execute("UPDATE vault_talkkey SET to_receipt = NULL WHERE dossier = gen_random_uuid()")


def test_a_part_that_runs_as_another_role_is_told_so_and_runs(installation: Installation) -> None:
    public = installation.of_the_public_part(installation.folder / "public")
    start = ("-c", "import motvekt.site.wsgi")
    assert public.motvekt("check") == "Ingenting å sette.\n"
    assert public.python(*start) == ""
    wider = Installation(public.folder, dict(public.environment))
    wider.environment["MOTVEKT_KEYS_URL"] = installation.environment["MOTVEKT_KEYS_URL"]
    assert wider.motvekt("check", status=1).startswith("public_role: ")
    assert "public_role" in wider.python(*start)


PLANTED = {
    "GRANT SELECT ON organisations_session TO {role}": "SELECT organisations_session",
    "GRANT SELECT (email) ON organisations_account TO {role}": "SELECT organisations_account",
    "GRANT DELETE ON dossiers_item TO {role}": "DELETE dossiers_item",
    "GRANT UPDATE ON reports_arrival TO PUBLIC": "UPDATE reports_arrival",
    "DROP POLICY public_part ON dossiers_item": "dossiers_item, alle rader",
    "CREATE TABLE glemt (id uuid); GRANT SELECT ON glemt TO {role}": "SELECT glemt",
}


def test_a_right_too_many_is_named_and_taken_when_walls_are_raised_again(furnished: str) -> None:
    role, application = (urlsplit(os.environ[name]).username or "" for name in (PUBLIC, APPLICATION))
    with logged_in(PUBLIC):
        assert list(more_than_public("default")) == []
    with logged_in(OWNER), connections["default"].cursor() as owner:
        for statement in PLANTED:
            owner.execute(statement.format(role=role))
    with logged_in(PUBLIC):
        assert list(more_than_public("default")) == sorted(PLANTED.values(), key=_in_order)
    with logged_in(OWNER):
        raise_walls("default", application, role)
    with logged_in(PUBLIC):
        assert list(more_than_public("default")) == []


def _in_order(said: str) -> tuple[bool, str]:
    """Rights come by the table's name, and rows after them."""
    return "rader" in said, said.split()[-1]


@contextmanager
def logged_in(setting: str) -> Iterator[None]:
    """This process's way to the data is as the role of an address, and what is done is committed."""
    before, url = connections["default"], urlsplit(os.environ[setting])
    other = connections.create_connection("default")
    other.settings_dict = {**before.settings_dict, "USER": url.username, "PASSWORD": url.password}
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = before


@pytest.fixture
def another() -> Iterator[str]:
    """A role that no other test knows."""
    name = f"prove_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["POSTGRES_ADMINISTRATOR_URL"], autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'prove'".encode())
        yield name
        administrator.execute(f"DROP ROLE IF EXISTS {name}".encode())


def disown(installation: Installation, role: str) -> None:
    """Take all that a role has in an installation, as an administrator does before it is dropped."""
    for name in ("DATABASE_URL", "MOTVEKT_KEYS_URL"):
        url = urlsplit(os.environ["POSTGRES_ADMINISTRATOR_URL"])._replace(
            path=urlsplit(installation.environment[name]).path
        )
        with psycopg.connect(urlunsplit(url)) as administrator:
            administrator.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))


def of(url: str, role: str) -> str:
    """The same address, for another role."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:prove@{parts.hostname}:{parts.port}"))


def test_who_had_the_part_before_has_nothing_when_another_is_named(installation: Installation, another: str) -> None:
    former = installation.of_the_public_part(installation.folder / "public").environment["DATABASE_URL"]
    installation.environment[ROLE] = another
    installation.motvekt("migrate", "--verbosity", "0")
    with ExitStack() as stack:
        stack.callback(disown, installation, another)
        assert held(of(former, another)) == written("default")
        assert held(former) == {}


def test_without_the_setting_nothing_is_done_for_the_part(installation: Installation, another: str) -> None:
    url = installation.of_the_public_part(installation.folder / "public").environment["DATABASE_URL"]
    del installation.environment[ROLE]
    installation.motvekt("migrate", "--verbosity", "0")
    assert held(url) == written("default")
    assert held(of(url, another)) == {}


def test_a_role_that_is_not_there_or_is_another_ones_is_said(installation: Installation) -> None:
    installation.environment[ROLE] = "ingen_slik"
    said = installation.motvekt("migrate", "--verbosity", "0", status=1)
    assert "CREATE ROLE ingen_slik LOGIN" in said
    for taken in ("motvekt_app", "motvekt_owner"):
        installation.environment[ROLE] = taken
        assert ROLE in installation.motvekt("migrate", "--verbosity", "0", status=1)


def test_where_the_key_store_has_no_owner_of_its_own_the_part_gets_its_rights_there_too(
    installation: Installation,
) -> None:
    public = installation.of_the_public_part(installation.folder / "public")
    own = {**installation.environment, "MOTVEKT_KEYS_URL": installation.environment["MOTVEKT_KEYS_OWNER_URL"]}
    del own["MOTVEKT_KEYS_OWNER_URL"]
    with psycopg.connect(own["MOTVEKT_KEYS_URL"]) as owner:
        owner.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {os.environ[ROLE]}".encode())
    Installation(installation.folder, own).motvekt("migrate", "--verbosity", "0")
    assert held(public.environment["MOTVEKT_KEYS_URL"]) == written("keys")


def test_a_backup_is_restored_where_the_role_is_another_one(
    installation: Installation, another: str, tmp_path: Path
) -> None:
    installation.environment[ROLE] = another
    installation.motvekt("migrate", "--verbosity", "0")
    installation.motvekt("backup", str(tmp_path / "copy"))
    disown(installation, another)
    with psycopg.connect(os.environ["POSTGRES_ADMINISTRATOR_URL"], autocommit=True) as administrator:
        administrator.execute(f"DROP ROLE {another}".encode())
    with empty_installation(tmp_path / "new") as fresh:
        for name in ("master.key", "public.key", "shredded.log"):
            shutil.copyfile(installation.file(name), fresh.file(name))
            fresh.file(name).chmod(0o600)
        fresh.motvekt("restore", str(tmp_path / "copy"))
        public = fresh.of_the_public_part(tmp_path / "public").environment
        assert held(public["DATABASE_URL"]) == written("default")
        assert held(public["MOTVEKT_KEYS_URL"]) == written("keys")
