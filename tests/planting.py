"""The whole system with two views more that break with what they were sent, for a test that reads what was logged.

granian … tests.planting:application
python -m tests.planting work        a worker whose letters break with what they are about
"""

from __future__ import annotations

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path
from django.views.decorators.csrf import csrf_exempt

from motvekt.access.guard import public
from motvekt.site.wsgi import application


@public
@csrf_exempt
def breaks(request: HttpRequest) -> HttpResponse:
    """An error that carries a form's text and the whole address."""
    raise ValueError(request.POST.get("tekst"), request.get_full_path(), request.META)


@public
@csrf_exempt
def breaks_in_the_database(request: HttpRequest) -> HttpResponse:
    """A database error that carries a row's values: a second account with the same address."""
    from motvekt.organisations.models import Account

    for name in ("Kari", request.POST["tekst"]):
        Account.objects.create(email=request.POST["epost"], name=name)
    return HttpResponse()


urlpatterns = [
    path("bryt/", breaks),
    path("inne/bryt/", breaks),
    path("bryt/base/", breaks_in_the_database),
    *get_resolver("motvekt.site.urls").url_patterns,
]
handler400 = "motvekt.web.errors.bad_request"
handler403 = "motvekt.web.errors.forbidden"
handler404 = "motvekt.web.errors.not_found"
handler500 = "motvekt.web.errors.broken"
settings.ROOT_URLCONF = "tests.planting"

__all__ = ["application"]


def work() -> int:
    """Work on letters that break with an address and a text, and a job that does."""
    from dataclasses import replace

    from motvekt.organisations import letters
    from motvekt.organisations.models import Account, Area
    from motvekt.post.letters import Letter
    from motvekt.site import cli, tick

    def broken(recipient: object, area: object) -> letters.Addressed | None:
        Account.objects.create(email="kari.nordmann@mottak.no", name="Kari Nordmann")
        Account.objects.create(email="kari.nordmann@mottak.no", name="hun fortalte om broren sin")
        return None

    def job(today: object) -> int:
        raise ValueError("kari.nordmann@mottak.no", "hun fortalte om broren sin")

    letters.ADDRESSED = {**letters.ADDRESSED, Letter.WAITING: broken}
    tick.JOBS = (replace(tick.JOBS[0], do=job),)
    account = Account.objects.create(email="mottaker.en@mottak.no", name="Mottaker En")
    letters.send_later(letter=Letter.WAITING, recipient=account.id, area=Area.objects.all()[0].id)
    letters.send_later(letter=Letter.TRIAL, recipient=account.id, area=Area.objects.all()[0].id)
    return max(cli.main(["work", "--once"]), cli.main(["tick"]))


if __name__ == "__main__":
    sys.exit(work())
