"""Several new rows in as few words to the database as it takes.

Put together by the mapper, each row costs more than writing it does, and on PostgreSQL a way there and back: whoever
sends an anonymous message waits for four of them, and for everybody who sends at the same time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connections, models


def insert(*rows: models.Model, using: str = "default") -> None:
    """Insert rows, in their order. Raises IntegrityError; then none of them is there, within the transaction that is
    open.
    """
    connection = connections[using]
    words = [(_statement(type(row), using), _values(row, using)) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Values are put in on this side, so that several statements go in one.
            cursor.execute(
                ";".join(statement for statement, _ in words), [one for _, values in words for one in values]
            )
            return
        for statement, of_row in words:
            cursor.execute(statement, of_row)


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], using: str) -> str:
    quote = connections[using].ops.quote_name
    fields = model._meta.concrete_fields
    columns, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    # Only names of the model's own are put into it.
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608


def _values(row: models.Model, using: str) -> list[Any]:
    connection = connections[using]
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in row._meta.concrete_fields]
