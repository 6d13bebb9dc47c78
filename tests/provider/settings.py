"""A file of sign-on providers for tests, and Motvekt's keys towards them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, KeySet

from tests.provider.forging import CLIENT


def provider(slug: str, issuer: str, **more: Any) -> dict[str, Any]:
    """A provider's row, as most tests want it: two levels are accepted, and the higher one counts as two factors."""
    return {
        "slug": slug,
        "name": f"Prøve {slug}",
        "issuer": issuer,
        "client_id": CLIENT,
        "areas": ["asker-baerum"],
        "keys": [{"file": "ours.json"}],
        "acr_values": ["high", "low"],
        "accepted_acr": ["high", "low"],
        "two_factors": {"acr": ["high"]},
        "units": [{"claim": "department", "values": {"Lerkeli ungdomsskole": "lerkeli-ungdomsskole"}}],
        **more,
    }


def write_key(file: Path) -> ECKey:
    """A private key of Motvekt's in a file."""
    key = ECKey.generate_key("P-256", {"kid": file.stem, "use": "sig", "alg": "ES256"})
    file.write_text(json.dumps(key.as_dict(private=True)))
    file.chmod(0o600)
    return key


def public_keys(*keys: ECKey) -> KeySet:
    """What the provider knows of them."""
    return KeySet([ECKey.import_key(key.as_dict(private=False)) for key in keys])


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    """The file: JSON is YAML."""
    file = folder / "openid.yaml"
    file.write_text("".join(f"- {json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    return file
