"""What somebody can be allowed to do: a closed list. An unknown capability is an error, never a yes."""

from __future__ import annotations

from enum import StrEnum


class Capability(StrEnum):
    """Grows with the rooms that need it; roles that hold capabilities come with memberships."""

    PROPOSE_EDITION = "propose_edition"
    PUBLISH_EDITION = "publish_edition"
