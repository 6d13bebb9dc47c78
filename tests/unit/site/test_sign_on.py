"""The file of sign-on providers: what it means, and every mistake in words, with its line."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.errors import SecurityWarning
from joserfc.jwk import OctKey

from motvekt.kernel.errors import Refused
from motvekt.organisations.openid.provider import Audience, Pushed, findings
from motvekt.site.sign_on import read_providers
from tests.guides import ROOT
from tests.provider.settings import provider, write, write_key

ISSUER = "https://login.asker.no"


def pem(file: Path, key: Any) -> Any:
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    file.chmod(0o600)
    return key


def certificate(file: Path, key: Any) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "motvekt")])
    now = datetime.now(UTC)
    made = (x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))).sign(
        key, hashes.SHA256()
    )
    file.write_bytes(made.public_bytes(Encoding.PEM))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_key(tmp_path / "ours.json")
    return tmp_path


def test_a_provider_is_read_with_its_keys(folder: Path) -> None:
    (read,) = read_providers(write(folder, provider("entra", ISSUER, parameters={"claims": {"id_token": None}})))
    assert (read.slug, read.issuer, read.areas) == ("entra", ISSUER, frozenset({"asker-baerum"}))
    assert (read.audience, read.pushed, read.algorithms) == (
        Audience.ISSUER,
        Pushed.OFFERED,
        ("RS256", "PS256", "ES256"),
    )
    assert read.strong == {"acr": frozenset({"high"})}
    assert read.parameters == {"claims": '{"id_token": null}'}
    assert [(key.id, key.algorithm) for key in read.keys] == [("ours", "ES256")]
    assert "d" not in read.keys[0].public()


def test_several_keys_are_published_and_the_first_signs(folder: Path) -> None:
    pem(folder / "rsa.pem", rsa.generate_private_key(65537, 2048))
    pem(folder / "ed.pem", ed25519.Ed25519PrivateKey.generate())
    keys = [{"file": "rsa.pem", "algorithm": "PS256", "id": "ny"}, {"file": "ours.json"}, {"file": "ed.pem"}]
    (read,) = read_providers(write(folder, provider("entra", ISSUER, keys=keys)))
    assert [(key.id, key.algorithm) for key in read.keys[:2]] == [("ny", "PS256"), ("ours", "ES256")]
    assert read.keys[2].algorithm == "EdDSA"
    assert len({key.id for key in read.keys}) == 3


def test_a_certificate_gives_the_thumbprint_that_the_provider_knows(folder: Path) -> None:
    key = pem(folder / "rsa.pem", rsa.generate_private_key(65537, 2048))
    made = certificate(folder / "rsa.crt", key)
    (read,) = read_providers(
        write(folder, provider("entra", ISSUER, keys=[{"file": "rsa.pem", "certificate": "rsa.crt"}]))
    )
    digest = sha256(made.public_bytes(Encoding.DER)).digest()
    assert base64.urlsafe_b64decode(read.keys[0].thumbprint + "=") == digest


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "http": ({"issuer": "http://login.asker.no"}, "https://"),
    "no address": ({"issuer": "login.asker.no"}, "https://"),
    "a query": ({"issuer": f"{ISSUER}/?x=1"}, "https://"),
    "none": ({"algorithms": ["none"]}, "none kan ikke brukes"),
    "HMAC": ({"algorithms": ["HS256"]}, "HS256 kan ikke brukes"),
    "no key": ({"keys": []}, "skriv enten keys"),
    "key and secret": ({"secret_file": "x"}, "skriv enten keys"),
    "our own parameter": ({"parameters": {"state": "x"}}, "state setter Motvekt selv"),
    "no openid": ({"scopes": ["profile"]}, "openid"),
    "a level that is not accepted": ({"two_factors": {"acr": ["highest"]}}, "highest står ikke i accepted_acr"),
    "unknown field": ({"acr": "high"}, "er et ukjent felt"),
    "no area": ({"areas": []}, "er tom"),
    "a negative age": ({"max_age": -1}, "har en verdi som ikke kan stå her"),
    "a key that is not there": ({"keys": [{"file": "finnes-ikke"}]}, "kan ikke leses"),
    "an algorithm of another kind": ({"keys": [{"file": "ours.json", "algorithm": "RS256"}]}, "passer ikke"),
    "another certificate": ({"keys": [{"file": "ours.json", "certificate": "annen.crt"}]}, "hører til en annen nøkkel"),
    "no certificate": ({"keys": [{"file": "ours.json", "certificate": "ours.json"}]}, "er ikke et sertifikat"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_mistake_is_said_in_words(folder: Path, what: str) -> None:
    more, words = WRONG[what]
    certificate(folder / "annen.crt", ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(Refused, match=words):
        read_providers(write(folder, provider("entra", **{"issuer": ISSUER, **more})))


def test_two_providers_share_neither_slug_nor_issuer(folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_providers(write(folder, provider("entra", ISSUER), provider("entra", ISSUER)))
    assert str(refused.value).count("står to ganger") == 4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.chmod(0o640),
        lambda file: file.write_text(""),
        lambda file: file.write_text("ikke en nøkkel"),
        lambda file: file.write_text("{"),
        lambda file: file.write_text('{"kty": "EC"}'),
        lambda file: file.write_text(json.dumps(OctKey.generate_key(256).as_dict())),
    ],
    ids=["open to others", "empty", "words", "half", "no numbers", "a secret"],
)
def test_a_key_that_others_can_read_or_that_is_none_is_refused(folder: Path, spoil: Callable[[Path], object]) -> None:
    spoil(folder / "ours.json")
    with pytest.raises(Refused, match=r"ours\.json"):
        read_providers(write(folder, provider("entra", ISSUER)))


def test_a_short_key_is_refused(folder: Path) -> None:
    pem(folder / "ours.json", rsa.generate_private_key(65537, 1024))  # noqa: S505 - the short one
    with pytest.warns(SecurityWarning), pytest.raises(Refused, match="kortere enn 2048"):
        read_providers(write(folder, provider("entra", ISSUER)))


def test_only_a_public_key_is_refused(folder: Path) -> None:
    key = write_key(folder / "ours.json")
    (folder / "ours.json").write_text(json.dumps(key.as_dict(private=False)))
    with pytest.raises(Refused, match="privat nøkkel"):
        read_providers(write(folder, provider("entra", ISSUER)))


def test_what_is_weak_is_found_and_what_is_sound_is_not(folder: Path) -> None:
    (sound,) = read_providers(write(folder, provider("entra", ISSUER)))
    assert findings([sound]) == []
    (folder / "hemmelig").write_text("en hemmelighet\n")
    (folder / "hemmelig").chmod(0o600)
    more = {"keys": [], "secret_file": "hemmelig", "par": "never", "two_factors": {}, "accepted_acr": [], "units": []}
    (weak,) = read_providers(write(folder, provider("feide", "http://localhost:3000", **more)))
    assert {found.code for found in findings([weak])} == {
        "http",
        "secret",
        "not_pushed",
        "never_strong",
        "any_acr",
        "no_units",
    }
    assert "hemmelighet" not in repr(weak)


def test_the_examples_of_the_documentation_are_read(folder: Path) -> None:
    text = (ROOT / "docs" / "OPENID.md").read_text("utf-8")
    examples = [part.split("```")[0] for part in text.split("```yaml\n")[1:]]
    assert len(examples) >= 4
    key = pem(folder / "motvekt.pem", rsa.generate_private_key(65537, 2048))
    certificate(folder / "motvekt.crt", key)
    (folder / "feide-secret").write_text("x")
    (folder / "feide-secret").chmod(0o600)
    file = folder / "openid.yaml"
    file.write_text("".join(examples), "utf-8")
    assert [one.slug for one in read_providers(file)] == ["entra", "ansattporten", "feide", "id-porten"]
