"""The application that a WSGI server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from motvekt.consultations.derivation import turned_away
from motvekt.site import interpreter
from motvekt.site.bodies import Bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")

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
interpreter.set_up()
