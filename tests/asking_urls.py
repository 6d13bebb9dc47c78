"""The system's addresses with the act of asking behind a plain view: what is left, whatever the page is like."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from motvekt.access.guard import public
from motvekt.consultations import asking_actions, receipts
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.policy import SOMEBODY
from motvekt.organisations.models import Unit
from motvekt.organisations.walls import within


@public
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the desk of a unit, with a receipt made now."""
    unit = Unit.objects.select_related("area").filter(slug=request.POST["desk"])
    from motvekt.organisations import queries

    area = queries.area_at("localhost")
    assert area is not None
    with within(area.id):
        asking_actions.ask(
            receipt=receipts.new(), unit=unit.get(), said=Said(text=request.POST["text"]), language="nb", by=SOMEBODY
        )
    return HttpResponse("sendt")


urlpatterns = [path("droft/prove/", ask), path("", include("motvekt.site.urls"))]
