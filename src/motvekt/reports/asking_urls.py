"""Where somebody asks for a course or for something to read: public, below the language's prefix."""

from __future__ import annotations

from django.urls import path

from motvekt.reports import asking_views

app_name = "asking"
urlpatterns = [
    path("", asking_views.ask, name="ask"),
    path("sendt/<str:token>/", asking_views.sent, name="sent"),
]
