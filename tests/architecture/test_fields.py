"""Every column of both databases is classified, and what is said about persons is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models
from django.test.utils import isolate_apps

from motvekt.kernel.ids import new_id
from motvekt.site.fields import KEY_STORE, SHOWN, TABLES, Column, Kept, Table, What
from motvekt.vault.fields import SealedTextField

WITHOUT_MODEL = {"django_migrations"}
PUBLIC_ROOMS = {"guide", "organisations"}
"""Their text is for everybody, or names units and staff."""
BYTES = {What.KEY, What.DIGEST, What.GUIDE, What.SECRET}
"""What unsealed bytes may be."""

Models = Iterable[type[models.Model]]


def installed() -> list[type[models.Model]]:
    return apps.get_models(include_auto_created=True)


def columns(found: Models) -> dict[str, dict[str, models.Field[Any, Any]]]:
    """Each model's columns by the names that they have in the database."""
    return {
        model._meta.db_table: {str(field.column): field for field in model._meta.local_concrete_fields}
        for model in found
        if not model._meta.proxy
    }


def names(tables: Mapping[str, Mapping[str, Any]]) -> set[str]:
    return {f"{table}.{column}" for table, of in tables.items() for column in of}


def classified(tables: Mapping[str, Table] = TABLES) -> set[str]:
    return names({name: table.columns for name, table in tables.items()})


def is_free_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def wrong(found: Models, tables: Mapping[str, Table] = TABLES) -> list[str]:
    """What breaks a rule, as `rule: table.column`."""
    problems = []
    for model in found:
        room, table = model._meta.app_label, model._meta.db_table
        for name, field in columns([model])[table].items():
            is_ = tables[table].columns[name]
            is_sealed = isinstance(field, SealedTextField)
            rules = {
                "content about persons is sealed": (is_.what is What.PERSON) == is_sealed,
                "sealed is what the table says is": is_.sealed == is_sealed,
                "keys lie in the vault": is_.what is not What.KEY or room == "vault",
                "free text has a reason": room in PUBLIC_ROOMS or not is_free_text(field) or bool(is_.why),
                "bytes are a key, a digest or the guide's": not isinstance(field, models.BinaryField)
                or is_sealed
                or is_.what in BYTES,
                "public text is not in the dossiers": is_.what is not What.GUIDE or room in PUBLIC_ROOMS,
                "a birth date has a reason": is_.what is not What.BORN or bool(is_.why),
            }
            problems += [f"{rule}: {table}.{name}" for rule, holds in rules.items() if not holds]
    return problems


def test_every_column_of_every_model_is_classified_and_none_that_is_gone() -> None:
    assert names(columns(installed())) | {name for name in classified() if name.split(".")[0] in WITHOUT_MODEL} == (
        classified()
    )
    assert set(TABLES) >= WITHOUT_MODEL


@pytest.mark.django_db(databases=["default", "keys"])
def test_every_column_of_both_databases_is_classified_and_where_it_belongs() -> None:
    there = {}
    for alias in ("default", "keys"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            there[alias] = {
                f"{table}.{column.name}"
                for table in connection.introspection.table_names(cursor)
                for column in connection.introspection.get_table_description(cursor, table)
            }
    both = {name for name in classified() if name.split(".")[0] in WITHOUT_MODEL}
    keys = {name for name in classified() if name.split(".")[0] in KEY_STORE}
    assert there["keys"] == keys | both
    assert there["default"] == classified() - keys


def test_no_rule_is_broken() -> None:
    assert wrong(installed()) == []


def test_every_kind_of_column_says_what_a_thief_sees_of_it() -> None:
    used = {column.what for name, table in TABLES.items() if name not in KEY_STORE for column in table.columns.values()}
    assert set(SHOWN) == used == set(What) - {What.KEY}
    assert {table.kept for table in TABLES.values()} == set(Kept)


@contextmanager
def planted(room: str, field: models.Field[Any, Any]) -> Iterator[type[models.Model]]:
    """A model of a room that has such a field, as `word`."""
    with isolate_apps(f"motvekt.{room}"):
        meta = type("Meta", (), {"app_label": room, "db_table": "planted"})
        body = {
            "__module__": __name__,
            "id": models.UUIDField(primary_key=True, default=new_id),
            "dossier_id": models.UUIDField(),
            "unit_id": models.UUIDField(),
            "word": field,
            "Meta": meta,
        }
        yield type("Planted", (models.Model,), body)


def as_(word: Column) -> dict[str, Table]:
    given = {"id": What.ID, "dossier_id": What.LINK, "unit_id": What.LINK}
    return {"planted": Table(Kept.DOSSIER, {name: Column(what) for name, what in given.items()} | {"word": word})}


SEALED = Column(What.PERSON, sealed=True)


@pytest.mark.parametrize(
    ("room", "field", "word", "rule"),
    [
        ("dossiers", models.TextField(), Column(What.PERSON, why="x"), "content about persons is sealed"),
        ("dossiers", models.TextField(), replace(SEALED, why="x"), "content about persons is sealed"),
        ("dossiers", SealedTextField(), Column(What.KIND, sealed=True), "content about persons is sealed"),
        ("dossiers", SealedTextField(), Column(What.PERSON), "sealed is what the table says is"),
        ("dossiers", models.TextField(choices=[("a", "A")]), Column(What.KIND, sealed=True), "sealed is what"),
        ("dossiers", models.BinaryField(), Column(What.KEY), "keys lie in the vault"),
        ("organisations", models.BinaryField(), Column(What.KEY), "keys lie in the vault"),
        ("dossiers", models.CharField(max_length=9), Column(What.KIND), "free text has a reason"),
        ("dossiers", models.TextField(), Column(What.STAFF), "free text has a reason"),
        ("audit", models.JSONField(), Column(What.LINK), "free text has a reason"),
        ("vault", models.SlugField(), Column(What.KIND), "free text has a reason"),
        ("dossiers", models.BinaryField(), Column(What.KIND), "bytes are a key"),
        ("dossiers", models.TextField(), Column(What.GUIDE, why="x"), "public text is not in the dossiers"),
        ("dossiers", models.DateField(), Column(What.BORN), "a birth date has a reason"),
    ],
)
def test_a_column_that_breaks_a_rule_would_be_found(
    room: str, field: models.Field[Any, Any], word: Column, rule: str
) -> None:
    with planted(room, field.clone()) as model:
        assert any(found.startswith(rule) for found in wrong([model], as_(word)))


@pytest.mark.parametrize(
    ("room", "field", "word"),
    [
        ("dossiers", SealedTextField(), SEALED),
        ("dossiers", models.CharField(max_length=9, choices=[("a", "A")]), Column(What.KIND)),
        ("dossiers", models.TextField(), Column(What.KIND, why="x")),
        ("dossiers", models.BinaryField(), Column(What.DIGEST)),
        ("vault", models.BinaryField(), Column(What.KEY)),
        ("guide", models.TextField(), Column(What.GUIDE)),
        ("organisations", models.CharField(max_length=9), Column(What.NAME)),
    ],
)
def test_a_column_that_keeps_the_rules_passes(room: str, field: models.Field[Any, Any], word: Column) -> None:
    with planted(room, field.clone()) as model:
        assert wrong([model], as_(word)) == []


def test_a_column_that_nobody_classified_and_one_that_is_gone_would_be_found() -> None:
    with planted("dossiers", models.DateField()) as model:
        there = names(columns([model]))
        assert there - classified() == {"planted.id", "planted.dossier_id", "planted.unit_id", "planted.word"}
        assert classified(as_(Column(What.DATE))) == there
        assert classified(as_(Column(What.DATE)) | {"gone": Table(Kept.AREA, {"id": Column(What.ID)})}) != there
