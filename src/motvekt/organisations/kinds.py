"""The closed sets that organisations and units belong to."""

from __future__ import annotations

from enum import StrEnum


class AgencyKind(StrEnum):
    """What a service is in the eyes of the law: it decides which confidentiality it is under."""

    EDUCATION = "education"
    CULTURE_LEISURE = "culture_leisure"
    CHILD_WELFARE = "child_welfare"
    SOCIAL_SERVICES = "social_services"
    HEALTH_CARE = "health_care"
    POLICE = "police"
    CORRECTIONAL = "correctional"
    MEDIATION = "mediation"
    INTEGRATION = "integration"
    SLT = "slt"
    VOLUNTARY = "voluntary"


class OrganisationKind(StrEnum):
    """What a controller is."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    POLICE_DISTRICT = "police_district"
    STATE_BODY = "state_body"
    HEALTH_TRUST = "health_trust"
    PRIVATE_SCHOOL = "private_school"
    VOLUNTARY = "voluntary"


PUBLIC_BODIES = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.COUNTY,
        OrganisationKind.POLICE_DISTRICT,
        OrganisationKind.STATE_BODY,
        OrganisationKind.HEALTH_TRUST,
    }
)
"""Organisations that the law calls public bodies."""


class SpecialBody(StrEnum):
    """What a unit is besides its agency, where a basis names it as a recipient."""

    SUPERVISORY_BODY = "supervisory_body"
    FIRE = "fire"


class FactorKind(StrEnum):
    """What somebody proves who they are with, beside a password."""

    PASSKEY = "passkey"
    CODES = "codes"


class How(StrEnum):
    """How somebody signed in. The session remembers it."""

    PASSWORD = "password"  # noqa: S105 - the word for it
    CODE = "code"
    """Password, and a code from an app."""
    PASSKEY = "passkey"
    RECOVERY = "recovery"
    """Password, and a recovery code."""
    OPENID = "openid"
    """The employer's sign-on, which didn't say that it asked for two factors."""
    OPENID_STRONG = "openid_strong"
    DEMO = "demo"

    @property
    def strong(self) -> bool:
        """Whether two factors were proven. The demo's cast has none, and is refused together with https."""
        return self not in (How.PASSWORD, How.OPENID)
