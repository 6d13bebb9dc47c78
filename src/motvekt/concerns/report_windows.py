"""Two windows with the same report: what was answered in the other since a page was shown in this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.http import QueryDict

from motvekt.concerns.drafts import Draft
from motvekt.concerns.report_about import About
from motvekt.concerns.report_forms import Question
from motvekt.guide.kinds import Language
from motvekt.kernel.decision import no
from motvekt.kernel.words import gettext_noop as _

CHANGED = no(
    "changed_in_another_window",
    _("Du har endret meldingen i et annet vindu. Slik er den nå: Se over den før du sender."),
)
ANSWERED = no(
    "answered_in_another_window",
    _("Du har svart noe annet på denne siden i et annet vindu. Gå videre med det som skal gjelde."),
)


@dataclass(frozen=True)
class Clash:
    """A page that was answered otherwise in another window: the form with what was sent here, and the other's texts."""

    form: Question
    others: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Window:
    """A page as it was sent from one window: what it asks, what was answered, and the draft that it was shown with.
    `about` knows the newest draft, whichever window it came from.
    """

    question: type[Question]
    sent: QueryDict
    shown: Draft | None
    about: About
    language: Language

    @cached_property
    def is_sent_twice(self) -> bool:
        """Whether the newest draft says already all that is answered here."""
        if self.shown is None or self.shown == self.about.draft:
            return False
        return self._before.is_valid() and self._says(self._before.answered()) == self._says(self.about.draft)

    @property
    def clash(self) -> Clash | None:
        """What stands against what, where another window has answered this page otherwise since it was shown here."""
        if self.shown is None or self.is_sent_twice or self._says(self.shown) == self._says(self.about.draft):
            return None
        now, sent = self.question(None, self.about, self.language), self.sent.copy()
        for name in now.fields.keys() - self._before.fields.keys():
            # A text that was begun in the other window is asked here for the first time.
            sent[name] = "on" if now.initial.get(name) is True else str(now.initial.get(name) or "")
        others = [
            (str(field.label), str(now.initial[name]))
            for name, field in now.fields.items()
            if type(field) is forms.CharField and now.initial.get(name) not in (None, "", sent.get(name, "").strip())
        ]
        return Clash(self.question(sent, self.about, self.language), others)

    @cached_property
    def _before(self) -> Question:
        return self.question(self.sent, replace(self.about, draft=self.shown or self.about.draft), self.language)

    def _says(self, draft: Draft) -> dict[str, object]:
        """What a draft answers to this page."""
        return self._before.begins(draft)
