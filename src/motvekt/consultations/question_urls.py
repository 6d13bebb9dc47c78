"""The addresses of an employee's questions, below `/inne/droft/`."""

from __future__ import annotations

from django.urls import path

from motvekt.consultations import question_views

app_name = "questions"
urlpatterns = [
    path("", question_views.questions, name="list"),
    path("ny/", question_views.new, name="new"),
    path("<uuid:question>/", question_views.question, name="question"),
]
