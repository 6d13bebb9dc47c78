"""Sessions in the database, each under a digest of its key: whoever reads the table, or a backup, can't use one.

What a session holds is signed for its key: whoever writes in the table can't put somebody else's into their own. Whose
it is, and when it was begun and last seen, stands beside it in columns, for lists and for ending it from elsewhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.db import transaction

from motvekt.kernel import clock
from motvekt.organisations.models import Session

IDLE = timedelta(minutes=30)
"""How long somebody may read or write without asking the server for anything."""
COLUMN = 40
"""How many characters Django's column has: 160 bits of the digest, of a key that has as many."""


def kept_as(key: str) -> str:
    """What a session's row is called."""
    return sha256(key.encode()).hexdigest()[:COLUMN]


class SessionStore(Kept):
    """Django's own, with the key in the cookie alone, and rows that end rather than go."""

    row: Session | None = None
    """The row that was read."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @property
    def key_salt(self) -> str:
        return f"{super().key_salt}/{self.session_key}"

    def _get_session_from_db(self) -> Session | None:
        self.row = self._living(self.session_key)
        if self.row is None:
            self._session_key = None
        return self.row

    @staticmethod
    def _living(key: str | None) -> Session | None:
        if not key:
            return None
        return Session.objects.filter(
            session_key=kept_as(key), expire_date__gt=clock.now(), ended_at__isnull=True
        ).first()

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=kept_as(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        row = Session(session_key=kept_as(key), session_data=self.encode(data), expire_date=self.get_expiry_date())
        if "account" in data:
            row.account_id, row.area_id = UUID(data["account"]), UUID(data["area"])
            row.how = data["how"]
            row.begun_at = row.seen_at = datetime.fromisoformat(data["begun"])
        return row

    def save(self, must_create: bool = False) -> None:
        """A new row, or what a row holds now. One that was ended meanwhile stays ended. Raises UpdateError."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        row = self.create_model_instance(data)
        with transaction.atomic():
            changed = Session.objects.filter(session_key=row.session_key, ended_at__isnull=True).update(
                session_data=row.session_data, expire_date=row.expire_date
            )
        if not changed:
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End it. The row stays until it is swept: it says whose what was typed there is."""
        key = session_key or self.session_key
        if key:
            living = Session.objects.filter(session_key=kept_as(key), ended_at__isnull=True)
            living.update(ended_at=clock.now())


def whose(key: str | None, area: UUID) -> UUID | None:
    """The account whose session a cookie was, ended or not, in this area; None where the row is gone or isn't its."""
    row = Session.objects.filter(session_key=kept_as(key), area=area).first() if key else None
    if row is None:
        return None
    # Signed for this key: the column alone could have been written by anybody.
    data = SessionStore(key).decode(row.session_data)
    return row.account_id if data.get("account") == str(row.account_id) and data.get("area") == str(area) else None
