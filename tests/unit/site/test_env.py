"""Settings: typed, with defaults, and a message that says what to set."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from motvekt.kernel.errors import SettingMissing
from motvekt.post.transport import Tls
from motvekt.site import env
from motvekt.vault import public_keys

SECRET = "x" * 50


def test_without_settings_everything_is_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = env.read({})
    assert found.data == tmp_path / "data"
    assert found.database_url is None
    assert not found.https
    assert env.databases(found)["default"]["ENGINE"].endswith("sqlite3")


def test_the_first_start_makes_a_secret_that_only_its_owner_reads_and_the_next_finds_it(tmp_path: Path) -> None:
    first = env.read({"MOTVEKT_DATA": str(tmp_path / "ny")})
    assert len(first.secret) >= 50
    assert stat.S_IMODE((tmp_path / "ny" / "secret").stat().st_mode) == 0o600
    assert env.read({"MOTVEKT_DATA": str(tmp_path / "ny")}).secret == first.secret


def test_the_public_part_reads_no_secret_and_makes_none(tmp_path: Path) -> None:
    keys = tmp_path / "public.key"
    public_keys.make_file(keys)
    said = {"MOTVEKT_PART": "public", "MOTVEKT_DATA": str(tmp_path / "data"), "MOTVEKT_PUBLIC_KEYS": str(keys)}
    found = env.read(said)
    assert env.read({**said, "MOTVEKT_SECRET": SECRET}).secret == found.secret == public_keys.read(keys).secret()
    assert len(found.secret) >= 50
    assert not (tmp_path / "data").exists()
    keys.unlink()
    with pytest.raises(SettingMissing, match="MOTVEKT_PUBLIC_KEYS"):
        env.read(said)
    with pytest.raises(SettingMissing, match="MOTVEKT_PART must be all or public"):
        env.read({"MOTVEKT_PART": "ansatt"})


@pytest.mark.parametrize("content", ["", "kort"])
def test_a_damaged_secret_is_named_and_not_used(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)
    (tmp_path / "secret").chmod(0o600)
    with pytest.raises(SettingMissing, match="too short"):
        env.read({"MOTVEKT_DATA": str(tmp_path)})


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(SettingMissing, match="chmod 600"):
        env.read({"MOTVEKT_DATA": str(tmp_path)})


def test_many_first_starts_at_once_all_get_the_same_whole_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: env.read({"MOTVEKT_DATA": str(tmp_path / "ny")}).secret, range(64)))
    assert len(found) == 1
    assert len(found.pop()) >= env.SHORTEST_SECRET
    assert [file.name for file in (tmp_path / "ny").iterdir()] == ["secret"]


def test_a_data_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(SettingMissing, match="MOTVEKT_DATA"):
        env.read({"MOTVEKT_DATA": str(tmp_path / "fil" / "data")})


def test_a_database_address_is_taken_apart(tmp_path: Path) -> None:
    address = "postgres://bruker:p%40ss@vert:5433/navn?sslmode=require"
    found = env.read({"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_SECRET": SECRET, "DATABASE_URL": address})
    made = env.databases(found)["default"]
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "bruker",
        "p@ss",
        "vert",
        "5433",
        "navn",
    )
    assert made["OPTIONS"] == env.PATIENCE | {"sslmode": "require"}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"MOTVEKT_SECRET": "kort"}, "MOTVEKT_SECRET"),
        ({"MOTVEKT_HTTPS": "ja"}, "MOTVEKT_HTTPS"),
        ({"MOTVEKT_DEMO": "ja"}, "MOTVEKT_DEMO"),
        ({"MOTVEKT_HTTPS": "1", "MOTVEKT_DEMO": "1"}, "MOTVEKT_DEMO"),
        ({"MOTVEKT_LEAVE_URL": "http://usikker.no/"}, "MOTVEKT_LEAVE_URL"),
        ({"DATABASE_URL": "mysql://vert/navn"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://vert/"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://vert:port/navn"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://[vert/navn"}, "DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_set(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    with pytest.raises(SettingMissing, match=named):
        env.databases(env.read({"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_SECRET": SECRET, **settings}))


OWNER = "postgres://eier:p@vert/navn"


def test_the_owner_is_another_role_of_the_same_database_and_is_not_cut_short(tmp_path: Path) -> None:
    addresses = {"DATABASE_URL": "postgres://program:p@vert/navn", "DATABASE_OWNER_URL": OWNER}
    found = env.read({"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_SECRET": SECRET, **addresses})
    owner = env.owners(found)["default"]
    assert owner["USER"] == "eier"
    assert "options" not in owner["OPTIONS"]
    assert set(env.databases(found)) == {"default", "keys"}
    assert env.owners(env.read({"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_SECRET": SECRET})) == {}


@pytest.mark.parametrize(
    "application",
    [
        OWNER,
        "postgres://vert/navn",
        "postgres://program@annen/navn",
        "postgres://program@vert:1/navn",
        "postgres://p@vert/x",
    ],
)
def test_an_owner_that_is_the_same_role_or_of_another_database_is_refused(tmp_path: Path, application: str) -> None:
    for name, owner_name in (("DATABASE_URL", "DATABASE_OWNER_URL"), ("MOTVEKT_KEYS_URL", "MOTVEKT_KEYS_OWNER_URL")):
        settings = {"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_SECRET": SECRET, name: application, owner_name: OWNER}
        with pytest.raises(SettingMissing, match=owner_name):
            env.owners(env.read(settings))


@pytest.mark.parametrize(("role", "refused"), [("eier", True), ("program", True), ("folk", False)])
def test_the_public_parts_role_is_a_third_one(tmp_path: Path, role: str, refused: bool) -> None:
    addresses = {"DATABASE_URL": "postgres://program:p@vert/navn", "DATABASE_OWNER_URL": OWNER}
    given = {"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_SECRET": SECRET, **addresses, "DATABASE_PUBLIC_ROLE": role}
    found = env.read(given)
    assert found.public_role == role
    with pytest.raises(SettingMissing, match="DATABASE_PUBLIC_ROLE") if refused else nullcontext():
        env.owners(found)


def test_every_setting_that_is_read_is_explained() -> None:
    source = Path(env.__file__).read_text("utf-8")
    read = {part.split('"')[0] for part in source.split('environ.get("')[1:]} | {"MOTVEKT_HTTPS", "MOTVEKT_DEMO"}
    assert read == set(env.EXPLAINED)


FROM = {"MOTVEKT_SECRET": SECRET, "MOTVEKT_MAIL_FROM": "ikke-svar@veileder.no"}


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtps://post.no", "post.no", 465, Tls.FROM_THE_START),
        ("smtps://bruker:hem%2Fmelig@post.no:4650", "post.no", 4650, Tls.FROM_THE_START),
        ("smtp://bruker@post.no", "post.no", 587, Tls.STARTTLS),
        ("smtp://post.no:25?tls=0", "post.no", 25, Tls.NONE),
        ("smtp://localhost:25", "localhost", 25, Tls.NONE),
    ],
)
def test_a_mail_server_is_read_and_tls_demanded_but_of_this_machine(url: str, host: str, port: int, tls: Tls) -> None:
    found = env.read({**FROM, "MOTVEKT_MAIL_URL": url}).mail
    assert found
    assert (found.host, found.port, found.tls, found.sender) == (host, port, tls, FROM["MOTVEKT_MAIL_FROM"])
    assert found.password == ("hem/melig" if "melig" in url else "")


def test_without_a_mail_server_there_is_none() -> None:
    assert env.read({"MOTVEKT_SECRET": SECRET}).mail is None


def test_the_password_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "passord"
    file.write_text("fra-filen\n")
    given = {**FROM, "MOTVEKT_MAIL_URL": "smtps://bruker@post.no", "MOTVEKT_MAIL_PASSWORD_FILE": str(file)}
    found = env.read(given)
    assert found.mail
    assert found.mail.password == "fra-filen"
    assert found.mail_password_file == file
    file.unlink()
    with pytest.raises(SettingMissing, match="MOTVEKT_MAIL_PASSWORD_FILE"):
        env.read(given)


@pytest.mark.parametrize(
    "given",
    [
        {"MOTVEKT_MAIL_URL": "http://hemmelig@post.no"},
        {"MOTVEKT_MAIL_URL": "smtps://"},
        {"MOTVEKT_MAIL_URL": "smtps://hemmelig@post.no:tull"},
        {"MOTVEKT_MAIL_URL": "smtp://hemmelig@post.no?tls=1"},
        {"MOTVEKT_MAIL_URL": "smtp://hemmelig@post.no/sti"},
        {"MOTVEKT_MAIL_URL": "smtps://post.no", "MOTVEKT_MAIL_FROM": ""},
        {"MOTVEKT_MAIL_URL": "smtps://post.no", "MOTVEKT_MAIL_FROM": "Kari\nBcc: x@y.no"},
        {"MOTVEKT_LOG": "xml"},
    ],
)
def test_mail_and_log_settings_that_make_no_sense_say_so_and_repeat_no_address(given: dict[str, str]) -> None:
    with pytest.raises(SettingMissing, match="MOTVEKT_") as refused:
        env.read({**FROM, **given})
    assert "hemmelig" not in str(refused.value)


def test_the_log_is_json_but_in_a_demo() -> None:
    assert env.read({"MOTVEKT_SECRET": SECRET}).log == "json"
    assert env.read({"MOTVEKT_SECRET": SECRET, "MOTVEKT_DEMO": "1"}).log == "line"
    assert env.read({"MOTVEKT_SECRET": SECRET, "MOTVEKT_DEMO": "1", "MOTVEKT_LOG": "json"}).log == "json"
