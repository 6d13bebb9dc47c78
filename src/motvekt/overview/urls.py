"""The address of «Min side», below `/inne/`."""

from __future__ import annotations

from django.urls import path

from motvekt.overview import views

app_name = "overview"
urlpatterns = [path("min-side/", views.mine, name="mine")]
