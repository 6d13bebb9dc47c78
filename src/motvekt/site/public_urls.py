"""The addresses of the public part (MOTVEKT_PART=public): the guide, anonymous consultation, and whether it is alive.

What stands in pages and is answered by the other process has its name here, so that links lead there, and no page.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from motvekt.access.guard import public
from motvekt.web import health


@public
def elsewhere(request: HttpRequest) -> HttpResponse:
    """What the proxy gives to the other process never comes here."""
    raise Http404


urlpatterns = [
    path("helse/", health.alive, name="alive"),
    path("helse/klar/", health.ready, name="ready"),
    path("inne/", include(([path("", elsewhere, name="home")], "organisations"))),
    path("foresporsel/", include(([path("", elsewhere, name="ask")], "asking"))),
    path("droft/", include("motvekt.consultations.asking_urls")),
    path("", include("motvekt.guide.urls")),
]

handler400 = "motvekt.web.errors.bad_request"
handler403 = "motvekt.web.errors.forbidden"
handler404 = "motvekt.web.errors.not_found"
handler500 = "motvekt.web.errors.broken"
