"""Who somebody in the log or beside a role is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from motvekt.organisations.models import Account


def names(ids: Iterable[UUID | str]) -> dict[str, str]:
    """The names of accounts by their ids as text, in one query. What is no id of an account is left out."""
    wanted = {found for found in map(_id, ids) if found}
    rows = Account.objects.filter(id__in=wanted).values_list("id", "name")
    return {str(account): name for account, name in rows}


def account_in(actor: str) -> str:
    """The account's id in an actor's text; empty where it is none."""
    kind, _, name = actor.partition(":")
    return name if kind == "account" else ""


def who(actor: str, known: Mapping[str, str]) -> str:
    """An actor in words, with the accounts' names that are known."""
    kind, _colon, name = actor.partition(":")
    if kind == "account":
        return known.get(name) or _("en konto som ikke finnes")
    if kind == "operator":
        return _("drift (%(name)s)") % {"name": name}
    return _("systemet (%(name)s)") % {"name": name} if actor else ""


def _id(text: UUID | str) -> UUID | None:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        return None
