"""Every address of the system."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("inne/", include("motvekt.organisations.urls")),
    path("inne/forvaltning/", include("motvekt.administration.urls")),
    path("", include("motvekt.guide.urls")),
]

handler400 = "motvekt.web.errors.bad_request"
handler403 = "motvekt.web.errors.forbidden"
handler404 = "motvekt.web.errors.not_found"
handler500 = "motvekt.web.errors.broken"
