"""What a password must be: long, and not what somebody would try first. Nothing is asked of which letters it has."""

from __future__ import annotations

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as said

SHORTEST = 12
LONGEST = 1000


def weakness(password: str, *, email: str, name: str) -> str:
    """Why a password isn't good enough, in words; empty where it is. It must be long, and not be guessed."""
    if len(password) < SHORTEST:
        return said("Passordet må ha minst 12 tegn. En setning er fint.")
    low = password.lower()
    parts = {email.lower(), email.lower().partition("@")[0], *name.lower().split(), name.lower()}
    rest = low
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "") if len(part) > 2 else rest
    if len(rest) < SHORTEST / 2:
        return said("Passordet ligner for mye på navnet eller e-postadressen din.")
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return said("Dette passordet er det mange som bruker. Velg et annet.")
    return said("Passordet må ha flere ulike tegn.") if len(set(low)) < SHORTEST / 3 else ""
