"""An adviser notes a call in half a minute."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.consultations import telephone_actions, telephone_reads
from motvekt.consultations.question_pages import language_of, question_id
from motvekt.consultations.telephone_forms import Call
from motvekt.dossiers import law as laws
from motvekt.guide.frame import edition_of
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import again, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Unit
from motvekt.reports import listing
from motvekt.web.methods import only


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
def calls(request: InsideRequest) -> HttpResponse:
    """The form, and this month's calls."""
    units = listing.units_of(request.standing)
    wanted = question_id(request.GET.get("enhet"))
    unit = next((one for one in units if wanted in (None, one.id)), None)
    if unit is None:
        raise Http404
    if (onwards := again.first(request)) is not None:
        return onwards
    form = _form(request, unit)
    if form.is_valid():
        said = form.cleaned_data
        call, told = _call(request, said["key"])
        about = {"on": said["on"], "agency": form.agency, "municipality": said["municipality"]}
        try:
            telephone_actions.note_call(call=call, unit=unit, by=request.standing, **about)
        except Refused as refused:
            form.refuse(refused.decision, "on")
        else:
            again.note(request, said["key"])
            session.say(request, told)
            return redirect(again.anew(f"{reverse('advising:calls')}?enhet={unit.id}"))
    return _page(request, unit, units, form)


def _call(request: InsideRequest, key: UUID) -> tuple[UUID, str]:
    """The call's id, and what is told of it. Sent once more it is the same call; answered otherwise it is another."""
    if again.is_changed(request, key):
        return new_id(), "call_noted"
    return key, "call_noted_before" if again.was_sent(request, key) else "call_noted"


def _form(request: InsideRequest, unit: Unit) -> Call:
    guide, language = edition_of(request).guide, language_of(request)
    places = [(one.id, str(one.name.get(language) or next(iter(one.name.values())))) for one in guide.municipalities]  # type: ignore[call-overload]
    desk = laws.of_today(unit.area).desk(unit)
    known = desk.municipalities if desk and len(desk.municipalities) == 1 else places[0] if len(places) == 1 else [""]
    first = {"key": again.form_id(request, "call"), "on": clock.today(), "municipality": known[0]}
    return Call(request.POST if request.method == "POST" else None, places=places, initial=first)


def _page(request: InsideRequest, unit: Unit, units: list[Unit], form: Call) -> HttpResponse:
    names = dict(form.fields["municipality"].choices)  # type: ignore[attr-defined]
    about = {
        "section": "desk",
        "unit": unit,
        "units": units,
        "form": form,
        "months": telephone_reads.months(request.standing, unit),
        "names": names,
        "said": session.said(request),
    }
    return render(request, "consultations/telephone/calls.html", about, status=400 if form.is_bound else 200)
