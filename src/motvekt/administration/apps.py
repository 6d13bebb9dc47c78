"""The app of the administration's pages. It has no tables of its own."""

from __future__ import annotations

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Templates below `administration/`."""

    name = "motvekt.administration"
