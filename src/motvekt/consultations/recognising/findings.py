"""What stands out in a text, each with why and with the words that it found."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from motvekt.consultations.recognising import named, numbers, rare
from motvekt.kernel.words import gettext_noop as _
from motvekt.reports import names_in_text


class Stands(StrEnum):
    """What may stand in a text that lets somebody be recognised."""

    NATIONAL_ID = "national_id"
    LIKE_A_NATIONAL_ID = "like_a_national_id"
    BORN = "born"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    TOGETHER = "together"
    SENDER = "sender"


WORDS: dict[Stands, tuple[str, str]] = {
    Stands.NATIONAL_ID: (
        _("Et fødselsnummer eller D-nummer"),
        _("Nummeret peker rett på én person. Ingen trenger det for å gi råd."),
    ),
    Stands.LIKE_A_NATIONAL_ID: (
        _("Elleve sifre"),
        _("Er det et fødselsnummer eller et kontonummer, peker det på én person."),
    ),
    Stands.BORN: (
        _("En fødselsdato"),
        _("Få er født den dagen. Aldersgruppen holder."),
    ),
    Stands.PHONE: (
        _("Et telefonnummer"),
        _("Nummeret fører rett til den som har det. Ditt eget nummer har et eget felt."),
    ),
    Stands.EMAIL: (
        _("En e-postadresse"),
        _("Den sier ofte hva noen heter, og fører rett til dem."),
    ),
    Stands.ADDRESS: (
        _("En gateadresse"),
        _("Det er få som bor der. Skriv heller «hjemme» eller «nær skolen»."),
    ),
    Stands.NAME: (
        _("To ord med stor bokstav etter hverandre"),
        _("Det kan være navnet på noen. Skriv heller hvem de er: eleven, faren, en venn."),
    ),
    Stands.TOGETHER: (
        _("Flere ting som er sjeldne sammen"),
        _("Hver for seg sier de lite. Sammen kan noen som kjenner stedet, forstå hvem det er. Ta bort noe av det."),
    ),
    Stands.SENDER: (
        _("Hvor du jobber"),
        _("Du har valgt at mottaket ikke skal se det, men det står i det du har skrevet."),
    ),
}
"""What each is called, and why it stands out, in bokmål: marked here, and translated where it is shown."""


@dataclass(frozen=True)
class Known:
    """What may stand in a text without pointing to anybody, and what whoever asks doesn't want to tell."""

    places: Sequence[str] = ()
    """Municipalities."""
    names: Sequence[str] = ()
    """Units and organisations: each word of theirs is known by itself too, as «på Solhaug»."""
    whole: Sequence[str] = ()
    """What is known only where all of it stands: contacts and offices, and whoever asks."""
    own: Sequence[str] = ()
    """The asker's own number and address, and numbers that the guide prints."""
    hidden: Sequence[str] = ()
    """What the asker's own unit is called, where the desk isn't told."""


@dataclass(frozen=True)
class Finding:
    """Something that stands out: what it is, and the words in which it stands."""

    stands: Stands
    found: tuple[str, ...]

    @property
    def what(self) -> str:
        """What it is called, in bokmål."""
        return WORDS[self.stands][0]

    @property
    def why(self) -> str:
        """Why it stands out, in bokmål."""
        return WORDS[self.stands][1]


def findings(text: str, known: Known) -> tuple[Finding, ...]:
    """What stands out in a text, each kind once, in the order of the table."""
    said = _digits(names_in_text.plain(text))
    looked: Sequence[tuple[Stands, Callable[[], Iterable[str]]]] = (
        (Stands.NATIONAL_ID, lambda: numbers.national_ids(said)),
        (Stands.LIKE_A_NATIONAL_ID, lambda: numbers.like_national_ids(said)),
        (Stands.BORN, lambda: numbers.births(said)),
        (Stands.PHONE, lambda: numbers.phones(said, known.own)),
        (Stands.EMAIL, lambda: numbers.emails(said, known.own)),
        (Stands.ADDRESS, lambda: numbers.addresses(said)),
        (Stands.NAME, lambda: named.names(said, known.places, known.names, known.whole)),
        (Stands.TOGETHER, lambda: rare.together(said, known.places, known.names)),
        (Stands.SENDER, lambda: named.standing(said, known.hidden)),
    )
    found = ((stands, tuple(dict.fromkeys(look()))) for stands, look in looked)
    return tuple(Finding(stands, words) for stands, words in found if words)


def _digits(text: str) -> str:
    """Digits of every script as ours."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
