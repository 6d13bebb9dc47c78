"""The addresses of concerns, below `/inne/bekymringer/`."""

from __future__ import annotations

from django.urls import path

from motvekt.concerns import step_urls, views

app_name = "concerns"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:dossier>/", views.concern, name="concern"),
    path("<uuid:dossier>/meld/", views.report, name="report"),
    *step_urls.urlpatterns,
]
