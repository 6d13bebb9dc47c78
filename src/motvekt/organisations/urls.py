"""Addresses of signing in and of one's own account, below `/inne/`."""

from __future__ import annotations

from django.urls import path

from motvekt.organisations import account_views, invitation_views, stepup_views, views
from motvekt.organisations.openid import views as openid

app_name = "organisations"
urlpatterns = [
    path("", account_views.home, name="home"),
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-inn/kode/", views.second_step, name="second_step"),
    path("logg-inn/passnokkel/", views.with_passkey, name="with_passkey"),
    path("logg-inn/hent/", views.resume, name="resume"),
    path("logg-inn/demo/", views.sign_in_as, name="sign_in_as"),
    path("logg-ut/", views.sign_out, name="sign_out"),
    path("logg-ut/overalt/", account_views.end_sessions, name="end_sessions"),
    path("bli/", account_views.stay, name="stay"),
    path("hvem/<slug:act>/<uuid:about>/", stepup_views.step_up, name="step_up"),
    path("konto/", account_views.account, name="account"),
    path("konto/passnokkel/", account_views.new_passkey, name="new_passkey"),
    path("konto/app/", account_views.new_app, name="new_app"),
    path("konto/reservekoder/", account_views.recovery_codes, name="recovery_codes"),
    path("konto/passord/", account_views.new_password, name="new_password"),
    path("konto/fjern/<uuid:factor>/", account_views.remove_factor, name="remove_factor"),
    path("bekreft/<uuid:membership>/", account_views.confirm, name="confirm"),
    path("invitasjon/", invitation_views.invitation, name="invitation"),
    path("invitasjon/<uuid:invitation>/<slug:mac>/", invitation_views.link, name="invitation_link"),
    path("openid/<slug:provider>/", openid.begin, name="openid_begin"),
    path("openid/<slug:provider>/svar/", openid.answer, {"proven": stepup_views.proven}, name="openid_answer"),
    path("openid/<slug:provider>/koble/", openid.link, name="openid_link"),
    path("openid/<slug:provider>/jwks/", openid.jwks, name="openid_jwks"),
]
