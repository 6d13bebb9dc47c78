"""The addresses of desks, below `/inne/mottak/`."""

from __future__ import annotations

from django.urls import path

from motvekt.reports import notice_views, views

app_name = "reports"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("varsel/", notice_views.notices, name="notices"),
    path("varsel/ny/", notice_views.new_notice, name="new_notice"),
    path("varsel/<uuid:notice>/", notice_views.notice, name="notice"),
]
