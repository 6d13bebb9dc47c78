"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """De-identified and anonymous consultation."""

    name = "motvekt.consultations"

    def ready(self) -> None:
        """Desks, which know nothing of this room, ask here about those who asked them."""
        from motvekt.consultations import answered_actions, queries
        from motvekt.reports import asker

        asker.keep(asker.Askers(queries.asker, answered_actions.was_answered))
