"""A provider of sign-on on this machine that says whatever a test wants it to: also what no honest one would.

It holds what comes from Motvekt against the standard, as an honest one does: who sends it, the code's verifier, where
it leads back to.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT = "motvekt"
Claims = dict[str, Any]


@lru_cache
def rsa_key(name: str) -> RSAKey:
    """A key of that name, the same each time."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


class Forger:
    """The provider, and what it does. Tests change its fields."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://localhost:{port}"
        self.begin_anew()

    def begin_anew(self) -> None:
        """An honest provider again, which remembers nothing."""
        self.key: Any = rsa_key("first")
        self.published: list[Any] = [self.key]
        self.clients = KeySet([ECKey.generate_key("P-256")])
        """Motvekt's public keys."""
        self.claims: Claims = {"sub": "kari-1", "name": "Kari Nordmann", "acr": "high", "amr": ["pwd", "otp"]}
        self.sign: Callable[[Claims], str] = self.signed
        self.metadata: Claims = {}
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        """Path to what is answered there instead."""
        self.asked: list[str] = []
        self.pushed: dict[str, dict[str, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.proofs: list[str] = []
        self.userinfo: Claims = {}

    def signed(self, claims: Claims) -> str:
        """As an honest provider signs."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def said_of_itself(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "pushed_authorization_request_endpoint": f"{self.issuer}/par",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def comes_back(self, address: str) -> dict[str, str]:
        """Somebody signs on at the address that Motvekt sent them to: the answer that their browser brings."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        request = self.pushed.pop(asked["request_uri"]) if "request_uri" in asked else asked
        assert request["response_type"] == "code"
        assert request["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = request
        return {"code": code, "state": request["state"], "iss": self.issuer}

    def claims_for(self, request: dict[str, str]) -> Claims:
        now = int(time.time())
        times = {"iat": now, "exp": now + 300, "auth_time": now}
        said = {"iss": self.issuer, "aud": CLIENT, "nonce": request["nonce"], **times, **self.claims}
        return {name: value for name, value in said.items() if value is not None}

    def is_proven(self, form: dict[str, str]) -> bool:
        """Whether a form comes from Motvekt: its proof is signed, made out to us, fresh, and used once."""
        proof = jwt.decode(form["client_assertion"], self.clients, algorithms=["ES256", "RS256", "PS256"])
        claims = proof.claims
        fresh = claims["jti"] not in self.proofs
        self.proofs.append(claims["jti"])
        known = claims["iss"] == claims["sub"] == CLIENT and claims["aud"] == self.issuer
        return fresh and known and claims["exp"] - claims["iat"] <= 120

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, self.said_of_itself()
        if path == "/jwks":
            return 200, {"keys": [key.as_dict(private=False) for key in self.published]}
        if path == "/userinfo":
            return 200, self.userinfo
        if path not in ("/par", "/token"):
            return 404, {}
        if not self.is_proven(form):
            return 401, {"error": "invalid_client"}
        if path == "/par":
            address = f"urn:ietf:params:oauth:request_uri:{secrets.token_urlsafe(8)}"
            self.pushed[address] = form
            return 201, {"request_uri": address, "expires_in": 60}
        request = self.codes.pop(form["code"], None)
        honest = (
            request is not None
            and request["redirect_uri"] == form["redirect_uri"]
            and request["code_challenge"] == create_s256_code_challenge(form["code_verifier"])
        )
        if request is None or not honest:
            return 400, {"error": "invalid_grant"}
        token = self.sign(self.claims_for(request))
        return 200, {"access_token": "hemmelig-adgang", "token_type": "Bearer", "id_token": token}


def _handler(forger: Callable[[], Forger]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._respond({name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()})

        def _respond(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            forger().asked.append(path)
            if path in forger().answers:
                forger().answers[path](self)
                return
            status, said = forger().answer(path, form)
            say(self, status, json.dumps(said).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def say(handler: BaseHTTPRequestHandler, status: int, content: bytes, **headers: str) -> None:
    """An answer."""
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


@contextmanager
def forging() -> Iterator[Forger]:
    """One that answers until the end."""
    made: list[Forger] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: made[0]))
    server.daemon_threads = True
    made.append(Forger(server.server_port))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield made[0]
    finally:
        server.shutdown()
        server.server_close()
