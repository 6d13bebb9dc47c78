"""The facts about this installation that `safety.py` judges."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from motvekt.access.roles import Role
from motvekt.kernel.errors import SettingMissing
from motvekt.kernel.modes import others_can_read
from motvekt.organisations import policy, queries
from motvekt.organisations.models import Area, Membership
from motvekt.organisations.walls import within
from motvekt.post.transport import Tls
from motvekt.site.database_roles import more_than_public, refuse_without_walls
from motvekt.site.safety import AreaFacts, Facts, Finding, MailFacts, PublicKeysAre, findings
from motvekt.vault import public_keys, readiness
from motvekt.web.health import missing_migrations

log = logging.getLogger(__name__)


def gather(*, every_key: bool) -> Facts:
    """All that can be found out. With `every_key`, each key in the key store is tried, which takes its time."""
    environment = settings.ENVIRONMENT
    areas: list[AreaFacts] | None = None
    missing: int | None = None
    role, can_more, answers, key_problems = "", "", True, []
    try:
        refuse_without_walls()
        missing = missing_migrations("default") + missing_migrations("keys")
        if not missing:
            areas = _areas()
            can_more = _can_more() if settings.IS_PUBLIC_PART else ""
            key_problems = readiness.check() if every_key and not settings.IS_PUBLIC_PART else []
    except SettingMissing as error:
        role = str(error)
    except Error:
        log.exception("the database can't be asked whether it is as it should be", extra={"event": "database_down"})
        answers = False
    master = settings.MASTER_KEY
    return Facts(
        demo=settings.DEMO,
        https=settings.HTTPS_ONLY,
        on_sqlite=_is_on_sqlite(),
        areas=areas,
        missing_migrations=missing,
        wrong_role=role,
        public_role_can_more=can_more,
        key_problems=key_problems,
        master_key_exists=master.exists(),
        master_key_is_open=_is_open(master),
        master_key_lies_with_the_data=environment.data in master.parents,
        journal_exists=settings.SHRED_JOURNAL.exists(),
        mail=_mail(),
        database_answers=answers,
        public_keys=_public_keys(),
        is_public_part=settings.IS_PUBLIC_PART,
        master_key_is_within_reach=os.access(master, os.R_OK),
        secret_in_environment=environment.secret_given,
        database_logs_values=answers and any(map(_logs_values, connections.all())),
    )


def refuse_to_start() -> None:
    """Raises SettingMissing with every reason not to start a server; a database that is down is none.

    What else is unsafe about the public part's role is written to the log: nobody runs `motvekt check` as that part.
    """
    try:
        facts = gather(every_key=False)
    finally:
        connections.close_all()
    unsafe = list(findings(facts))
    if words := [found.words for found in unsafe if found.refuses]:
        raise SettingMissing("\n".join(words))
    for found in unsafe:
        if found.code == "public_role":
            log.warning(found.words, extra={"event": found.code})


def found() -> list[Finding]:
    """All that is unsafe here."""
    return list(findings(gather(every_key=True)))


def _areas() -> list[AreaFacts]:
    gathered = []
    for area in Area.objects.order_by("slug").prefetch_related("hosts"):
        with within(area.id):
            held = policy.holding(Membership.objects.filter(area=area, account__is_active=True))
            administrators = held.filter(role=Role.AREA_ADMIN).count()
            officers = held.filter(role=Role.DATA_PROTECTION_OFFICER).count()
        hosts = sorted(row.host for row in area.hosts.all())
        gathered.append(AreaFacts(area.slug, hosts, queries.address(area.slug), administrators, officers))
    return gathered


def _can_more() -> str:
    """What the public part's role may do that this part doesn't need, an example of it."""
    return next((one for alias in connections for one in more_than_public(alias)), "")


def _is_on_sqlite() -> bool:
    """Of the data; in the public part also of the keys, since the file would have to be shared."""
    asked = connections.all() if settings.IS_PUBLIC_PART else [connection]
    return any(one.vendor == "sqlite" for one in asked)


def _logs_values(asked: BaseDatabaseWrapper) -> bool:
    """Whether a statement that fails, or any, stands in PostgreSQL's log, and with it the moment and what was said; or
    that something was written at all.
    """
    if asked.vendor != "postgresql":
        return False
    with asked.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET)])
        return any(setting not in QUIET[name] for name, setting in cursor.fetchall())


QUIET = {
    # Errors and statements are lesser ones than that.
    "log_min_messages": ("fatal", "panic"),
    "log_min_error_statement": ("panic",),
    # At night, where little else is written, a checkpoint says within minutes that something was, and how much.
    "log_checkpoints": ("off",),
    "track_commit_timestamp": ("off",),
}
"""PostgreSQL's settings by which its log has neither values nor moments of what is done, and what they may be."""


def _public_keys() -> PublicKeysAre:
    file = settings.PUBLIC_KEYS
    if not file.exists():
        return PublicKeysAre.MISSING
    if _is_open(file):
        return PublicKeysAre.OPEN
    try:
        public_keys.read(file)
    except SettingMissing:
        return PublicKeysAre.DAMAGED
    return PublicKeysAre.WHOLE


def _mail() -> MailFacts | None:
    server, file = settings.MAIL, settings.ENVIRONMENT.mail_password_file
    if server is None:
        return None
    in_environment = bool(server.password) and file is None
    return MailFacts(server.host, server.tls is not Tls.NONE, in_environment, file is not None and _is_open(file))


def _is_open(file: Path) -> bool:
    """Whether others than its owner can read a file."""
    try:
        return others_can_read(file)
    except OSError:
        return False
