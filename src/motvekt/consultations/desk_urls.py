"""The addresses of advisers, below `/inne/mottak/` beside those of the desk."""

from __future__ import annotations

from django.urls import path

from motvekt.consultations import recognised_views, telephone_views

app_name = "advising"
urlpatterns = [
    path("telefon/", telephone_views.calls, name="calls"),
    path("<uuid:arrival>/kjenner/", recognised_views.recognise, name="recognise"),
]
