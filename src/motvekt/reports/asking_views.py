"""Asking for a course, for teaching material or for the parents' guide. Nobody signs in, and no cookie is set.

Each form has an id of its own, by which it is one request however often it is sent; so the page is made anew for each
visitor. What somebody has typed travels with the pages until it is sent, and stands nowhere before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from motvekt.access.guard import public
from motvekt.guide.frame import edition_of
from motvekt.guide.kept import READING, canonical
from motvekt.guide.middleware import GuideRequest
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import queries as organisations
from motvekt.organisations import tokens
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within
from motvekt.reports import limits
from motvekt.reports.asking_actions import SOMEBODY, receive_request
from motvekt.reports.asking_forms import Ask
from motvekt.reports.asking_queries import Taker, takers
from motvekt.reports.asking_wording import ABOUT, ABOUT_HELP
from motvekt.reports.kinds import ArrivalKind, RequestKind
from motvekt.web import errors, origin
from motvekt.web.methods import only

LONGEST_QUERY = 200
RECEIPT_FOR = timedelta(days=60)


@public
@only(*READING, "POST")
def ask(request: GuideRequest) -> HttpResponse:
    """The form, what is made of it, and its sending."""
    if request.method != "POST":
        return _first(request)
    if not origin.is_own(request):
        return errors.refused(request, origin.STRANGER)
    area = _area(request)
    with within(area.id):
        return origin.let_say(_taken(request, area))


def _first(request: HttpRequest) -> HttpResponse:
    """The form with nothing in it but what the address says."""
    area, given = _area(request), dict(parse_qsl(request.META.get("QUERY_STRING", "")[:LONGEST_QUERY]))
    with within(area.id):
        found = takers(edition_of(request), area)
    known = {"hva": [kind.value for kind in RequestKind], "kommune": [one.municipality.id for one in found]}
    chosen = {name: given[name] for name, values in known.items() if given.get(name) in values}
    canonical(request, chosen)
    first = {"about": chosen.get("hva", ""), "place": chosen.get("kommune", ""), "id": new_id()}
    response = _form(request, found, Ask(initial=first, places=_places(found)), status=200)
    # Whoever goes back finds what they had typed, under the same id; nobody else is given this page.
    response.headers["Cache-Control"] = "private, no-cache"
    return origin.let_say(response)


def _taken(request: GuideRequest, area: Area) -> HttpResponse:
    found = takers(edition_of(request), area)
    if request.POST.get("steg") == "endre":
        return _form(request, found, Ask(initial=request.POST.dict(), places=_places(found)), status=200)
    form = Ask(request.POST, places=_places(found))
    if not form.is_valid():
        return _form(request, found, form, status=400)
    taker = next(one for one in found if one.municipality.id == form.cleaned_data["place"])
    if request.POST.get("steg") != "send":
        return _look_over(request, taker, form)
    return _sent(request, found, taker, form)


def _sent(request: GuideRequest, found: Sequence[Taker], taker: Taker, form: Ask) -> HttpResponse:
    unit, number = cast(Unit, taker.unit), form.cleaned_data["id"]
    try:
        arrival = receive_request(request_id=number, unit=unit, about=form.kind, said=form.said, by=SOMEBODY)
    except Refused as refused:
        form.add_error(None, gettext_lazy(refused.decision.words))
        return _form(request, found, form, status=429)
    by = clock.local(arrival.answer_by).date() if arrival.answer_by else clock.today()
    about = {"place": taker.municipality.id, "by": by.isoformat()}
    token = tokens.made("asked", about, bound=str(unit.area_id))
    return HttpResponseRedirect(reverse("asking:sent", args=[token]), status=303)


@public
@only(*READING)
def sent(request: GuideRequest, token: str) -> HttpResponse:
    """The receipt: who reads it, and by when they have answered. All it tells stands, sealed, in its address."""
    area = _area(request)
    about = tokens.read("asked", token, bound=str(area.id), within=RECEIPT_FOR)
    if about is None:
        raise Http404
    with within(area.id):
        taker = next((one for one in takers(edition_of(request), area) if one.municipality.id == about["place"]), None)
    return _page(request, "reports/ask_sent.html", {"taker": taker, "by": date.fromisoformat(about["by"])})


def _area(request: HttpRequest) -> Area:
    area = organisations.area(edition_of(request).area)
    if area is None:
        raise Http404
    return area


def _places(found: Sequence[Taker]) -> list[str]:
    """The municipalities that can be written to."""
    return [one.municipality.id for one in found if one.unit is not None]


def _form(request: HttpRequest, found: Sequence[Taker], form: Ask, *, status: int) -> HttpResponse:
    about = {
        "form": form,
        "kinds": [(kind.value, ABOUT[kind], ABOUT_HELP[kind]) for kind in RequestKind],
        "written": [one for one in found if one.unit is not None],
        "called": [one for one in found if one.unit is None],
        "all": found,
        "days": limits.ANSWER[ArrivalKind.REQUEST].working_days,
        "too_many": status == 429,
    }
    return _page(request, "reports/ask.html", about, status=status)


def _look_over(request: HttpRequest, taker: Taker, form: Ask) -> HttpResponse:
    """What they wrote, before it is sent."""
    about = {
        "form": form,
        "taker": taker,
        "by": limits.answer_by(clock.now(), ArrivalKind.REQUEST, AgencyKind.SLT).date(),
    }
    return _page(request, "reports/ask_look_over.html", about)


def _page(request: HttpRequest, template: str, about: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, about, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
