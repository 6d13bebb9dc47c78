"""The copy of the guide that a phone keeps when somebody asks for it: four pages, and what the browser needs for that.

The pages are like any other: they can be read online and without a script. What the copy consists of, and when it is to
be made anew, stands in `innhold.json`; the service worker (`worker.js`) does the rest in the browser. Nothing is stored
but those files, and nothing before somebody presses the button.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path as File
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from motvekt.access.guard import public
from motvekt.guide import listing, pages, parts, rules
from motvekt.guide.addresses import offline_address
from motvekt.guide.contacts import Line, constant
from motvekt.guide.hours import Availability
from motvekt.guide.kept import kept
from motvekt.guide.kinds import Function
from motvekt.guide.middleware import GuideRequest
from motvekt.guide.schema import Contact, Guide
from motvekt.guide.wording import PARTS
from motvekt.kernel import clock

PAGES = ("offline", "offline_contacts", "offline_routine", "offline_guide")
"""The names of their routes. The first is shown for whatever else is asked for without a network."""

STATIC = (
    "vendor/ds.css",
    "vendor/ds-theme.css",
    "vendor/inter-latin-wght-normal.woff2",
    "vendor/inter-latin-ext-wght-normal.woff2",
    "web/icon.svg",
    "web/motvekt.css",
    "web/motvekt.js",
    "web/offline.js",
)
"""What these pages fetch. A test holds that it is neither more nor less."""

WORKER = File(__file__).with_name("worker.js").read_text("utf-8")


@public
@kept("edition")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root: it may answer for the addresses below its own."""
    return HttpResponse(WORKER, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@public
@kept("moment")
def index(request: GuideRequest) -> HttpResponse:
    """What the copy in this language consists of, and a stamp that changes when it is to be made anew."""
    return JsonResponse({"stamp": _stamp(request), "files": _files()}, headers={"Cache-Control": "no-cache"})


def _files() -> list[str]:
    return [*(reverse(f"guide:{page}") for page in PAGES), *(static(name) for name in STATIC)]


def _stamp(request: GuideRequest) -> str:
    """Changes with the edition, the checks of contacts and the static files, and with each week.

    The week is for what no stamp knows, as the interface's own words.
    """
    year, week, _ = clock.today().isocalendar()
    return rules.digest(json.dumps([request.edition.stamp, _files(), year, week]))[:24]


def _page(request: GuideRequest, template: str, **context: Any) -> HttpResponse:
    context |= {"address": offline_address, "fetched": clock.now(), "stamp": _stamp(request)}
    response = render(request, f"guide/offline/{template}.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response


@public
@kept("moment")
def home(request: GuideRequest) -> HttpResponse:
    """«Uten nett»: to store the copy and to remove it; and what one sees where there is no network."""
    return _page(request, "home", always=_always())


@public
@kept("moment")
def contacts(request: GuideRequest) -> HttpResponse:
    """Everybody to call or write to, and when they are open: whether they are open now no copy can know."""
    edition = request.edition
    listed = [
        (_line(contact, edition.checked), listing.hours(contact.hours)) for contact in listing.ordered(edition.guide)
    ]
    return _page(
        request,
        "contacts",
        always=_always(),
        round_the_clock=listing.hours("always"),
        known=[(line, hours) for line, hours in listed if hours],
        unknown=[line for line, hours in listed if not hours],
        checked=listing.checked(edition.guide, edition.checked),
    )


def _always() -> list[Line]:
    return [constant("emergency"), constant("child_helpline")]


def _line(contact: Contact, checked: Mapping[str, date]) -> Line:
    return Line(Availability("unknown"), tuple(contact.phones), contact=contact, checked=checked.get(contact.id))


@public
@kept("moment")
def routine(request: GuideRequest) -> HttpResponse:
    """The routine on one page: danger, the serious exit, the steps, and what private persons do."""
    guide = request.edition.guide
    steps = [(step, number, _people(guide, step.contacts)) for number, step in enumerate(guide.steps, 1)]
    serious, *others = (
        (path, None, _people(guide, path.contacts)) for path in (guide.serious, guide.private, guide.afterwards)
    )
    return _page(request, "routine", paths=[serious, *steps, *others])


def _people(guide: Guide, functions: Sequence[Function]) -> list[Contact]:
    """Those of these functions who can be called, in the functions' order."""
    return [
        contact
        for function in functions
        for contact in guide.contacts
        if contact.function is function and contact.phones
    ]


@public
@kept("moment")
def whole(request: GuideRequest) -> HttpResponse:
    """The whole guide on one page. Each item has its own address for an id, so that links to it stay on the page."""
    guide = request.edition.guide
    return _page(
        request,
        "guide",
        whole=True,
        parts=parts.GUIDE_PARTS,
        part_words=PARTS,
        paths=[guide.private, guide.serious, guide.afterwards],
        **pages.ITEM_WORDS,
    )
