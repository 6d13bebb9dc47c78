"""What every column of both databases is, whether it is sealed, and how long it is kept. Data, and nothing else.

The build fails where a column isn't here (`tests/architecture/test_fields.py`), so that nobody adds one without having
asked. `docs/reference/fields.md` is made from it, with what somebody sees who steals the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a column holds."""

    ID = "id"
    LINK = "link to other rows"
    KIND = "kind, status, code, yes or no"
    DATE = "date or time"
    BORN = "roughly when a person is born"
    NUMBER = "number or size"
    GUIDE = "public text, address or file"
    NAME = "name of an area, organisation or unit"
    STAFF = "who of the staff"
    PERSON = "content about persons"
    KEY = "key, wrapped or public"
    DIGEST = "keyed digest"
    CHECKSUM = "checksum of what is public"
    SECRET = "account's secret"  # noqa: S105 - the word for it


class Kept(StrEnum):
    """How long it is kept."""

    DOSSIER = "with the dossier"
    ACCOUNT = "with the account"
    EDITION = "with the edition"
    LOG = "as the log"
    KEY = "with the dossier that the key is for"
    AREA = "as long as the area"
    TECHNICAL = "as long as the installation"


@dataclass(frozen=True)
class Column:
    """`why` says why text that anybody could write anything into isn't sealed, or why another thing may stand open."""

    what: What
    sealed: bool = False
    why: str = ""


@dataclass(frozen=True)
class Table:
    """A table's columns by their names in the database."""

    kept: Kept
    columns: Mapping[str, Column]


def _table(kept: Kept, **columns: What | Column) -> Table:
    return Table(kept, {name: Column(given) if isinstance(given, What) else given for name, given in columns.items()})


SEALED = Column(What.PERSON, sealed=True)
ACTOR = Column(What.STAFF, why="an account's id, an operator's login name or a part of the system")

KEY_STORE = frozenset({"vault_datakey", "vault_namedkey", "vault_deskpair"})
"""The tables of the key store's database; all others are the data's. Django's list of migrations is in both."""

TABLES: Mapping[str, Table] = {
    "organisations_area": _table(Kept.AREA, id=What.ID, slug=What.NAME, is_default=What.KIND, address=What.GUIDE),
    "organisations_areahost": _table(Kept.AREA, id=What.ID, area_id=What.LINK, host=What.GUIDE),
    "organisations_organisation": _table(
        Kept.AREA,
        id=What.ID,
        area_id=What.LINK,
        slug=What.NAME,
        name=What.NAME,
        kind=What.KIND,
        position=What.NUMBER,
    ),
    "organisations_unit": _table(
        Kept.AREA,
        id=What.ID,
        area_id=What.LINK,
        organisation_id=What.LINK,
        slug=What.NAME,
        name=What.NAME,
        agency=What.KIND,
        special=What.KIND,
        desk=What.LINK,
    ),
    "organisations_account": _table(
        Kept.ACCOUNT,
        id=What.ID,
        email=What.STAFF,
        name=What.STAFF,
        password=Column(What.SECRET, why="argon2id's digest of it, which each guess costs time and memory"),
        is_active=What.KIND,
        created_at=What.DATE,
        last_login=What.DATE,
    ),
    "organisations_membership": _table(
        Kept.ACCOUNT,
        id=What.ID,
        area_id=What.LINK,
        account_id=What.STAFF,
        unit_id=What.LINK,
        role=What.KIND,
        appointed_at=What.DATE,
        appointed_by=What.STAFF,
        confirmed_at=What.DATE,
        confirmed_by=What.STAFF,
        ended_at=What.DATE,
    ),
    "guide_edition": _table(
        Kept.EDITION,
        id=What.ID,
        area_id=What.LINK,
        number=What.NUMBER,
        pack=What.GUIDE,
        schema=What.NUMBER,
        valid_from=What.DATE,
        content=What.GUIDE,
        digest=What.CHECKSUM,
        published_at=What.DATE,
        published_by=What.STAFF,
    ),
    "guide_editionfile": _table(
        Kept.EDITION,
        id=What.ID,
        edition_id=What.LINK,
        kind=What.KIND,
        language=What.KIND,
        content=What.GUIDE,
        digest=What.CHECKSUM,
        made_at=What.DATE,
    ),
    "guide_proposal": _table(
        Kept.EDITION,
        id=What.ID,
        area_id=What.LINK,
        follows=What.NUMBER,
        pack=What.GUIDE,
        schema=What.NUMBER,
        valid_from=What.DATE,
        content=What.GUIDE,
        digest=What.CHECKSUM,
        proposed_at=What.DATE,
        proposed_by=What.STAFF,
        state=What.KIND,
        closed_at=What.DATE,
        closed_by=What.STAFF,
        edition_id=What.LINK,
    ),
    "guide_contactcheck": _table(
        Kept.AREA,
        id=What.ID,
        area_id=What.LINK,
        contact=What.LINK,
        reached_by=What.GUIDE,
        checked_on=What.DATE,
        checked_by=What.STAFF,
    ),
    "dossiers_dossier": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        unit_id=What.LINK,
        kind=What.KIND,
        edition_id=What.LINK,
        begun_on=What.DATE,
        born_from=Column(What.BORN, why="a month or an age band, never the day: the gate asks for ages by it"),
        born_to=Column(What.BORN, why="a month or an age band, never the day: the gate asks for ages by it"),
        guardians_known=What.KIND,
    ),
    "dossiers_guardian": _table(Kept.DOSSIER, id=What.ID, area_id=What.LINK, dossier_id=What.LINK),
    "dossiers_reader": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        dossier_id=What.LINK,
        unit_id=What.LINK,
        account_id=What.STAFF,
        named_by_id=What.STAFF,
        named_at=What.DATE,
        ended_at=What.DATE,
    ),
    "dossiers_item": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        dossier_id=What.LINK,
        unit_id=What.LINK,
        kind=What.KIND,
        made_at=What.DATE,
        content=SEALED,
    ),
    "dossiers_consent": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        dossier_id=What.LINK,
        unit_id=What.LINK,
        purpose=What.KIND,
        by_self=What.KIND,
        given_on=What.DATE,
        until=What.DATE,
        withdrawn_on=What.DATE,
        how=SEALED,
    ),
    "dossiers_consentrecipient": _table(
        Kept.DOSSIER, id=What.ID, area_id=What.LINK, consent_id=What.LINK, unit_id=What.LINK
    ),
    "dossiers_consentguardian": _table(
        Kept.DOSSIER, id=What.ID, area_id=What.LINK, consent_id=What.LINK, guardian_id=What.LINK
    ),
    "dossiers_disclosure": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        dossier_id=What.LINK,
        sender_id=What.LINK,
        recipient_id=What.LINK,
        edition_id=What.LINK,
        basis=Column(What.KIND, why="the id of one of the edition's legal bases"),
        purpose=What.KIND,
        as_health_personnel=What.KIND,
        identifies=What.KIND,
        attested=Column(What.NUMBER, why="places in the basis's list of attestations, as numbers"),
        decided_by_id=What.STAFF,
        made_on=What.DATE,
        until=What.DATE,
        ended_on=What.DATE,
        was_told=What.KIND,
        look_again_on=What.DATE,
        necessity=SEALED,
        not_told_why=SEALED,
    ),
    "dossiers_discloseditem": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        disclosure_id=What.LINK,
        item_id=What.LINK,
        dossier_id=What.LINK,
        recipient_id=What.LINK,
        made_at=What.DATE,
        content=SEALED,
    ),
    "dossiers_namemark": _table(
        Kept.DOSSIER,
        id=What.ID,
        area_id=What.LINK,
        unit_id=What.LINK,
        dossier_id=What.LINK,
        kind=What.KIND,
        digest=What.DIGEST,
    ),
    "audit_auditevent": _table(
        Kept.LOG,
        id=What.ID,
        controller=What.LINK,
        number=What.NUMBER,
        at=What.DATE,
        actor=ACTOR,
        event=Column(What.KIND, why="a code of the closed table of events"),
        about=Column(What.LINK, why="ids, numbers, codes, digests and days; all else is refused before it is written"),
        mac=What.DIGEST,
    ),
    "audit_auditcount": _table(
        Kept.LOG,
        id=What.ID,
        area=What.LINK,
        day=What.DATE,
        code=Column(What.KIND, why="a code of what is counted, never of whom"),
        number=What.NUMBER,
    ),
    "vault_datakey": _table(
        Kept.KEY,
        id=What.ID,
        master=Column(What.LINK, why="the random id of the master key that wrapped it"),
        wrapped=What.KEY,
        made_at=What.DATE,
        dossier=What.LINK,
        unit=What.LINK,
    ),
    "vault_namedkey": _table(
        Kept.AREA,
        id=What.ID,
        master=Column(What.LINK, why="the random id of the master key that wrapped it"),
        wrapped=What.KEY,
        made_at=What.DATE,
        name=Column(What.LINK, why="what the key is for, and an organisation's or a unit's id"),
    ),
    "vault_deskpair": _table(
        Kept.AREA,
        id=What.ID,
        master=Column(What.LINK, why="the random id of the master key that wrapped it"),
        wrapped=What.KEY,
        made_at=What.DATE,
        unit=What.LINK,
        public=What.KEY,
    ),
    "organisations_factor": _table(
        Kept.ACCOUNT,
        id=What.ID,
        account_id=What.STAFF,
        kind=What.KIND,
        name=Column(What.STAFF, why="what its owner calls it"),
        credential=Column(What.GUIDE, why="a passkey's id, which its owner's browser tells anybody who asks it"),
        public=Column(What.GUIDE, why="a passkey's public key"),
        host=What.GUIDE,
        secret=Column(What.SECRET, why="what codes are made from, sealed for its row under a key of the key store's"),
        counter=What.NUMBER,
        added_at=What.DATE,
        used_at=What.DATE,
    ),
    "organisations_recoverycode": _table(
        Kept.ACCOUNT, id=What.ID, account_id=What.STAFF, digest=What.DIGEST, made_at=What.DATE
    ),
    "organisations_identity": _table(
        Kept.ACCOUNT,
        id=What.ID,
        account_id=What.STAFF,
        issuer=What.GUIDE,
        subject=Column(What.STAFF, why="a provider's own name for somebody of the staff"),
        linked_at=What.DATE,
        used_at=What.DATE,
    ),
    "organisations_session": _table(
        Kept.ACCOUNT,
        session_key=Column(What.SECRET, why="a digest of what stands in the cookie: whoever reads it can't use it"),
        session_data=Column(What.STAFF, why="signed, not sealed: the account's id, and nothing about persons"),
        expire_date=What.DATE,
        account_id=What.STAFF,
        area_id=What.LINK,
        how=What.KIND,
        begun_at=What.DATE,
        seen_at=What.DATE,
        ended_at=What.DATE,
    ),
    "organisations_attempt": _table(Kept.TECHNICAL, id=What.ID, digest=What.DIGEST, at=What.DATE),
    "organisations_spent": _table(Kept.TECHNICAL, digest=What.DIGEST, until=What.DATE),
    "organisations_invitation": _table(
        Kept.ACCOUNT,
        id=What.ID,
        area_id=What.LINK,
        unit_id=What.LINK,
        role=What.KIND,
        account_id=What.STAFF,
        email=What.STAFF,
        name=What.STAFF,
        invited_by=What.STAFF,
        invited_at=What.DATE,
        expires_at=What.DATE,
        accepted_at=What.DATE,
        withdrawn_at=What.DATE,
    ),
    "organisations_reset": _table(
        Kept.ACCOUNT,
        id=What.ID,
        area_id=What.LINK,
        account_id=What.STAFF,
        asked_by_id=What.STAFF,
        asked_at=What.DATE,
        closed_by_id=What.STAFF,
        closed_at=What.DATE,
        done=What.KIND,
    ),
    "django_tasks_database_dbtaskresult": _table(
        Kept.TECHNICAL,
        id=What.ID,
        status=What.KIND,
        enqueued_at=What.DATE,
        started_at=What.DATE,
        finished_at=What.DATE,
        args_kwargs=Column(What.LINK, why="ids and codes: a test holds every task to that; gone days after it is done"),
        priority=What.NUMBER,
        task_path=Column(What.KIND, why="the function's name"),
        worker_ids=Column(What.ID, why="random"),
        queue_name=Column(What.KIND, why="a name out of the settings"),
        backend_name=Column(What.KIND, why="a name out of the settings"),
        run_after=What.DATE,
        return_value=Column(What.KIND, why="a code of what became of it"),
        exception_class_path=Column(What.KIND, why="the error's type"),
        traceback=Column(What.KIND, why="places in the code: tasks raise nothing that has words of its own"),
    ),
    "django_migrations": _table(Kept.TECHNICAL, id=What.ID, app=What.KIND, name=What.KIND, applied=What.DATE),
}
"""By the tables' names in the databases; those without a model are here too."""

SHOWN: Mapping[What, str] = {
    What.NAME: "Which areas, organisations and units there are.",
    What.STAFF: "Who works with it: names, e-mail addresses and units, who reads which dossier and who decided.",
    What.SECRET: "A digest of each password. A weak one can be guessed, at argon2id's price for each guess. A digest "
    "of each session's key, which can't be.",
    What.LINK: "Which units have something in the same dossier, who shared with whom, and what was done with which id.",
    What.KIND: "What kind of record it is, its state, and on which basis and for what it was shared.",
    What.DATE: "When something was begun, written, shared, read or ended.",
    What.BORN: "In which month somebody whom a dossier is about is born, or their age band.",
    What.NUMBER: "How many, in which order, which attestations.",
    What.DIGEST: "Which of one desk's dossiers are about somebody of the same name, and not the name. "
    "A link of the log, which can't be made anew without its key.",
    What.PERSON: "That something is written there, and about how long it is. Not one word.",
    What.GUIDE: "What everybody can read on the public pages, and proposals for it.",
    What.CHECKSUM: "Nothing that the public text doesn't.",
    What.ID: "How many rows there are. Ids are random.",
}
"""What each of these tells whoever steals the data's database, the log in it included. Keys are in another database."""
