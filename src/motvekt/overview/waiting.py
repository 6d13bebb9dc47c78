"""What waits for somebody: one function for each thing that can, and a table of them. A room adds its own here.

Each asks with the standing of whoever looks, and so tells of nothing that they may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.concerns import sent_reads
from motvekt.guide import queries as guide
from motvekt.kernel import clock
from motvekt.organisations import account_policy, people
from motvekt.organisations.models import Account, Area

FEW_CODES = 3
"""So many recovery codes are few enough to say so."""


@dataclass(frozen=True)
class Looking:
    """Who looks, in which area, and whether they have shown two factors."""

    standing: Standing
    area: Area
    account: Account
    strong: bool


@dataclass(frozen=True)
class Waits:
    """One thing: since when it waits, in words, and what to press. `sent` says that pressing it does it."""

    since: datetime
    title: str
    words: str
    button: str = ""
    address: str = ""
    sent: bool = False
    hindered: str = ""
    """Why it can't be pressed yet."""
    whom: str = ""
    """What the button is about, for somebody who hears it alone."""


def confirmations(who: Looking) -> Iterator[Waits]:
    """Colleagues whose role takes effect when somebody confirms it."""
    for held in people.waiting_for(who.standing):
        yield Waits(
            held.since or clock.now(),
            _("Bekreft rollen til %(name)s") % {"name": held.account.name},
            _("%(role)s, %(unit)s. Bekreft bare hvis du vet at personen skal ha rollen.")
            % {"role": capfirst(_(held.words)), "unit": held.unit},
            _("Bekreft"),
            reverse("organisations:confirm", args=[held.id]),
            sent=True,
            whom=held.account.name,
            hindered=""
            if held.secured
            else _("%(name)s må først legge til en passnøkkel eller en app for koder på kontoen sin.")
            % {"name": held.account.name},
        )


def second_factor(who: Looking) -> Iterator[Waits]:
    """A role that needs two factors, and a session that has shown one."""
    needs = [role for role in people.myself(who.standing).roles if role.needs_two]
    if needs and not who.strong:
        yield Waits(
            who.account.created_at,
            _("Legg til et andre trinn"),
            _(
                "Rollen din som %(role)s i %(unit)s gjelder når du logger inn med to trinn. Vil du heller bruke en app "
                "for koder, finner du den på «Kontoen din»."
            )
            % {"role": _(needs[0].words), "unit": needs[0].unit},
            _("Legg til passnøkkel"),
            reverse("organisations:new_passkey"),
        )


def few_codes(who: Looking) -> Iterator[Waits]:
    """Recovery codes that are nearly used up."""
    factors = people.factors(who.account)
    left = people.recovery_codes_left(who.account)
    if factors and left <= FEW_CODES:
        yield Waits(
            factors[-1].used_at or factors[-1].added_at,
            _("Lag nye reservekoder"),
            _("Du har %(left)s igjen. Med dem kommer du inn hvis du mister telefonen.") % {"left": left},
            _("Lag nye"),
            reverse("organisations:recovery_codes"),
        )


def editions(who: Looking) -> Iterator[Waits]:
    """An edition that somebody else has proposed."""
    if not who.standing.holds(Capability.PUBLISH_EDITION, area=who.area.id):
        return
    proposed = guide.proposed(who.area.slug)
    if proposed is not None and proposed.proposed_by != str(who.standing.actor):
        yield Waits(
            proposed.proposed_at,
            _("Les et forslag til ny utgave"),
            _("En utgave trer ikke i kraft før en annen enn den som foreslo den, har lest endringene og bekreftet."),
            _("Les endringene"),
            reverse("administration:editions"),
        )


def resets(who: Looking) -> Iterator[Waits]:
    """Colleagues whose sign-in somebody else has asked to have reset."""
    rows = account_policy.confirmable_resets(who.standing, clock.now()).select_related("account", "asked_by")
    for row in rows:
        yield Waits(
            clock.local(row.asked_at),
            _("Nullstill innloggingen til %(name)s?") % {"name": row.account.name},
            _("%(name)s har bedt om det. Snakk med den det gjelder, så du vet at det er riktig person.")
            % {"name": row.asked_by.name},
            _("Se på det"),
            reverse("administration:home"),
        )


def sent_reports(who: Looking) -> Iterator[Waits]:
    """What somebody reported: to be taken to a desk, or looked at again since the person had not been told."""
    for due in sent_reads.due(who.standing):
        alias = due.concern.alias
        if due.unit:
            yield Waits(
                clock.local(due.since),
                _("Lever meldingen til %(unit)s") % {"unit": due.unit},
                _("Meldingen om %(alias)s er klar, men Motvekt leverer ikke dit. Si fra når du har levert den.")
                % {"alias": alias},
                _("Se kvitteringen"),
                reverse("concerns:receipt", args=[due.concern.pk, due.report]),
                whom=alias,
            )
        else:
            yield Waits(
                due.since,
                _("Vet personen det nå?"),
                _("Da du meldte om %(alias)s, hadde den det gjelder, ikke fått vite det. Nå skal dere se på det igjen.")
                % {"alias": alias},
                _("Se meldingen"),
                reverse("concerns:sent", args=[due.concern.pk, due.report]),
                whom=alias,
            )


SOURCES: tuple[Callable[[Looking], Iterator[Waits]], ...] = (
    confirmations,
    resets,
    second_factor,
    few_codes,
    editions,
    sent_reports,
)


def waiting(who: Looking) -> list[Waits]:
    """Everything that waits for somebody, what has waited longest first."""
    return sorted((one for source in SOURCES for one in source(who)), key=lambda one: one.since)
