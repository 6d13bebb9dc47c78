"""What the pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motvekt.organisations.models import Account

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000


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
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={"required": _("Skriv passordet ditt."), "max_length": _("Passordet er for langt.")},
    )

    @classmethod
    def refused(cls, words: Any) -> SignIn:
        """An empty form that says why somebody is not in yet."""
        form = cls({})
        form.errors.clear()
        form.add_error(None, words)
        return form

    def fail(self) -> None:
        """Say that nobody has this address and password, and not which of them it was."""
        self.add_error(None, _("E-postadressen eller passordet er feil. Prøv igjen."))


class SecondStep(forms.Form):
    """A code, or what the browser says for a passkey."""

    code = forms.CharField(
        required=False, max_length=LONGEST_PASSWORD, strip=False, error_messages={"max_length": _("Koden er for lang.")}
    )
    answer = forms.CharField(required=False, max_length=20_000)
    question = forms.CharField(required=False, max_length=5_000)

    def __init__(self, *given: Any, needs_code: bool = True, **more: Any) -> None:
        super().__init__(*given, **more)
        self._needs_code = needs_code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self._needs_code and not given.get("answer") and not given.get("code") and "code" not in self.errors:
            self.add_error("code", _("Skriv det det spørres om."))
        return given

    def fail(self) -> None:
        """Say that it was wrong. An app shows the next code within half a minute."""
        if self.cleaned_data.get("answer"):
            self.add_error(None, _("Passnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en kode."))
        else:
            self.add_error("code", _("Koden er feil, brukt før eller for gammel. Vent på den neste, og prøv igjen."))


class NewPassword(forms.Form):
    """A password, twice. Long is what counts; one that many have is none."""

    password = forms.CharField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        error_messages={"required": _("Skriv et passord."), "max_length": _("Passordet er for langt.")},
    )
    again = forms.CharField(strip=False, required=False, max_length=LONGEST_PASSWORD)

    def __init__(self, *given: Any, account: Account | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self._account = account

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        password = found.get("password")
        if not password:
            return found
        if len(password) < SHORTEST_PASSWORD:
            self.add_error("password", _("Passordet må ha minst 12 tegn. Flere ord etter hverandre er lett å huske."))
            return found
        try:
            validate_password(password, self._account)
        except ValidationError:
            self.add_error(
                "password", _("Passordet er et som mange bruker, eller ligner på navnet ditt. Velg et annet.")
            )
            return found
        if found.get("again") != password:
            self.add_error("again", _("De to passordene er ikke like. Skriv det samme to ganger."))
        return found


class FactorName(forms.Form):
    """What somebody calls a passkey or an app; given by the page, to be changed or not."""

    name = forms.CharField(
        max_length=60,
        error_messages={"required": _("Gi den et navn du kjenner igjen."), "max_length": _("Navnet er for langt.")},
    )
    answer = forms.CharField(required=False, max_length=20_000)
    question = forms.CharField(required=False, max_length=5_000)


class NewApp(forms.Form):
    """The code that shows that an app works."""

    code = forms.CharField(
        max_length=20, error_messages={"required": _("Skriv koden fra appen."), "max_length": _("Koden er for lang.")}
    )
    made_for = forms.CharField(max_length=2_000)

    def fail(self) -> None:
        """Say that the app shows another code."""
        self.add_error("code", _("Koden er feil. Se at klokka på telefonen går riktig, og prøv den neste koden."))
