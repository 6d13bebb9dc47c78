"""Several new rows in as few words to the database as it takes.

Put together by the mapper, each row costs more than writing it does, and on PostgreSQL a way there and back: whoever
sends an anonymous message waits for four of them, and for everybody who sends at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Statement = tuple[str, Sequence[Any]]
"""What a database is told, and the values in it."""


def insert(*rows: models.Model, using: str = "default") -> None:
    """Insert rows, in their order. Raises IntegrityError; then none of them is there, within the transaction that is
    open.
    """
    _tell([_inserting(row, using) for row in rows], using)


def insert_alone(
    *rows: models.Model, first: Sequence[Statement] = (), also: Sequence[Statement] = (), using: str = "default"
) -> None:
    """As `insert`, with whatever else belongs to them, in a transaction of its own. Raises IntegrityError; then nothing
    of it is there.
    """
    connection, statements = connections[using], [*first, *(_inserting(row, using) for row in rows), *also]
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


def insert_where(row: models.Model, table: type[models.Model], *, using: str, **known: Any) -> bool:
    """Insert a row, in a transaction of its own, if another table has one with these values at that moment. Whether it
    is there now. Raises IntegrityError, and KeyError for a field that the other table doesn't have.
    """
    connection, fields = connections[using], {field.name: field for field in table._meta.concrete_fields}
    there = {
        str(fields[name].column): fields[name].get_db_prep_save(value, connection) for name, value in known.items()
    }
    said = _values(row, connection)
    statement = _statement_where(row._meta.db_table, tuple(said), table._meta.db_table, tuple(there), using)
    own = transaction.atomic(using=using) if connection.in_atomic_block else nullcontext()
    with own, connection.cursor() as cursor:
        cursor.execute(statement, [*said.values(), *there.values()])
        return bool(cursor.rowcount)


def _inserting(row: models.Model, using: str) -> Statement:
    said = _values(row, connections[using])
    return _statement(row._meta.db_table, tuple(said), using), list(said.values())


def _values(row: models.Model, connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """What a row has to say, by column. What is empty isn't spoken of: it is empty there too, and putting in each value
    takes its time.
    """
    said = ((field, field.pre_save(row, True)) for field in row._meta.concrete_fields)
    return {str(field.column): field.get_db_prep_save(value, connection) for field, value in said if value is not None}


@lru_cache(maxsize=64)
def _statement(table: str, columns: Sequence[str], using: str) -> str:
    # Only names of the model's own are put into it.
    return f"{_into(table, columns, using)} VALUES ({_marks(columns)})"


@lru_cache(maxsize=64)
def _statement_where(table: str, columns: Sequence[str], other: str, known: Sequence[str], using: str) -> str:
    quote = connections[using].ops.quote_name
    same = " AND ".join(f"{quote(column)} = %s" for column in known)
    asked = f"SELECT 1 FROM {quote(other)} WHERE {same}"  # noqa: S608
    return f"{_into(table, columns, using)} SELECT {_marks(columns)} WHERE EXISTS ({asked})"


def _into(table: str, columns: Sequence[str], using: str) -> str:
    quote = connections[using].ops.quote_name
    return f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))})"


def _marks(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))
