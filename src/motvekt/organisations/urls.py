"""Addresses of signing in and of one's own page, below `/inne/`."""

from __future__ import annotations

from django.urls import path

from motvekt.organisations import invitation_views, views

app_name = "organisations"
urlpatterns = [
    path("", views.home, name="home"),
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-inn/demo/", views.sign_in_as, name="sign_in_as"),
    path("logg-ut/", views.sign_out, name="sign_out"),
    path("bekreft/<uuid:membership>/", views.confirm, name="confirm"),
    path("invitasjon/", invitation_views.invitation, name="invitation"),
    path("invitasjon/<uuid:invitation>/<slug:mac>/", invitation_views.link, name="invitation_link"),
]
