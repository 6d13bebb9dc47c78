"""The addresses of concerns, below `/inne/bekymringer/`."""

from __future__ import annotations

from django.urls import path

from motvekt.concerns import views

app_name = "concerns"
urlpatterns = [
    path("", views.listed, name="list"),
]
