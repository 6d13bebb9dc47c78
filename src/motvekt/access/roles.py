"""The roles that a membership can give, as described data. Their codes are stable; others may store them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from motvekt.access.capabilities import Capability
from motvekt.kernel.words import gettext_noop as _


class Role(StrEnum):
    """What somebody is in a unit."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    SLT_COORDINATOR = "slt_coordinator"
    RADICALISATION_CONTACT = "radicalisation_contact"
    CHILD_WELFARE_INTAKE = "child_welfare_intake"
    CORE_GROUP_MEMBER = "core_group_member"
    COUNCIL_READER = "council_reader"
    GUIDE_EDITOR = "guide_editor"
    AREA_ADMIN = "area_admin"
    DATA_PROTECTION_OFFICER = "data_protection_officer"


class Reach(StrEnum):
    """How far what a role may do goes: within the membership's unit, its organisation, or its area."""

    UNIT = "unit"
    ORGANISATION = "organisation"
    AREA = "area"


@dataclass(frozen=True)
class Described:
    """`words` is what users call the role. What it may do, it may do within its reach and nowhere else."""

    words: str
    reach: Reach
    capabilities: frozenset[Capability]

    @property
    def receives(self) -> bool:
        """Whether it reads what others wrote: then a sitting member of the unit must confirm it first."""
        return Capability.READ_RECEIVED in self.capabilities

    @property
    def needs_two_factors(self) -> bool:
        """Whether it can read what others wrote, say who may, read the log or change the guide: then a password alone
        doesn't give it.
        """
        return bool(self.capabilities & NEED_TWO_FACTORS)


NEED_TWO_FACTORS = frozenset(
    {
        Capability.READ_RECEIVED,
        Capability.CONFIRM_MEMBER,
        Capability.APPOINT,
        Capability.READ_LOG,
        Capability.PROPOSE_EDITION,
        Capability.PUBLISH_EDITION,
    }
)


def _role(words: str, reach: Reach, *capabilities: Capability) -> Described:
    return Described(words, reach, frozenset(capabilities))


_WRITER = (Capability.WRITE, Capability.OPEN, Capability.SHARE)
_RECEIVER = (*_WRITER, Capability.READ_RECEIVED, Capability.CONFIRM_MEMBER)

ROLES: Mapping[Role, Described] = {
    Role.EMPLOYEE: _role(_("ansatt"), Reach.UNIT, *_WRITER),
    # A leader confirms and is invited; being one opens nothing by itself.
    Role.LEADER: _role(_("leder"), Reach.UNIT, *_WRITER, Capability.CONFIRM_MEMBER, Capability.HAND_ON),
    Role.SLT_COORDINATOR: _role(_("SLT-koordinator"), Reach.UNIT, *_RECEIVER),
    Role.RADICALISATION_CONTACT: _role(_("radikaliseringskontakt"), Reach.UNIT, *_RECEIVER),
    Role.CHILD_WELFARE_INTAKE: _role(_("mottak i barnevernet"), Reach.UNIT, *_RECEIVER),
    Role.CORE_GROUP_MEMBER: _role(_("medlem av kjernegruppa"), Reach.UNIT, *_RECEIVER),
    # Reads figures, which a later room makes.
    Role.COUNCIL_READER: _role(_("leser for politirådet"), Reach.ORGANISATION),
    Role.GUIDE_EDITOR: _role(
        _("redaktør for veilederen"), Reach.AREA, Capability.PROPOSE_EDITION, Capability.PUBLISH_EDITION
    ),
    Role.AREA_ADMIN: _role(_("administrator"), Reach.AREA, Capability.APPOINT),
    Role.DATA_PROTECTION_OFFICER: _role(_("personvernombud"), Reach.ORGANISATION, Capability.READ_LOG),
}
