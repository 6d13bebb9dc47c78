"""The application that a WSGI server runs."""

from __future__ import annotations

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from motvekt.consultations.derivation import turned_away
from motvekt.site.bodies import Bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
# How long a thread that makes a page keeps those waiting that only hand a finished one over (seconds).
sys.setswitchinterval(0.001)

application = Bodies(get_wsgi_application(), turned_away=turned_away)
# An installation with a broken address shall not start, rather than answer every visitor with an error.
get_resolver().check()


def _refuse_unreadable_providers() -> None:
    """Nor shall one whose file of sign-on providers can't be read."""
    from motvekt.organisations.openid import registry

    registry.providers()


_refuse_unreadable_providers()


def _refuse_what_is_unsafe() -> None:
    """Nor shall one that is unsafe, as `site/safety.py` says. A database that is down is no reason not to show the
    guide.
    """
    from motvekt.site.facts import refuse_to_start
    from motvekt.web.logs import write_what_nobody_caught

    write_what_nobody_caught()
    refuse_to_start()


_refuse_what_is_unsafe()
