"""The stamps of views. A view with neither answers 403, from the first view on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from motvekt.access.capabilities import Capability
from motvekt.kernel.decision import YES, Decision, no

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Stamp:
    """What a view demands. `capability` is None where anybody may come in."""

    capability: Capability | None


def public(view: View) -> View:
    """Anybody may open this view."""
    view.motvekt_access = Stamp(None)  # type: ignore[attr-defined]
    return view


def requires(capability: Capability) -> Callable[[View], View]:
    """Only whoever holds `capability` may open this view."""
    if not isinstance(capability, Capability):
        raise TypeError(f"not a capability: {capability!r}")

    def stamp(view: View) -> View:
        view.motvekt_access = Stamp(capability)  # type: ignore[attr-defined]
        return view

    return stamp


def stamp_of(view: Callable[..., Any]) -> Stamp | None:
    """The stamp of a view, or None where somebody forgot it."""
    found = getattr(view, "motvekt_access", None)
    return found if isinstance(found, Stamp) else None


def may_open(view: Callable[..., Any], held: frozenset[Capability]) -> Decision:
    """Whether somebody who holds `held` may open `view`. A missing stamp denies."""
    stamp = stamp_of(view)
    if stamp is None:
        return no("unstamped_view", "Denne siden er ikke åpnet for noen ennå.")
    if stamp.capability is None or stamp.capability in held:
        return YES
    return no("not_allowed", "Du har ikke tilgang til denne siden.")
