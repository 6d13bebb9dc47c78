"""The only reader of the environment: settings, typed, each with a message that says what to set."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from motvekt.kernel import durable
from motvekt.kernel.errors import SettingMissing
from motvekt.kernel.modes import others_can_read
from motvekt.post.transport import Server, Tls
from motvekt.vault import public_keys


@dataclass(frozen=True)
class Environment:
    """What the environment says. `docs/reference/settings.md` is made from this class's fields and `EXPLAINED`."""

    data: Path
    static: Path
    database_url: str | None
    database_owner_url: str | None
    public_role: str | None
    keys_url: str | None
    keys_owner_url: str | None
    master_key: Path
    shred_journal: Path
    public_keys: Path
    part: str
    secret: str
    secret_given: bool
    leave_url: str
    https: bool
    demo: bool
    log: str
    mail: Server | None
    mail_password_file: Path | None
    openid: Path | None


EXPLAINED = {
    "MOTVEKT_DATA": "Folder for the SQLite database and the secret. Default: `data` in the working folder.",
    "MOTVEKT_STATIC": "Folder with the collected static files. Default: `build/static` in the working folder.",
    "DATABASE_URL": "`postgres://user:password@host:port/name`: the application's role, which owns nothing. Without "
    "it: SQLite in the data folder.",
    "DATABASE_OWNER_URL": "As `DATABASE_URL`, for the role that owns the same database's tables: `motvekt migrate` and "
    "backups use it, and a server needs no knowledge of it. Needed on PostgreSQL.",
    "DATABASE_PUBLIC_ROLE": "The name of the public part's role on PostgreSQL, in both databases: `motvekt migrate` "
    "gives it the rights that this part needs and no others. The part itself has it in its `DATABASE_URL` and "
    "`MOTVEKT_KEYS_URL`. Without it: that part uses the application's roles.",
    "MOTVEKT_KEYS_URL": "As `DATABASE_URL`, for the key store: another database, backed up apart. Without it: SQLite "
    "in the data folder.",
    "MOTVEKT_KEYS_OWNER_URL": "As `DATABASE_OWNER_URL`, for the key store. Without it: the role of `MOTVEKT_KEYS_URL` "
    "owns the key store's tables.",
    "MOTVEKT_MASTER_KEY": "File with the master key. Keep a copy of it apart from every backup. Default: `master.key` "
    "in the data folder, made at the first start.",
    "MOTVEKT_SHRED_JOURNAL": "File with the ids of the keys that were destroyed, kept apart from both databases' "
    "backups. Default: `shredded.log` in the data folder.",
    "MOTVEKT_PUBLIC_KEYS": "File with the keys of the public part: without it no receipt opens anything. Keep a copy "
    "of it with the master key's. Default: `public.key` in the data folder, made with the first master key.",
    "MOTVEKT_PART": "`all`, or `public` for a process that shows the guide and takes anonymous questions, and can't "
    "read the master key: it has no page where anybody signs in, uses no `MOTVEKT_SECRET`, and needs PostgreSQL and "
    "`MOTVEKT_PUBLIC_KEYS`. Default: `all`.",
    "MOTVEKT_SECRET": "At least 50 random characters. Without it: made at the first start and kept in the data folder.",
    "MOTVEKT_LEAVE_URL": "Where «Forlat siden» leads, an https address. Default: `https://www.yr.no/`.",
    "MOTVEKT_HTTPS": "`1` behind a proxy that speaks https and sets X-Forwarded-Proto. Default: `0`.",
    "MOTVEKT_OPENID": "File with the providers of the employer's sign-on (`docs/OPENID.md`). Without it: none.",
    "MOTVEKT_DEMO": "`1` to try the system with an invented cast, who sign in without a password. Never together with "
    "`MOTVEKT_HTTPS`. Default: `0`; `script/server` sets it to `1` where it is not set.",
    "MOTVEKT_LOG": "`json` for one JSON object a line, `line` for reading it oneself. Default: `json`; in a demo "
    "`line`.",
    "MOTVEKT_MAIL_URL": "The mail server: `smtps://user@host:465` for TLS from the start, `smtp://user@host:587` for "
    "STARTTLS, which is demanded except of this machine's own; `?tls=0` for none. Without it letters wait.",
    "MOTVEKT_MAIL_FROM": "Whom letters are from, an e-mail address. Needed with `MOTVEKT_MAIL_URL`.",
    "MOTVEKT_MAIL_PASSWORD_FILE": "File with the password for the mail server, so that it stands in no environment.",
}
"""Setting to explanation, one row per setting."""


ALL = "all"
"""The parts of the system that a process may be: all of it,"""
PUBLIC = "public"
"""or what needs no master key."""
SHORTEST_SECRET = 50


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """All settings. Raises SettingMissing with words for the operator."""
    data = Path(environ.get("MOTVEKT_DATA") or "data").absolute()
    leave_url = environ.get("MOTVEKT_LEAVE_URL") or "https://www.yr.no/"
    if not leave_url.startswith("https://"):
        raise SettingMissing("MOTVEKT_LEAVE_URL must begin with https://")
    https, demo = _switch(environ, "MOTVEKT_HTTPS"), _switch(environ, "MOTVEKT_DEMO")
    if https and demo:
        raise SettingMissing("MOTVEKT_DEMO must be 0 with MOTVEKT_HTTPS=1: the demo's cast signs in without a password")
    part = environ.get("MOTVEKT_PART") or ALL
    if part not in (ALL, PUBLIC):
        raise SettingMissing(f"MOTVEKT_PART must be {ALL} or {PUBLIC}, not {part!r}")
    keys = Path(environ.get("MOTVEKT_PUBLIC_KEYS") or data / "public.key").absolute()
    return Environment(
        data=data,
        static=Path(environ.get("MOTVEKT_STATIC") or "build/static").absolute(),
        database_url=environ.get("DATABASE_URL") or None,
        database_owner_url=environ.get("DATABASE_OWNER_URL") or None,
        public_role=environ.get("DATABASE_PUBLIC_ROLE") or None,
        keys_url=environ.get("MOTVEKT_KEYS_URL") or None,
        keys_owner_url=environ.get("MOTVEKT_KEYS_OWNER_URL") or None,
        master_key=Path(environ.get("MOTVEKT_MASTER_KEY") or data / "master.key").absolute(),
        shred_journal=Path(environ.get("MOTVEKT_SHRED_JOURNAL") or data / "shredded.log").absolute(),
        public_keys=keys,
        part=part,
        # The public part reads nothing that lets anybody sign in.
        secret=public_keys.read(keys).secret() if part == PUBLIC else _secret(environ.get("MOTVEKT_SECRET"), data),
        secret_given="MOTVEKT_SECRET" in environ,
        leave_url=leave_url,
        https=https,
        demo=demo,
        log=_log(environ, demo),
        mail=_mail(environ),
        mail_password_file=Path(file) if (file := environ.get("MOTVEKT_MAIL_PASSWORD_FILE")) else None,
        openid=Path(environ["MOTVEKT_OPENID"]).absolute() if environ.get("MOTVEKT_OPENID") else None,
    )


def of_a_child(**more: str) -> dict[str, str]:
    """This process's environment and some more, for a process that it starts."""
    return {**os.environ, **more}


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in ("0", "1"):
        raise SettingMissing(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def _log(environ: Mapping[str, str], demo: bool) -> str:
    value = environ.get("MOTVEKT_LOG") or ("line" if demo else "json")
    if value not in ("json", "line"):
        raise SettingMissing(f"MOTVEKT_LOG must be json or line, not {value!r}")
    return value


THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def _mail(environ: Mapping[str, str]) -> Server | None:
    """The mail server, None where there is none. Messages never repeat the address: a password may stand in it."""
    address, sender = environ.get("MOTVEKT_MAIL_URL"), environ.get("MOTVEKT_MAIL_FROM") or ""
    if not address:
        return None
    form = "MOTVEKT_MAIL_URL must look like smtps://user@host:465 or smtp://user@host:587"
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError as error:
        raise SettingMissing(form) from error
    query = dict(parse_qsl(url.query))
    if (
        url.scheme not in ("smtp", "smtps")
        or not url.hostname
        or url.path.strip("/")
        or not query.items() <= {("tls", "0")}
    ):
        raise SettingMissing(form)
    if not SENDER.fullmatch(sender):
        raise SettingMissing("MOTVEKT_MAIL_FROM must be an e-mail address, whom letters are from")
    if url.scheme == "smtps":
        tls = Tls.FROM_THE_START
    else:
        tls = Tls.NONE if query or url.hostname in THIS_MACHINE else Tls.STARTTLS
    password = unquote(url.password or "")
    if file := environ.get("MOTVEKT_MAIL_PASSWORD_FILE"):
        try:
            password = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingMissing(f"MOTVEKT_MAIL_PASSWORD_FILE: {file} can't be read") from error
    return Server(
        url.hostname,
        port or (465 if url.scheme == "smtps" else 587),
        tls,
        sender,
        unquote(url.username or ""),
        password,
    )


SENDER = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


def _secret(given: str | None, data: Path) -> str:
    """The given secret, or the one in the data folder, which is made where there is none (mode 0600)."""
    if given is not None:
        if len(given) < SHORTEST_SECRET:
            raise SettingMissing(f"MOTVEKT_SECRET must have at least {SHORTEST_SECRET} characters")
        return given
    file = data / "secret"
    try:
        if not file.exists():
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            durable.write_once(file, secrets.token_urlsafe(48))
        if others_can_read(file):
            raise SettingMissing(f"{file} can be read by others: chmod 600")
        secret = file.read_text().strip()
    except OSError as error:
        raise SettingMissing(f"MOTVEKT_DATA: {error}") from error
    if len(secret) < SHORTEST_SECRET:
        raise SettingMissing(f"{file} is too short or damaged: restore it, or remove it to have a new one made")
    return secret


PATIENCE = {"connect_timeout": "3", "tcp_user_timeout": "5000", "options": "-c statement_timeout=10000"}
"""How long PostgreSQL is waited for (seconds, milliseconds), where DATABASE_URL says nothing else."""


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """Django's settings for the database and the key store. Raises SettingMissing for an address that is none."""
    chosen = (
        ("default", "DATABASE_URL", environment.database_url, "motvekt.sqlite3"),
        ("keys", "MOTVEKT_KEYS_URL", environment.keys_url, "keys.sqlite3"),
    )
    return {
        alias: _postgresql(url, name) if url else _sqlite(environment.data / file) for alias, name, url, file in chosen
    }


def owners(environment: Environment) -> dict[str, dict[str, Any]]:
    """As `databases`, for the roles that own the tables, where they are known. Raises SettingMissing."""
    chosen = (
        ("default", "DATABASE_URL", environment.database_url, "DATABASE_OWNER_URL", environment.database_owner_url),
        ("keys", "MOTVEKT_KEYS_URL", environment.keys_url, "MOTVEKT_KEYS_OWNER_URL", environment.keys_owner_url),
    )
    found: dict[str, dict[str, Any]] = {}
    for alias, name, url, owner_name, owner_url in chosen:
        if not url or not owner_url:
            continue
        used, owned = _postgresql(url, name), _postgresql(owner_url, owner_name)
        same = all(used[part] == owned[part] for part in ("HOST", "PORT", "NAME"))
        if not same or not used["USER"] or used["USER"] == owned["USER"]:
            raise SettingMissing(f"{owner_name} must name the same database as {name}, with another user")
        if environment.public_role in (used["USER"], owned["USER"]):
            raise SettingMissing(f"DATABASE_PUBLIC_ROLE must be another user than those of {name} and {owner_name}")
        # A migration may take as long as it takes.
        if owned["OPTIONS"]["options"] == PATIENCE["options"]:
            del owned["OPTIONS"]["options"]
        found[alias] = owned
    return found


def _postgresql(address: str, setting: str) -> dict[str, Any]:
    form = f"{setting} must look like postgres://user:password@host:port/name"
    try:
        url = urlsplit(address)
        port = url.port or ""
    except ValueError as error:
        raise SettingMissing(form) from error
    name = unquote(url.path.lstrip("/"))
    if url.scheme not in ("postgres", "postgresql") or not name:
        raise SettingMissing(form)
    options = PATIENCE | dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": str(port),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    """WAL with full synchronisation: what was acknowledged survives a power cut.

    `recursive_triggers` lets append-only triggers see INSERT OR REPLACE; IMMEDIATE takes the write lock at the start of
    a transaction, so that waiting happens there and never ends in an error in the middle. With `secure_delete` no free
    page keeps what was deleted or moved, as a key that was destroyed.
    """
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA busy_timeout=5000;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": pragmas},
        # A file, since SQLite in memory can't be shared between a test's live server and its other threads.
        "TEST": {"NAME": file.with_name(f"test-{file.name}")},
    }
