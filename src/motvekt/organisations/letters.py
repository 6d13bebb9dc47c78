"""Where letters about coming in are asked for, in the transaction of the act that they tell of."""

from __future__ import annotations

from uuid import UUID


def send_invitation(*, invitation: UUID, area: UUID) -> None:
    """Ask for the letter with an invitation's link. Ids only: the link is worked out when the letter is sent.

    Nothing carries letters in an installation without mail. There the demo shows the link on a page, and the command
    line prints it.
    """
