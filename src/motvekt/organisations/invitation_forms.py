"""What somebody who comes in by an invitation is asked: what they are called, and a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

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


class NewPassword(forms.Form):
    """A password, typed twice. `email` and `name` are those of the one whose it becomes."""

    password = forms.CharField(
        max_length=LONGEST,
        strip=False,
        error_messages={"required": _("Velg et passord."), "max_length": _("Passordet er for langt.")},
    )
    again = forms.CharField(
        max_length=LONGEST,
        strip=False,
        error_messages={"required": _("Skriv passordet en gang til."), "max_length": _("Passordet er for langt.")},
    )

    def __init__(self, *args: Any, email: str, known_as: str = "", **kwargs: Any) -> None:
        self.email, self.known_as = email, known_as
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        password, again = given.get("password"), given.get("again")
        if password and (why := weakness(password, email=self.email, name=given.get("name") or self.known_as)):
            self.add_error("password", why)
        elif password and again and password != again:
            self.add_error("again", _("De to passordene er ikke like. Skriv dem på nytt."))
        return given


class Newcomer(NewPassword):
    """What somebody new is called, beside it."""

    field_order = ("name", "password", "again")
    name = forms.CharField(
        max_length=200,
        min_length=2,
        error_messages={
            "required": _("Skriv hva du heter."),
            "min_length": _("Skriv hele navnet ditt."),
            "max_length": _("Navnet er for langt."),
        },
    )
