"""What the pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motvekt.organisations.passwords import LONGEST as LONGEST_PASSWORD
from motvekt.organisations.passwords import weakness


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

    def __init__(self, *given: Any, needs_code: bool = True, is_password: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self._needs_code, self._is_password = needs_code, is_password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self._needs_code and not given.get("answer") and not given.get("code") and "code" not in self.errors:
            self.add_error("code", _("Skriv passordet ditt.") if self._is_password else _("Skriv koden."))
        return given

    def fail(self) -> None:
        """Say that it was wrong. An app shows the next code within half a minute."""
        if self.cleaned_data.get("answer"):
            self.add_error(None, _("Passnøkkelen ble ikke godtatt. Prøv igjen, eller bruk en kode."))
        elif self._is_password:
            self.add_error("code", _("Passordet er feil. Prøv igjen."))
        else:
            self.add_error("code", _("Koden er feil, brukt før eller for gammel. Vent på den neste, og prøv igjen."))


class NewPassword(forms.Form):
    """A password, typed twice. `email` and `known_as` are those of the one whose it becomes."""

    password = forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={"required": _("Velg et passord."), "max_length": _("Passordet er for langt.")},
    )
    again = forms.CharField(
        max_length=LONGEST_PASSWORD,
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
