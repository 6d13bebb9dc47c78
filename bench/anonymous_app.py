"""Anonymous consultation behind the system's own middleware, without a page round it: a view that asks. Beside it the
whole guide.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
_whole, settings.ROOT_URLCONF = settings.ROOT_URLCONF, __name__
_inner = get_wsgi_application()

from bench.receiver import DESK  # noqa: E402
from motvekt.access.guard import public  # noqa: E402
from motvekt.consultations import asking_actions, derivation, desks, receipts  # noqa: E402
from motvekt.consultations.asking_actions import Said  # noqa: E402
from motvekt.consultations.asking_pages import here_of  # noqa: E402
from motvekt.consultations.policy import SOMEBODY  # noqa: E402
from motvekt.guide.frame import edition_of  # noqa: E402
from motvekt.site import interpreter  # noqa: E402
from motvekt.site.bodies import Bodies  # noqa: E402


def _said(words: str) -> HttpResponse:
    return HttpResponse(words, headers={"Content-Type": "text/plain"})


@public
def ask(request: HttpRequest) -> HttpResponse:
    edition, here = edition_of(request), here_of(request)
    offer = next(one for one in desks.offered(edition, here) if one.unit.slug == DESK)
    asking_actions.ask(
        receipt=receipts.new(),
        unit=offer.unit,
        said=Said(text=request.POST["text"]),
        language="nb",
        by=SOMEBODY,
        edition=edition.published.id,
    )
    return _said("asked")


urlpatterns = [path("droft/", ask), path("", include(_whole))]

application = Bodies(_inner, turned_away=derivation.turned_away)
interpreter.set_up()
