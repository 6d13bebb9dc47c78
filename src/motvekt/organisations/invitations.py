"""The link of an invitation: worked out from its row under a key from the vault, so that nothing in the row opens it.

The link covers all that the invitation gives. Whoever writes in the table changes what was given, and the link with it.
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import people, queries
from motvekt.organisations.models import Area, Invitation
from motvekt.vault import keystore

LIFE = timedelta(days=7)
KEY = "invitations"
GONE = no("invitation_gone", _("Lenken gjelder ikke lenger. Be den som inviterte deg, om en ny."))
"""What a link is answered that was used, withdrawn, too old, made up, or another area's: all alike."""


def link_of(invitation: Invitation) -> str:
    """The path that opens an invitation. Whoever has it becomes the one who is invited: it goes to them alone."""
    return reverse("organisations:invitation_link", args=(invitation.id, mac_of(invitation)))


def mac_of(invitation: Invitation) -> str:
    """What proves that a link was made for this row as it stands."""
    return hmac.new(keystore.named_key(KEY), _message(invitation), sha256).hexdigest()


def digest_of(invitation: Invitation) -> str:
    """What the log keeps of all that an invitation gives, so that nobody sends its letter to another address unseen. It
    opens nothing.
    """
    return hmac.new(keystore.named_key(KEY), b"log\x00" + _message(invitation), sha256).hexdigest()


def _message(row: Invitation) -> bytes:
    # The account that accepted is none of what was given; one that is led back is.
    back = "" if row.role else str(row.account_id)
    until = row.expires_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [str(row.id), str(row.area_id), str(row.unit_id), row.role, back, row.email, until, row.invited_by]
    return json.dumps(said, separators=(",", ":")).encode()


def of_link(area: Area, invitation: UUID, mac: str) -> Invitation | None:
    """The invitation of a link, where it still holds in this area."""
    row = Invitation.objects.select_related("unit__organisation").filter(id=invitation, area=area).first()
    if row is None or not hmac.compare_digest(mac_of(row).encode(), mac.encode()):
        return None
    return row if holds(row, clock.now()) else None


def holds(row: Invitation, now: datetime) -> bool:
    """Whether an invitation can be accepted: open, and whoever sent it may still give what it gives."""
    return is_open(row, now) and (not row.role or _may_give(row))


def is_open(row: Invitation, now: datetime) -> bool:
    """Whether nobody has used or withdrawn it, and its days are not over."""
    return row.accepted_at is None and row.withdrawn_at is None and now < row.expires_at


def _may_give(row: Invitation) -> bool:
    by = giver(row)
    return isinstance(by, Actor) or by.holds(Capability.APPOINT, area=row.area_id)


def giver(row: Invitation) -> Standing | Actor:
    """Who gives the role, as they stand now: an administrator, or an operator."""
    kind, _, name = row.invited_by.partition(":")
    account = people.by_id(name) if kind == "account" else None
    if account is not None:
        return queries.standing(account, row.area_id)
    return Actor("operator", name) if kind == "operator" else Standing()
