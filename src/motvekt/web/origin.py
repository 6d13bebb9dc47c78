"""Whether a form comes from a page of this very host, as the browser says it: what guards forms that have no cookie.

A browser says so only where the page's referrer policy is no "no-referrer": whoever shows such a form calls `let_say`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from motvekt.kernel.decision import no
from motvekt.kernel.words import gettext_noop as _

STRANGER = no(
    "form_of_another_site",
    _(
        "Nettleseren din sier ikke hvor skjemaet kommer fra, så det er ikke sendt. Gå tilbake, så står det du skrev "
        "der fortsatt. Prøv en annen nettleser, eller ring."
    ),
)


def is_own(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this host sent the form. Whoever says nothing is a stranger."""
    own = f"{request.scheme}://{request.get_host()}".lower()
    return str(request.META.get("HTTP_ORIGIN", "")).lower() == own


def let_say(response: HttpResponse) -> HttpResponse:
    """Let browsers say of this page's form where it comes from. Other sites are told nothing either way."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
