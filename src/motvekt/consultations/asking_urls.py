"""Where somebody asks without saying who they are, and reads the answer: public, below the language's prefix."""

from __future__ import annotations

from django.urls import path

from motvekt.consultations import answer_views, asking_views

app_name = "consult"
urlpatterns = [
    path("", asking_views.ask, name="ask"),
    path("sendt/<str:token>/", asking_views.sent, name="sent"),
    path("svar/", answer_views.answer, name="answer"),
    path("svar/slettet/", answer_views.ended, name="ended"),
]
