"""Sessions in the database, each under a digest of its key: whoever reads the table, or a backup, can't use one.

What a session holds is signed for its key: whoever writes in the table can't put somebody else's into their own.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

COLUMN = 40
"""How many characters Django's column has: 160 bits of the digest, of a key that has as many."""


def kept_as(key: str) -> str:
    """What a session's row is called."""
    return sha256(key.encode()).hexdigest()[:COLUMN]


class SessionStore(db.SessionStore):
    """Django's own, with the key in the cookie alone."""

    @property
    def key_salt(self) -> str:
        return f"{super().key_salt}/{self.session_key}"

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        found = key and Session.objects.filter(session_key=kept_as(key), expire_date__gt=timezone.now()).first()
        if not found:
            self._session_key = None
            return None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = Session(expire_date=self.get_expiry_date())
        row.session_key = kept_as(self._get_or_create_session_key())  # type: ignore[attr-defined]
        row.session_data = self.encode(data)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(kept_as(key))
