"""What the pages ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignIn(forms.Form):
    """Address and password. An address out of shape is as unknown as any other."""

    email = forms.CharField(
        max_length=254,
        error_messages={
            "required": _("Skriv e-postadressen din."),
            "max_length": _("E-postadressen er for lang."),
        },
    )
    password = forms.CharField(
        max_length=1000,
        strip=False,
        error_messages={"required": _("Skriv passordet ditt."), "max_length": _("Passordet er for langt.")},
    )

    def fail(self) -> None:
        """Say that nobody has this address and password, and not which of them it was."""
        self.add_error(None, _("E-postadressen eller passordet er feil. Prøv igjen."))
