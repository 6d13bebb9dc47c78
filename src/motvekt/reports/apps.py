"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, and what arrives at desks."""

    name = "motvekt.reports"
