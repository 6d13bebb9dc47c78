"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """De-identified and anonymous consultation."""

    name = "motvekt.consultations"
