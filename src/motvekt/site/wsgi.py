"""The application that a WSGI server runs."""

from __future__ import annotations

import logging
import os

from django.core.wsgi import get_wsgi_application
from django.db import Error, connection
from django.urls import get_resolver

from motvekt.site.bodies import Bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")

application = Bodies(get_wsgi_application())
# An installation with a broken address shall not start, rather than answer every visitor with an error.
get_resolver().check()


def _refuse_unreadable_providers() -> None:
    """Nor shall one whose file of sign-on providers can't be read."""
    from motvekt.organisations.openid import registry

    registry.providers()


_refuse_unreadable_providers()


def _refuse_without_walls() -> None:
    """Nor shall one whose database role no wall holds. A database that is down is no reason not to show the guide."""
    from motvekt.site.database_roles import refuse_without_walls

    try:
        refuse_without_walls()
    except Error:
        logging.getLogger(__name__).exception("the database can't be asked whether the walls hold its role")
    finally:
        connection.close()


_refuse_without_walls()
