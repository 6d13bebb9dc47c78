"""The stamps of views. A view with neither answers 403, from the first view on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _

View = TypeVar("View", bound=Callable[..., Any])


class Open(Enum):
    """Views that demand no capability."""

    EVERYBODY = "everybody"
    SIGNED_IN = "whoever is signed in"


@dataclass(frozen=True)
class Stamp:
    """What a view demands: a capability, held anywhere, or none. What it is held *for*, the view's queries ask."""

    demand: Capability | Open


def public(view: View) -> View:
    """Anybody may open this view."""
    return _stamped(view, Open.EVERYBODY)


def signed_in(view: View) -> View:
    """Whoever has signed in may open this view: it shows their own and nothing else."""
    return _stamped(view, Open.SIGNED_IN)


def requires(capability: Capability) -> Callable[[View], View]:
    """Only whoever holds `capability` may open this view."""
    if not isinstance(capability, Capability):
        raise TypeError(f"not a capability: {capability!r}")
    return lambda view: _stamped(view, capability)


def _stamped(view: View, demand: Capability | Open) -> View:
    view.motvekt_access = Stamp(demand)  # type: ignore[attr-defined]
    return view


def stamp_of(view: Callable[..., Any]) -> Stamp | None:
    """The stamp of a view, or None where somebody forgot it."""
    found = getattr(view, "motvekt_access", None)
    return found if isinstance(found, Stamp) else None


NOT_SIGNED_IN = no("not_signed_in", _("Logg inn først."))
NOT_ALLOWED = no("not_allowed", _("Du har ikke tilgang til denne siden."))


def may_open(view: Callable[..., Any], visitor: Standing) -> Decision:
    """Whether a visitor may open `view`. A missing stamp denies."""
    stamp = stamp_of(view)
    if stamp is None:
        return no("unstamped_view", _("Denne siden er ikke åpnet for noen ennå."))
    if stamp.demand is Open.EVERYBODY:
        return YES
    if visitor.account is None:
        return NOT_SIGNED_IN
    if stamp.demand is Open.SIGNED_IN or stamp.demand in visitor.capabilities:
        return YES
    return NOT_ALLOWED
