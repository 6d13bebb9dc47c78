"""The addresses of desks, below `/inne/mottak/`."""

from __future__ import annotations

from django.urls import path

from motvekt.reports import views

app_name = "reports"
urlpatterns = [path("", views.desk, name="desk")]
