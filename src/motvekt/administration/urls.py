"""Addresses of the administration, below `/inne/forvaltning/`."""

from __future__ import annotations

from django.urls import path

from motvekt.administration import edition_views, invitation_views, log_views, people_views, unit_views, views

app_name = "administration"
urlpatterns = [
    path("", views.home, name="home"),
    path("nullstilling/<uuid:reset>/bekreft/", views.confirm_reset, name="confirm_reset"),
    path("nullstilling/<uuid:reset>/stopp/", views.withdraw_reset, name="withdraw_reset"),
    path("enheter/", unit_views.units, name="units"),
    path("enheter/ny/", unit_views.new_unit, name="new_unit"),
    path("enheter/<uuid:unit>/", unit_views.unit, name="unit"),
    path("personer/", people_views.people, name="people"),
    path("personer/<uuid:account>/", people_views.person, name="person"),
    path("personer/<uuid:account>/steng/", people_views.close, name="close"),
    path("personer/<uuid:account>/apne/", people_views.reopen, name="reopen"),
    path("personer/<uuid:account>/nullstill/", people_views.ask_reset, name="ask_reset"),
    path("roller/<uuid:membership>/avslutt/", people_views.end, name="end"),
    path("invitasjoner/", invitation_views.invitations, name="invitations"),
    path("invitasjoner/ny/", invitation_views.invite, name="invite"),
    path("invitasjoner/<uuid:invitation>/trekk/", invitation_views.withdraw, name="withdraw_invitation"),
    path("logg/", log_views.entries, name="log"),
    path("logg/kontroller/", log_views.verify, name="verify"),
    path("logg/eksport/", log_views.export, name="export"),
    path("utgaver/", edition_views.editions, name="editions"),
    path("utgaver/bekreft/", edition_views.confirm, name="confirm_edition"),
    path("utgaver/trekk/", edition_views.withdraw, name="withdraw_edition"),
]
