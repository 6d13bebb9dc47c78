"""What somebody is when they ask for something: their account and the memberships that hold now. Plain facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from motvekt.access.capabilities import Capability
from motvekt.access.roles import ROLES, Reach, Role
from motvekt.kernel.actor import Actor

ADMINISTERING = frozenset(
    {Capability.APPOINT, Capability.READ_LOG, Capability.PROPOSE_EDITION, Capability.PUBLISH_EDITION}
)


@dataclass(frozen=True)
class Post:
    """A membership that holds: begun, confirmed where its role receives, and not ended."""

    unit: UUID
    organisation: UUID
    area: UUID
    role: Role


@dataclass(frozen=True)
class Standing:
    """An account with its posts in one area. `account` is None for somebody who is not signed in."""

    account: UUID | None = None
    area: UUID | None = None
    posts: frozenset[Post] = frozenset()

    @property
    def somebody(self) -> UUID:
        """The account of somebody who is signed in. Raises LookupError: nobody else does anything that is kept."""
        if self.account is None:
            raise LookupError("nobody is signed in")
        return self.account

    @property
    def actor(self) -> Actor:
        """Whom the log names. Raises as `somebody`."""
        return Actor("account", str(self.somebody))

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Everything that any of the posts allows, somewhere."""
        return frozenset(capability for post in self.posts for capability in ROLES[post.role].capabilities)

    @property
    def administers(self) -> bool:
        """Whether any of the posts has to do with how the area is run."""
        return bool(self.capabilities & ADMINISTERING)

    @property
    def writes(self) -> bool:
        """Whether any of the posts lets them begin a concern."""
        return Capability.WRITE in self.capabilities

    @property
    def receives(self) -> bool:
        """Whether any of the posts lets them read what arrives at a desk."""
        return Capability.READ_RECEIVED in self.capabilities

    @property
    def units(self) -> frozenset[UUID]:
        """The units where something is held, whatever it is."""
        return frozenset(post.unit for post in self.posts)

    def holds(
        self,
        capability: Capability,
        *,
        unit: UUID | None = None,
        organisation: UUID | None = None,
        area: UUID | None = None,
    ) -> bool:
        """Whether this may be done there. Each role reaches as far as its description says; a missing place denies."""
        places = {Reach.UNIT: unit, Reach.ORGANISATION: organisation, Reach.AREA: area}
        return any(
            places[ROLES[post.role].reach] == getattr(post, ROLES[post.role].reach.value)
            for post in self._with(capability)
        )

    def units_with(self, capability: Capability) -> frozenset[UUID]:
        """The units in which this may be done by a role of the unit's own."""
        return frozenset(post.unit for post in self._with(capability) if ROLES[post.role].reach is Reach.UNIT)

    def organisations_with(self, capability: Capability) -> frozenset[UUID]:
        """The organisations for which this may be done."""
        return frozenset(
            post.organisation for post in self._with(capability) if ROLES[post.role].reach is Reach.ORGANISATION
        )

    def _with(self, capability: Capability) -> Iterable[Post]:
        return (post for post in self.posts if capability in ROLES[post.role].capabilities)


NOBODY = Standing()
