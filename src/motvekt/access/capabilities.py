"""What somebody can be allowed to do: a closed list. An unknown capability is an error, never a yes."""

from __future__ import annotations

from enum import StrEnum

from motvekt.kernel.words import gettext_noop as _


class Capability(StrEnum):
    """Each is demanded by a view or a policy, and held by a role. Grows with the rooms that need it."""

    PROPOSE_EDITION = "propose_edition"
    PUBLISH_EDITION = "publish_edition"
    WRITE = "write"
    """Begin a dossier, write in it and name colleagues who see it."""
    OPEN = "open"
    """Open what one wrote, was named for, or was shared with one's unit. Which, `dossiers.policy` says."""
    READ_RECEIVED = "read_received"
    """Open what is the whole unit's: what it receives, and what others share with it."""
    SHARE = "share"
    """Record consents, share through the gate, and end what was shared."""
    HAND_ON = "hand_on"
    """Let a colleague take over a concern that nobody answers for any more. Shows its alias and date, and no more."""
    APPOINT = "appoint"
    CONFIRM_MEMBER = "confirm_member"
    READ_LOG = "read_log"


WORDS = {
    Capability.PROPOSE_EDITION: _("foreslå en utgave av veilederen"),
    Capability.PUBLISH_EDITION: _("bekrefte en utgave av veilederen"),
    Capability.WRITE: _("begynne på en mappe, skrive i den og invitere kolleger"),
    Capability.OPEN: _("åpne det du selv har skrevet, er invitert til eller har fått delt"),
    Capability.READ_RECEIVED: _("åpne det enheten mottar"),
    Capability.SHARE: _("skrive ned samtykker, og dele når loven åpner for det"),
    Capability.HAND_ON: _("gi en bekymring videre når den som skrev den, ikke er der lenger"),
    Capability.APPOINT: _("gi og avslutte roller"),
    Capability.CONFIRM_MEMBER: _("bekrefte at en kollega skal ha en mottakerrolle"),
    Capability.READ_LOG: _("lese loggen for virksomheten"),
}
"""What each lets somebody do, in bokmål: for pages, decisions and the reference."""
