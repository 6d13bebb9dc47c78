"""What is unsafe: each rule by a fact that breaks it, and what a safe installation is said of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from motvekt.site.safety import RULES, AreaFacts, Facts, Finding, MailFacts, PublicKeysAre, findings

AREA = AreaFacts("lillevik", ["veileder.lillevik.no"], "https://veileder.lillevik.no", administrators=1, officers=1)
MAIL = MailFacts("post.lillevik.no", is_sealed=True)
SAFE = Facts(demo=False, https=True, on_sqlite=False, areas=[AREA], missing_migrations=0, mail=MAIL)

BROKEN: dict[str, tuple[dict[str, Any], bool]] = {
    "demo_with_https": ({"demo": True}, True),
    "no_https": ({"https": False}, True),
    "database": ({"database_answers": False, "areas": None}, False),
    "migrations_missing": ({"missing_migrations": 3}, True),
    "wrong_role": ({"wrong_role": "Rollen eier tabellene"}, True),
    "public_role": ({"is_public_part": True, "public_role_can_more": "SELECT audit_auditevent"}, False),
    "public_part_on_sqlite": ({"is_public_part": True, "on_sqlite": True}, True),
    "master_key_within_reach": ({"is_public_part": True, "master_key_is_within_reach": True}, True),
    "secret_in_the_public_part": ({"is_public_part": True, "secret_in_environment": True}, False),
    "database_logs_values": ({"database_logs_values": True}, False),
    "public_keys": ({"public_keys": PublicKeysAre.MISSING}, True),
    "several_areas_on_sqlite": ({"on_sqlite": True, "areas": [AREA, replace(AREA, slug="b")]}, False),
    "master_key_missing": ({"master_key_exists": False}, False),
    "master_key_open": ({"master_key_is_open": True}, True),
    "master_key_with_data": ({"master_key_lies_with_the_data": True}, False),
    "journal_missing": ({"journal_exists": False}, False),
    "keys": ({"key_problems": ["2 nøkler lar seg ikke pakke ut."]}, False),
    "no_area": ({"areas": []}, False),
    "area_without_host": ({"areas": [replace(AREA, hosts=[])]}, False),
    "area_without_address": ({"areas": [replace(AREA, address="")]}, False),
    "area_without_administrator": ({"areas": [replace(AREA, administrators=0)]}, False),
    "area_without_officer": ({"areas": [replace(AREA, officers=0)]}, False),
    "no_mail": ({"mail": None}, False),
    "mail_without_tls": ({"mail": replace(MAIL, is_sealed=False)}, True),
    "mail_password_in_environment": ({"mail": replace(MAIL, password_in_environment=True)}, False),
    "mail_password_open": ({"mail": replace(MAIL, password_file_is_open=True)}, False),
}
"""Rule to facts that break it and no other, and whether a server then refuses to start."""


def said(**facts: Any) -> list[Finding]:
    return list(findings(replace(SAFE, **facts)))


def test_of_a_safe_installation_nothing_is_said() -> None:
    assert said() == []


def test_every_rule_has_its_row_here() -> None:
    assert [rule.code for rule in RULES] == list(BROKEN)


@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_names_what_breaks_it_and_nothing_else_does(code: str) -> None:
    facts, refuses = BROKEN[code]
    [found] = said(**facts)
    assert (found.code, found.refuses) == (code, refuses)
    assert found.words.endswith(("tabellene", "."))
    assert "{}" not in found.words


@pytest.mark.parametrize("host", ["localhost", "fjellvik.localhost", "127.0.0.1"])
def test_this_machines_own_hosts_need_no_https_and_its_own_mail_server_no_tls(host: str) -> None:
    assert said(https=False, areas=[replace(AREA, hosts=[host])]) == []
    assert said(mail=MailFacts(host, is_sealed=False)) == []


def test_each_area_is_named_by_its_own() -> None:
    found = said(areas=[replace(AREA, slug=slug, officers=0) for slug in ("a", "b")])
    assert [("Området a" in one.words, "Området b" in one.words) for one in found] == [(True, False), (False, True)]


def test_a_demo_is_only_held_to_what_must_never_be() -> None:
    everything = {name: value for facts, _ in BROKEN.values() for name, value in facts.items()}
    assert {found.code for found in said(**{**everything, "demo": True, "https": True})} == {
        "demo_with_https",
        "wrong_role",
        "public_part_on_sqlite",
        "master_key_within_reach",
        "secret_in_the_public_part",
        "public_keys",
    }


def test_the_public_part_knows_neither_mail_nor_accounts_and_is_held_to_nothing_of_them() -> None:
    unknown: dict[str, Any] = {"mail": None, "master_key_exists": False, "journal_exists": False, "areas": []}
    assert said(is_public_part=True, **unknown) == []
    assert [found.code for found in said(is_public_part=True, https=False)] == ["no_https"]


@pytest.mark.parametrize("state", [one for one in PublicKeysAre if one is not PublicKeysAre.WHOLE])
@pytest.mark.parametrize("is_public_part", [True, False])
def test_without_whole_keys_of_the_public_part_no_server_starts(state: PublicKeysAre, is_public_part: bool) -> None:
    [found] = said(public_keys=state, is_public_part=is_public_part)
    assert (found.code, found.refuses, "MOTVEKT_PUBLIC_KEYS" in found.words) == ("public_keys", True, True)


def test_what_is_not_known_breaks_no_rule() -> None:
    unknown = Facts(demo=False, https=False, on_sqlite=False, mail=MAIL)
    assert list(findings(unknown)) == []


def test_keys_are_not_spoken_of_where_there_is_no_master_key() -> None:
    found = said(master_key_exists=False, key_problems=["borte"], journal_exists=False)
    assert [one.code for one in found] == ["master_key_missing"]
