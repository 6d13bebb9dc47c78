"""Several new rows in as few words to the database as it takes.

Put together by the mapper, each row costs more than writing it does, and on PostgreSQL a way there and back: whoever
sends an anonymous message waits for four of them, and for everybody who sends at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, models, transaction

Statement = tuple[str, Sequence[Any]]
"""What a database is told, and the values in it."""


def insert(*rows: models.Model, using: str = "default") -> None:
    """Insert rows, in their order. Raises IntegrityError; then none of them is there, within the transaction that is
    open.
    """
    _tell([_inserting(row, using) for row in rows], using)


def insert_alone(*rows: models.Model, also: Sequence[Statement] = (), using: str = "default") -> None:
    """As `insert`, with whatever else belongs to them, in a transaction of its own. Raises IntegrityError; then nothing
    of it is there.
    """
    connection, statements = connections[using], [*(_inserting(row, using) for row in rows), *also]
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        # What comes in one message is one transaction, on the disk when it is answered.
        _tell(statements, using)
        return
    with transaction.atomic(using=using):
        _tell(statements, using)


def _tell(statements: Sequence[Statement], using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Values are put in on this side, so that several statements go in one message.
            words = ";".join(statement for statement, _ in statements)
            cursor.execute(words, [value for _, values in statements for value in values])
            return
        for statement, values in statements:
            cursor.execute(statement, values)


def _inserting(row: models.Model, using: str) -> Statement:
    connection = connections[using]
    fields = row._meta.concrete_fields
    return _statement(type(row), using), [
        field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields
    ]


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], using: str) -> str:
    quote = connections[using].ops.quote_name
    fields = model._meta.concrete_fields
    columns, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    # Only names of the model's own are put into it.
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
