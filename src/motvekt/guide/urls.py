"""Addresses of the public pages. They are the same in every language, below the language's prefix."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter, SlugConverter, StringConverter

from motvekt.guide import history_views, offline, views
from motvekt.guide.api.views import ENDPOINTS
from motvekt.guide.kinds import Sheet
from motvekt.guide.parts import BY_SLUG, PAGE_ROUTES


class PartConverter(SlugConverter):
    """A part of the guide, by its address."""

    regex = "|".join(BY_SLUG)


class EditionConverter(IntConverter):
    """The number of an edition: no more digits than a database's integer holds."""

    regex = "[1-9][0-9]{0,8}"


class DigestConverter(StringConverter):
    """A SHA-256 in hexadecimal digits."""

    regex = "[0-9a-f]{64}"


class LanguageConverter(StringConverter):
    """The code of a language."""

    regex = "[a-z]{2,3}"


register_converter(LanguageConverter, "language")
register_converter(PartConverter, "part")
register_converter(EditionConverter, "edition")
register_converter(DigestConverter, "digest")

app_name = "guide"
urlpatterns = [
    path("", views.front, name="front"),
    path("hva-gjor-jeg-na/", views.what_now, name="assistant"),
    path("hva-gjor-jeg-na/ring/", views.call, name="call"),
    path("veileder/", views.contents, name="contents"),
    path("veileder/sok/", views.search, name="search"),
    path("veileder/<part:part>/", views.part, name="part"),
    path("veileder/<part:part>/<slug:item>/", views.item, name="item"),
    path("veileder.pdf", views.printed, {"sheet": Sheet.GUIDE}, name="guide_pdf"),
    path("plakat.pdf", views.printed, {"sheet": Sheet.POSTER}, name="poster"),
    path("tiltakskort.pdf", views.printed, {"sheet": Sheet.CARD}, name="card"),
    path("kontakter/", views.contacts, name="contacts"),
    path("kontakter/sist-sjekket/", history_views.checks, name="checks"),
    path("kort/", views.short, name="short"),
    path("kort/<language:code>/", views.short_in, name="short_in"),
    path("utgaver/", history_views.editions, name="editions"),
    path("utgaver/<edition:number>/", history_views.edition, name="edition"),
    path("utgaver/<edition:number>/siden/", history_views.since, name="since"),
    path("utgaver/forslag/<digest:digest>/", history_views.proposal, name="proposal"),
    path("lagret/", offline.home, name="offline"),
    path("lagret/kontakter/", offline.contacts, name="offline_contacts"),
    path("lagret/rutine/", offline.routine, name="offline_routine"),
    path("lagret/veileder/", offline.whole, name="offline_guide"),
    path("lagret/innhold.json", offline.index, name="offline_index"),
    path("lagret.js", offline.worker, name="offline_worker"),
    *(path(f"{page_id}/", views.page, {"page_id": page_id}, name=name) for page_id, name in PAGE_ROUTES.items()),
    path("sider/<slug:page_id>/", views.other_page, name="page"),
    path("for-utviklere/", views.developers, name="developers"),
    *(path(row.path, row.view, name=row.name) for row in ENDPOINTS),
]
