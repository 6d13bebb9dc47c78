"""The application that a WSGI server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")

application = get_wsgi_application()
# An installation with a broken address shall not start, rather than answer every visitor with an error.
get_resolver().check()
