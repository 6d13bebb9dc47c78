"""The addresses of concerns, below `/inne/bekymringer/`."""

from __future__ import annotations

from django.urls import path

from motvekt.concerns import closing_views, step_urls, views, writing_views

app_name = "concerns"
urlpatterns = [
    path("", views.listed, name="list"),
    path("ny/", writing_views.new, name="new"),
    path("uten-ansvarlig/", closing_views.orphaned, name="orphaned"),
    path("uten-ansvarlig/<uuid:dossier>/", closing_views.hand_on, name="hand_on"),
    path("<uuid:dossier>/", writing_views.concern, name="concern"),
    path("<uuid:dossier>/kladd/", writing_views.draft, name="draft"),
    path("<uuid:dossier>/avslutt/", closing_views.close, name="close"),
    path("<uuid:dossier>/apne/", closing_views.reopen, name="reopen"),
    *step_urls.urlpatterns,
]
