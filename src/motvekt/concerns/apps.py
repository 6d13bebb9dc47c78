"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """Concerns and the routine's steps."""

    name = "motvekt.concerns"
