"""The addresses of desks, below `/inne/mottak/`."""

from __future__ import annotations

from django.urls import path

from motvekt.reports import act_views, answer_views, notice_views, views

app_name = "reports"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("varsel/", notice_views.notices, name="notices"),
    path("varsel/ny/", notice_views.new_notice, name="new_notice"),
    path("varsel/<uuid:notice>/", notice_views.notice, name="notice"),
    path("avgjort/", views.decided, name="decided"),
    path("<uuid:arrival>/", views.item, name="item"),
    path("<uuid:arrival>/les/", views.read, name="read"),
    path("<uuid:arrival>/ta/", views.handle, name="handle"),
    path("<uuid:arrival>/gi/", act_views.give, name="give"),
    path("<uuid:arrival>/bilde/<uuid:picture>/", views.picture, name="picture"),
    path("<uuid:arrival>/hvem/", views.identity, name="identity"),
    path("<uuid:arrival>/tidligere/", act_views.earlier, name="earlier"),
    path("<uuid:arrival>/svar/", answer_views.answer, name="answer"),
    path("<uuid:arrival>/sak/", act_views.accept, name="accept"),
    path("<uuid:arrival>/ta-over/", act_views.take_over, name="take_over"),
    path("<uuid:arrival>/send-videre/", act_views.pass_on, name="pass_on"),
    path("<uuid:arrival>/send-videre/<uuid:desk>/", act_views.compose, name="compose"),
    path("<uuid:arrival>/avslaa/", act_views.dismiss, name="dismiss"),
    path("<uuid:arrival>/avslutt/", act_views.close, name="close"),
    path("<uuid:arrival>/inhabil/", act_views.recuse, name="recuse"),
]
