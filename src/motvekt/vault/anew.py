"""Rows written anew, so that nothing is left of the order in which they came.

Databases keep an order that nobody asked for: SQLite's `rowid`, PostgreSQL's `xmin` and the place of a row. Where rows
of the same database have moments, it says between which of them another row came.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connections, models, transaction
from django.db.models import Q

from motvekt.vault.models import TalkKey
from motvekt.vault.router import KEYS


def write_anew(table: type[models.Model], ids: Collection[UUID], *, large: str = "", using: str = "default") -> int:
    """Write rows anew as they are, in the order of their ids, which is chance. How many there are.

    To be called for all that belongs together in one transaction: on PostgreSQL they have come at its moment from then
    on. `large` is a column that PostgreSQL keeps beside the row where it is long, in an order of its own.
    """
    connection, options = connections[using], table._meta
    quote, key = connection.ops.quote_name, options.pk
    known = [key.get_db_prep_value(id, connection) for id in sorted(ids)]
    name, pk = quote(options.db_table), quote(str(key.column))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Below nought: what others add counts on from the highest, as before.
            cursor.executemany(
                f"UPDATE {name} SET rowid = %s WHERE {pk} = %s",  # noqa: S608
                [(-1 - secrets.randbelow(2**62), one) for one in known],
            )
        else:
            said = f"{quote(large)} = {quote(large)} || ''::bytea" if large else f"{pk} = {pk}"
            cursor.executemany(f"UPDATE {name} SET {said} WHERE {pk} = %s", [(one,) for one in known])  # noqa: S608
    return len(known)


def write_talk_keys_anew(dossiers: Collection[UUID], units: Collection[UUID], since: date) -> int:
    """As `write_anew`, the keys of what somebody says who hasn't signed in: of these dossiers, and all that were made
    for these units on that day or later. What was sent twice may leave one of no dossier, and its place would say when.
    """
    with transaction.atomic(using=KEYS):
        found = TalkKey.objects.filter(Q(dossier__in=dossiers) | Q(unit__in=units, made_on__gte=since))
        return write_anew(TalkKey, list(found.values_list("id", flat=True)), using=KEYS)
