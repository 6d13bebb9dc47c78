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
    UNREAD = "unread"
    DESK_HOURS = "desk_hours"
    INVITATION = "invitation"
    WAY_BACK = "way_back"
    SIGN_IN_CHANGED = "sign_in_changed"
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
    Letter.UNREAD: {
        "nb": Words(
            "Noe har ventet for lenge",
            "Hei\n\nNoe som kom inn, er ikke lest innen fristen. Logg inn og les det nå, eller få en som kan lese det, "
            "til å gjøre det:\n\n{link}\n\n"
            "Vi skriver ikke mer her, fordi e-post kan bli lest av andre. Du kan ikke svare på denne e-posten.\n",
        ),
        "nn": Words(
            "Noko har venta for lenge",
            "Hei\n\nNoko som kom inn, er ikkje lese innan fristen. Logg inn og les det no, eller få ein som kan lese "
            "det, til å gjere det:\n\n{link}\n\n"
            "Vi skriv ikkje meir her, fordi e-post kan bli lesen av andre. Du kan ikkje svare på denne e-posten.\n",
        ),
        "en": Words(
            "Something has waited too long",
            "Hello\n\nSomething that came in has not been read in time. Sign in and read it now, or get somebody who "
            "can read it to do so:\n\n{link}\n\n"
            "We write no more here, since others may read e-mail. You can't reply to this e-mail.\n",
        ),
    },
    # Sent at fixed hours, whether or not anything waits: nobody learns from it when somebody wrote.
    Letter.DESK_HOURS: {
        "nb": Words(
            "Se innom mottaket",
            "Hei\n\nLogg inn og se innom mottaket:\n\n{link}\n\n"
            "Denne e-posten kommer til faste tider på arbeidsdager, enten noe venter eller ikke. "
            "Du kan ikke svare på den.\n",
        ),
        "nn": Words(
            "Sjå innom mottaket",
            "Hei\n\nLogg inn og sjå innom mottaket:\n\n{link}\n\n"
            "Denne e-posten kjem til faste tider på arbeidsdagar, anten noko ventar eller ikkje. "
            "Du kan ikkje svare på han.\n",
        ),
        "en": Words(
            "Look in on the desk",
            "Hello\n\nSign in and look in on the desk:\n\n{link}\n\n"
            "This e-mail comes at fixed hours on working days, whether or not anything waits. "
            "You can't reply to it.\n",
        ),
    },
    Letter.INVITATION: {
        "nb": Words(
            "Du er invitert til Motvekt",
            "Hei\n\nEn kollega har invitert deg. Her ser du til hva, og kan ta imot:\n\n{link}\n\n"
            "Lenken er bare til deg. Den virker én gang, og i sju dager. Ikke send den videre.\n",
        ),
        "nn": Words(
            "Du er invitert til Motvekt",
            "Hei\n\nEin kollega har invitert deg. Her ser du til kva, og kan ta imot:\n\n{link}\n\n"
            "Lenkja er berre til deg. Ho verkar éin gong, og i sju dagar. Ikkje send henne vidare.\n",
        ),
        "en": Words(
            "You are invited to Motvekt",
            "Hello\n\nA colleague has invited you. Here you see to what, and can accept:\n\n{link}\n\n"
            "The link is for you alone. It works once, and for seven days. Do not pass it on.\n",
        ),
    },
    Letter.WAY_BACK: {
        "nb": Words(
            "Innloggingen din er nullstilt",
            "Hei\n\nTo personer har nullstilt innloggingen din. Her lager du et nytt passord:\n\n{link}\n\n"
            "Lenken er bare til deg. Den virker én gang, og i sju dager. Har du ikke bedt om dette, si fra til en "
            "administrator.\n",
        ),
        "nn": Words(
            "Innlogginga di er nullstilt",
            "Hei\n\nTo personar har nullstilt innlogginga di. Her lagar du eit nytt passord:\n\n{link}\n\n"
            "Lenkja er berre til deg. Ho verkar éin gong, og i sju dagar. Har du ikkje bede om dette, sei frå til ein "
            "administrator.\n",
        ),
        "en": Words(
            "Your sign-in has been reset",
            "Hello\n\nTwo people have reset your sign-in. Here you make a new password:\n\n{link}\n\n"
            "The link is for you alone. It works once, and for seven days. If you did not ask for this, tell an "
            "administrator.\n",
        ),
    },
    Letter.SIGN_IN_CHANGED: {
        "nb": Words(
            "Innloggingen din er endret",
            "Hei\n\nDet du logger inn med, er endret. Var det deg, trenger du ikke gjøre noe.\n\n"
            "Var det ikke deg: Logg inn, velg «Logg ut overalt», og si fra til en administrator med en gang:\n\n"
            "{link}\n",
        ),
        "nn": Words(
            "Innlogginga di er endra",
            "Hei\n\nDet du loggar inn med, er endra. Var det deg, treng du ikkje gjere noko.\n\n"
            "Var det ikkje deg: Logg inn, vel «Logg ut overalt», og sei frå til ein administrator med ein gong:\n\n"
            "{link}\n",
        ),
        "en": Words(
            "Your sign-in has changed",
            "Hello\n\nWhat you sign in with has been changed. If it was you, there is nothing you need to do.\n\n"
            "If it was not you: sign in, choose to sign out everywhere, and tell an administrator at once:\n\n{link}\n",
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
