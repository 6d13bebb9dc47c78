"""Addresses of signing in and of one's own page, below `/inne/`."""

from __future__ import annotations

from django.urls import path

from motvekt.organisations import views
from motvekt.organisations.openid import views as openid

app_name = "organisations"
urlpatterns = [
    path("", views.home, name="home"),
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-inn/demo/", views.sign_in_as, name="sign_in_as"),
    path("logg-ut/", views.sign_out, name="sign_out"),
    path("bekreft/<uuid:membership>/", views.confirm, name="confirm"),
    path("openid/<slug:provider>/", openid.begin, name="openid_begin"),
    path("openid/<slug:provider>/svar/", openid.answer, name="openid_answer"),
    path("openid/<slug:provider>/koble/", openid.link, name="openid_link"),
    path("openid/<slug:provider>/jwks/", openid.jwks, name="openid_jwks"),
]
