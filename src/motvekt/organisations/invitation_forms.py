"""What somebody who comes in by an invitation is asked beside a password: what they are called."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motvekt.organisations.forms import NewPassword


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
