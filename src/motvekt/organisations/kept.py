"""What somebody had typed when their session was over is not lost: it goes with the page where they sign in, sealed for
their account in this area, and comes back to them alone. Nothing of it is stored, here or in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from motvekt.organisations import tokens
from motvekt.organisations.models import Area

GOOD_FOR = timedelta(hours=12)
FIELD = "brakt"
"""The hidden field that carries it."""

NEVER = ("/inne/logg-inn/", "/inne/logg-ut/", "/inne/invitasjon/", "/inne/openid/", "/inne/konto/", "/inne/hvem/")
"""Forms with passwords and codes in them. They are typed anew."""


SECRETS = ("/inne/konto/",)
"""Of these, pages that are opened anew after somebody has shown who they are: a password doesn't travel along."""

ACTS = ("/inne/forvaltning/", "/inne/bekreft/")
"""Forms that give, take or end something at once. Where nobody is signed in any more, whoever walks past could prepare
one for the owner to press on: these are lost with the session.
"""


@dataclass(frozen=True)
class Kept:
    """A form that was sent too late: where to, and its fields."""

    path: str
    fields: Sequence[tuple[str, str]]


def may_be(request: HttpRequest) -> bool:
    """Whether what is sent is somebody's text, as far as one can tell."""
    return request.method == "POST" and not request.path_info.startswith(NEVER) and bool(fields_of(request))


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form holds, but for what protects it and what it carries itself."""
    left_out = ("csrfmiddlewaretoken", FIELD)
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]


def seal(request: HttpRequest, account: UUID, area: Area) -> str:
    """The form that was sent, for `account` in `area` alone."""
    return tokens.made("kept", {"path": request.path_info, "fields": fields_of(request)}, bound=f"{area.id}/{account}")


def brought(token: str, account: UUID, area: Area) -> Kept | None:
    """The form that a token holds, where it is this account's."""
    about = tokens.read("kept", token, bound=f"{area.id}/{account}", within=GOOD_FOR) if token else None
    return Kept(about["path"], [(name, value) for name, value in about["fields"]]) if about else None
