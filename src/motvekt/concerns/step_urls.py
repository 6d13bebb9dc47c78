"""The addresses of the steps, the exits and the invitations."""

from __future__ import annotations

from django.urls import path

from motvekt.concerns import exit_views, guest_views, question_views, step_views

urlpatterns = [
    path("<uuid:dossier>/droft/", step_views.discuss, name="discuss"),
    path("<uuid:dossier>/spor/", question_views.ask, name="ask"),
    path("<uuid:dossier>/spor/<uuid:question>/", question_views.question, name="question"),
    path("<uuid:dossier>/spor/<uuid:question>/rad/<uuid:answer>/", question_views.keep_advice, name="keep_advice"),
    path("<uuid:dossier>/samtale/", step_views.dialogue, name="dialogue"),
    path("<uuid:dossier>/trinn/<slug:step>/", step_views.step, name="step"),
    path("<uuid:dossier>/inviter/", guest_views.invite, name="invite"),
    path("<uuid:dossier>/inviter/<uuid:guest>/avslutt/", guest_views.end_invitation, name="end_invitation"),
    path("<uuid:dossier>/inviter/<uuid:guest>/gjort/", guest_views.task_done, name="task_done"),
    path("<uuid:dossier>/inhabil/", guest_views.step_aside, name="step_aside"),
    path("<uuid:dossier>/na/", exit_views.now, name="now"),
    path("<uuid:dossier>/alvorlig/", exit_views.serious, name="serious"),
    path("<uuid:dossier>/ringte/", exit_views.called, name="called"),
    path("<uuid:dossier>/plikt/", exit_views.duty, name="duty"),
    path("<uuid:dossier>/plikt/<uuid:duty>/", exit_views.attest, name="attest"),
]
