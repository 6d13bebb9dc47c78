"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """No tables of its own: it reads what the other rooms have."""

    name = "motvekt.overview"
