"""What the system is measured against: one view that says hello, with Motvekt's settings and no middleware.

It states its length, as the system's own pages do: granian is somewhat slower where it has to send in chunks.
"""

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


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", headers={"Content-Type": "text/plain", "Content-Length": "5"})


urlpatterns = [path("", hello)]

application = get_wsgi_application()
interpreter.set_up()
