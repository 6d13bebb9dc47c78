"""What a provider says of itself: its addresses and its keys. Kept for a while, and used on while it is down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from motvekt.organisations.openid import fetching
from motvekt.organisations.openid.failures import NOT_SET_UP, SignOnFailed
from motvekt.organisations.openid.fetching import Asked, Patience
from motvekt.organisations.openid.provider import Provider, Pushed, is_safe, is_short

FRESH = 3600.0
"""Seconds before a provider is asked again what it says of itself."""
FRESH_KEYS = 900.0
KEPT = 24 * 3600.0
"""Seconds for which what it said last is still used where it doesn't answer."""
BETWEEN = 10.0
"""Seconds between two looks for a key that isn't among those that are known."""
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Metadata:
    """A provider's addresses, and whether its answers say who they are from (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    pushed: str = ""
    userinfo: str = ""
    says_issuer: bool = False


Known = TypeVar("Known")


class Kept(Generic[Known]):
    """By provider, what was fetched and when."""

    def __init__(self, fresh: float) -> None:
        self._fresh = fresh
        self._lock = Lock()
        self._known: dict[str, tuple[float, Known]] = {}
        self._anew: dict[str, float] = {}

    def get(self, name: str, fetch: Callable[[], Known], *, anew: bool = False) -> Known:
        """What is known, fetched where it is too old or, seldom, is wanted anew. Raises as `fetch`, where nothing is
        known that can be used.
        """
        at, known = self._known.get(name, (float("-inf"), None))
        age = fetching.now() - at
        anew = anew and fetching.now() - self._anew.get(name, float("-inf")) >= BETWEEN
        if known is not None and age < self._fresh and not anew:
            return known
        if anew:
            self._anew[name] = fetching.now()
        try:
            found = fetch()
        except SignOnFailed:
            if known is not None and age < KEPT:
                return known
            raise
        with self._lock:
            self._known[name] = (fetching.now(), found)
        return found

    def forget(self) -> None:
        with self._lock:
            self._known.clear()
            self._anew.clear()


_metadata: Kept[Metadata] = Kept(FRESH)
_keys: Kept[KeySet] = Kept(FRESH_KEYS)


def forget() -> None:
    """As after a start."""
    _metadata.forget()
    _keys.forget()


def of(provider: Provider, patience: Patience) -> Metadata:
    """What the provider says of itself. Raises SignOnFailed."""
    return _metadata.get(provider.issuer, lambda: _fetched(provider, patience))


def keys(provider: Provider, patience: Patience, *, anew: bool = False) -> KeySet:
    """The keys that the provider signs with. `anew`: as they are by now, where nobody looked just before."""
    address = of(provider, patience).keys
    fetch = lambda: _fetched_keys(provider, address, patience)  # noqa: E731 - a name for an argument
    return _keys.get(provider.issuer, fetch, anew=anew)


def _fetched(provider: Provider, patience: Patience) -> Metadata:
    said = _object(provider, provider.issuer.rstrip("/") + WELL_KNOWN, patience)
    if said.get("issuer") != provider.issuer:
        raise SignOnFailed(NOT_SET_UP, "another issuer")
    if "S256" not in (said.get("code_challenge_methods_supported") or ["S256"]):
        raise SignOnFailed(NOT_SET_UP, "no pkce")
    metadata = Metadata(
        authorization=_address(provider, said, "authorization_endpoint"),
        token=_address(provider, said, "token_endpoint"),
        keys=_address(provider, said, "jwks_uri"),
        pushed=_address(provider, said, "pushed_authorization_request_endpoint", needed=False),
        userinfo=_address(provider, said, "userinfo_endpoint", needed=provider.userinfo),
        says_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )
    if not metadata.pushed and provider.pushed is Pushed.REQUIRED:
        raise SignOnFailed(NOT_SET_UP, "nothing can be pushed")
    return metadata


def _address(provider: Provider, said: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    found = said.get(name)
    if found is None and not needed:
        return ""
    if not is_safe(found, at_home=provider.at_home):
        raise SignOnFailed(NOT_SET_UP, f"{name} is no address to speak to")
    return str(found)


def _fetched_keys(provider: Provider, address: str, patience: Patience) -> KeySet:
    said = _object(provider, address, patience)
    listed = said.get("keys")
    # What encrypts isn't what signs; what both know is nobody's signature.
    rows = [
        row
        for row in (listed if isinstance(listed, list) else [])
        if isinstance(row, dict) and row.get("use", "sig") == "sig" and row.get("kty") in ("RSA", "EC", "OKP")
    ]
    try:
        found = KeySet.import_key_set({"keys": [_without_private(row) for row in rows]})
        return KeySet([key for key in found.keys if not (isinstance(key, RSAKey) and is_short(key))])
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SignOnFailed(NOT_SET_UP, "no keys") from error


def _without_private(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("d", "p", "q", "dp", "dq", "qi", "key_ops")}


def _object(provider: Provider, address: str, patience: Patience) -> dict[str, Any]:
    answer = fetching.ask(Asked(address), patience, at_home=provider.at_home)
    if answer.status != 200:
        raise SignOnFailed(NOT_SET_UP, f"{answer.status}")
    return answer.json()
