"""Every letter that the system sends: a closed table of words.

A letter says that something waits and where to sign in: never who, what, which unit or case. Mail is read by others
than the one it is for: on a screen at work, in a mailbox that somebody shares, by whoever runs the mail server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LINK = "{link}"
"""Where the letter's one link stands in its body. Nothing else is ever put into a letter."""


class Letter(StrEnum):
    """What a letter is called in a task's row. Codes are stable: rows wait with them."""

    WAITING = "waiting"
    TRIAL = "trial"


@dataclass(frozen=True)
class Words:
    """Subject, and body with at most one link."""

    subject: str
    body: str


FALLBACK = "nb"

WORDS: Mapping[Letter, Mapping[str, Words]] = {
    Letter.WAITING: {
        "nb": Words(
            "Noe venter på deg",
            "Hei\n\nNoe venter på deg. Logg inn for å se hva det er:\n\n{link}\n\n"
            "Vi skriver ikke mer her, fordi e-post kan bli lest av andre. Du kan ikke svare på denne e-posten.\n",
        ),
        "nn": Words(
            "Noko ventar på deg",
            "Hei\n\nNoko ventar på deg. Logg inn for å sjå kva det er:\n\n{link}\n\n"
            "Vi skriv ikkje meir her, fordi e-post kan bli lesen av andre. Du kan ikkje svare på denne e-posten.\n",
        ),
        "en": Words(
            "Something is waiting for you",
            "Hello\n\nSomething is waiting for you. Sign in to see what it is:\n\n{link}\n\n"
            "We write no more here, since others may read e-mail. You can't reply to this e-mail.\n",
        ),
    },
    Letter.TRIAL: {
        "nb": Words(
            "Prøve: e-post kommer fram",
            "Hei\n\nDette er en prøve. Den viser at e-post herfra kommer fram. Du trenger ikke gjøre noe.\n\n{link}\n",
        ),
    },
}
"""Letter to its words by language. A letter has bokmål, whatever else it has."""


def said(letter: Letter, language: str, link: str) -> Words:
    """What a letter says, in a language that it has: that one, or bokmål."""
    words = WORDS[letter].get(language, WORDS[letter][FALLBACK])
    return Words(words.subject, words.body.replace(LINK, link))
