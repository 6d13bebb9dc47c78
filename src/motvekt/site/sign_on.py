"""The file that says which providers of sign-on an installation has, with our keys towards them. See docs/OPENID.md."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.openid.provider import (
    ALGORITHMS,
    OURS,
    SHORTEST_RSA,
    USUAL_ALGORITHMS,
    Audience,
    ClientKey,
    Provider,
    Pushed,
    SignatureKey,
    UnitRule,
    is_at_home,
    is_safe,
    is_short,
)
from motvekt.organisations.rules import SLUG_PATTERN
from motvekt.site import lists

CODE = "openid_file"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class KeyRow(BaseModel):
    """A private key of ours: a file with PEM or JWK."""

    model_config = ConfigDict(extra="forbid")

    file: Text
    algorithm: Text | None = None
    id: Text | None = None
    certificate: Text | None = None


class UnitRow(BaseModel):
    """A claim and what its values mean."""

    model_config = ConfigDict(extra="forbid")

    claim: Text | list[Text]
    values: Annotated[dict[str, Slug], Field(min_length=1)]


class ProviderRow(BaseModel):
    """One provider of the file."""

    model_config = ConfigDict(extra="forbid")

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    issuer: Text
    client_id: Text
    areas: Annotated[list[Slug], Field(min_length=1)]
    keys: list[KeyRow] = Field(default_factory=list)
    secret_file: Text | None = None
    audience: Audience = Audience.ISSUER
    scopes: list[Text] = Field(default_factory=lambda: ["openid", "profile", "email"])
    acr_values: list[Text] = Field(default_factory=list)
    accepted_acr: list[Text] = Field(default_factory=list)
    two_factors: dict[str, list[Text]] = Field(default_factory=dict)
    par: Pushed = Pushed.OFFERED
    algorithms: Annotated[list[Text], Field(min_length=1)] = Field(default_factory=lambda: list(USUAL_ALGORITHMS))
    max_age: Annotated[int, Field(ge=0)] | None = None
    email_domains: list[Text] = Field(default_factory=list)
    userinfo: bool = False
    units: list[UnitRow] = Field(default_factory=list)
    parameters: dict[str, Any] = Field(default_factory=dict)


def read_providers(file: Path) -> list[Provider]:
    """The file's providers, with their keys. Raises Refused with words for the operator."""
    rows = lists.read(file, ProviderRow, code=CODE, what="tilbydere", check=_wrong)
    return [_provider(row, file.parent) for row in rows]


def _wrong(rows: list[ProviderRow]) -> Iterator[lists.Found]:
    """What a provider can't say, and what two can't say together."""
    slugs, issuers = Counter(row.slug for row in rows), Counter(row.issuer for row in rows)
    for number, row in enumerate(rows):
        if slugs[row.slug] > 1:
            yield (number, "slug"), "står to ganger"
        if issuers[row.issuer] > 1:
            yield (number, "issuer"), "står to ganger: én utsteder har én tilbyder, som kan gjelde flere områder"
        if not is_safe(row.issuer, at_home=is_at_home(row.issuer)) or "?" in row.issuer:
            yield (number, "issuer"), "skal begynne med https:// (http:// bare for localhost)"
        if bool(row.keys) == bool(row.secret_file):
            yield (number, "keys"), "skriv enten keys (best) eller secret_file"
        if "openid" not in row.scopes or any(set(scope) & set(' "\\') for scope in row.scopes):
            yield (number, "scopes"), "skal være en liste med openid i"
        if unknown := [one for one in row.algorithms if one not in ALGORITHMS]:
            yield (number, "algorithms"), f"{unknown[0]} kan ikke brukes. Velg blant {', '.join(ALGORITHMS)}"
        if taken := sorted(OURS & row.parameters.keys()):
            yield (number, "parameters"), f"{taken[0]} setter Motvekt selv"
        accepted = set(row.accepted_acr)
        if accepted and (lost := [one for one in row.two_factors.get("acr", []) if one not in accepted]):
            yield (number, "two_factors"), f"{lost[0]} står ikke i accepted_acr, og slippes ikke inn"


def _provider(row: ProviderRow, folder: Path) -> Provider:
    return Provider(
        slug=row.slug,
        name=row.name,
        issuer=row.issuer,
        client_id=row.client_id,
        areas=frozenset(row.areas),
        keys=tuple(_key(one, folder) for one in row.keys),
        secret=_private(folder / row.secret_file).strip() if row.secret_file else "",
        audience=row.audience,
        scopes=tuple(row.scopes),
        acr_values=tuple(row.acr_values),
        accepted_acr=frozenset(row.accepted_acr),
        strong={claim: frozenset(values) for claim, values in row.two_factors.items()},
        pushed=row.par,
        algorithms=tuple(row.algorithms),
        max_age=row.max_age,
        email_domains=frozenset(domain.lower() for domain in row.email_domains),
        userinfo=row.userinfo,
        units=tuple(
            UnitRule((one.claim,) if isinstance(one.claim, str) else tuple(one.claim), one.values) for one in row.units
        ),
        parameters={
            name: value if isinstance(value, str) else json.dumps(value) for name, value in row.parameters.items()
        },
    )


def _private(file: Path) -> str:
    """What a file holds that nobody but its owner may read."""
    try:
        if file.stat().st_mode & 0o077:
            raise Refused(no(CODE, f"{file} kan leses av andre: chmod 600"))
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(no(CODE, f"{file} kan ikke leses: {error}")) from error
    if not text.strip():
        raise Refused(no(CODE, f"{file} er tom"))
    return text


def _key(row: KeyRow, folder: Path) -> ClientKey:
    file = folder / row.file
    key = _signing_key(file, _private(file))
    algorithm = row.algorithm or str(key.as_dict(private=False).get("alg") or _USUAL[key.key_type])
    if algorithm not in _FITS[key.key_type]:
        raise Refused(
            no(CODE, f"{file}: {algorithm} passer ikke til nøkkelen. Velg blant {', '.join(_FITS[key.key_type])}")
        )
    return ClientKey(key, row.id or key.kid or key.thumbprint(), algorithm, _thumbprint(row, folder, key))


_FITS = {
    "RSA": ("PS256", "RS256", "PS384", "RS384", "PS512", "RS512"),
    "EC": ("ES256", "ES384", "ES512"),
    "OKP": ("EdDSA",),
}
_USUAL = {"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}


def _signing_key(file: Path, text: str) -> SignatureKey:
    kinds: tuple[type[SignatureKey], ...] = (RSAKey, ECKey, OKPKey)
    try:
        source: Any = json.loads(text) if text.lstrip().startswith("{") else text
    except ValueError as error:
        raise Refused(no(CODE, f"{file} er ikke JSON: {error}")) from error
    for kind in kinds:
        try:
            key = kind.import_key(source)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
        if isinstance(key, RSAKey) and is_short(key):
            raise Refused(no(CODE, f"{file} er kortere enn {SHORTEST_RSA} biter"))
        if key.is_private:
            return key
    raise Refused(no(CODE, f"{file} er ikke en privat nøkkel (PEM eller JWK)"))


def _thumbprint(row: KeyRow, folder: Path, key: SignatureKey) -> str:
    """The certificate's, as SHA-256 in base64url; empty without one."""
    if row.certificate is None:
        return ""
    file = folder / row.certificate
    try:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(no(CODE, f"{file} er ikke et sertifikat (PEM): {error}")) from error
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if certificate.public_key().public_bytes(*form) != key.public_key.public_bytes(*form):
        raise Refused(no(CODE, f"{file} hører til en annen nøkkel enn {row.file}"))
    return base64.urlsafe_b64encode(sha256(certificate.public_bytes(Encoding.DER)).digest()).rstrip(b"=").decode()
