"""An authenticator in software, that does what one does, or anything else that a test tells it to."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey for one host."""

    origin: str = "http://localhost"
    host: str = "localhost"
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))
    user: bytes = b""

    def make(self, options: str, *, flags: int = PRESENT | VERIFIED, **client: Any) -> str:
        """The answer to a page that asks for a new passkey."""
        asked = json.loads(options)
        self.user = websafe_decode(asked["user"]["id"])
        data = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        authenticator = AuthenticatorData.create(
            self._host_hash(), AuthenticatorData.FLAG(flags | ATTESTED), self.counter, data
        )
        made = AttestationObject.create("none", authenticator, {})
        said = self._client("webauthn.create", asked["challenge"], client)
        return self._written({"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(made)})

    def sign(self, options: str, *, flags: int = PRESENT | VERIFIED, counts: int = 1, **client: Any) -> str:
        """The answer to a page that asks for a passkey."""
        self.counter += counts
        authenticator = AuthenticatorData.create(self._host_hash(), AuthenticatorData.FLAG(flags), self.counter)
        said = self._client(client.pop("type", "webauthn.get"), json.loads(options)["challenge"], client)
        signature = self.key.sign(bytes(authenticator) + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._written(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(authenticator),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.user),
            }
        )

    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, kind: str, challenge: str, other: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, **other}).encode()

    def _written(self, response: dict[str, str]) -> str:
        known = websafe_encode(self.id)
        return json.dumps({"id": known, "rawId": known, "type": "public-key", "response": response})
