"""Every address of the system."""

from __future__ import annotations

from django.urls import include, path

from motvekt.web import health

urlpatterns = [
    # Answered by `web.health.Health`, whatever the host is.
    path("helse/", health.alive, name="alive"),
    path("helse/klar/", health.ready, name="ready"),
    path("inne/", include("motvekt.organisations.urls")),
    path("inne/", include("motvekt.overview.urls")),
    path("inne/bekymringer/", include("motvekt.concerns.urls")),
    path("inne/mottak/", include("motvekt.reports.urls")),
    path("inne/forvaltning/", include("motvekt.administration.urls")),
    path("foresporsel/", include("motvekt.reports.asking_urls")),
    path("droft/", include("motvekt.consultations.asking_urls")),
    path("", include("motvekt.guide.urls")),
]

handler400 = "motvekt.web.errors.bad_request"
handler403 = "motvekt.web.errors.forbidden"
handler404 = "motvekt.web.errors.not_found"
handler500 = "motvekt.web.errors.broken"
