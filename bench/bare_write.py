"""What sending is measured against: one view that commits one row, with Motvekt's settings and no middleware."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from motvekt.site import interpreter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__


def written(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        from secrets import token_hex

        from motvekt.kernel import clock
        from motvekt.organisations.models import Spent

        Spent(digest=token_hex(32), until=clock.now()).save(force_insert=True)
    return HttpResponse("written", headers={"Content-Type": "text/plain", "Content-Length": "7"})


urlpatterns = [path("", written)]

application = get_wsgi_application()
interpreter.set_up()
