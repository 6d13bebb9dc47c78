from __future__ import annotations

from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "motvekt.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"
