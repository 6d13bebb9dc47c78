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
from motvekt.concerns import lists as concerns
from motvekt.concerns import sent_reads, step_queries
from motvekt.consultations import question_reads
from motvekt.guide import queries as guide
from motvekt.guide.templatetags.guide import day
from motvekt.kernel import clock
from motvekt.organisations import account_policy, people
from motvekt.organisations.models import Account, Area
from motvekt.reports import queries as reports
from motvekt.reports.templatetags.desk import moment

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


def unread_arrivals(who: Looking) -> Iterator[Waits]:
    """What has come to a desk of theirs, and nobody has read."""
    for one in reports.unread(who.standing):
        yield Waits(
            clock.local(one.since),
            _("%(number)s venter på å bli lest i mottaket") % {"number": one.number},
            _("%(unit)s. Den korteste fristen er %(limit)s.") % {"unit": one.unit.name, "limit": moment(one.until)},
            _("Gå til mottaket"),
            f"{reverse('reports:desk')}?enhet={one.unit.id}",
        )


def due_arrivals(who: Looking) -> Iterator[Waits]:
    """What somebody at a desk of theirs has read, and that must be dealt with by today."""
    for one in reports.due(who.standing, clock.today()):
        yield Waits(
            clock.local(one.since),
            _("%(number)s i mottaket skal avklares nå") % {"number": one.number},
            _("%(unit)s. Fristen er %(limit)s.") % {"unit": one.unit.name, "limit": moment(one.until)},
            _("Gå til mottaket"),
            f"{reverse('reports:desk')}?enhet={one.unit.id}",
        )


def own_arrivals(who: Looking) -> Iterator[Waits]:
    """What they have taken at a desk, or a colleague has given them, and that is neither answered nor dealt with."""
    for one in reports.mine(who.standing, clock.today()):
        yield Waits(
            clock.local(one.since),
            _("Du har %(number)s å følge opp i mottaket") % {"number": one.number},
            _("%(unit)s. Den korteste fristen er %(limit)s.") % {"unit": one.unit.name, "limit": moment(one.until)},
            _("Gå til mottaket"),
            f"{reverse('reports:desk')}?enhet={one.unit.id}",
        )


def orphaned_concerns(who: Looking) -> Iterator[Waits]:
    """Concerns that nobody answers for any more, for those who may hand them on: an alias and a date."""
    for row in concerns.orphaned(who.standing):
        yield Waits(
            clock.local(row.begun_at),
            _("%(alias)s har ingen som har ansvaret") % {"alias": row.alias},
            _("Den som skrev bekymringen, er ikke i %(unit)s lenger. Velg en kollega som kan ta over.")
            % {"unit": row.unit.name},
            _("Velg kollega"),
            reverse("concerns:hand_on", args=[row.dossier_id]),
        )


def remains_of_concerns(who: Looking) -> Iterator[Waits]:
    """What somebody sees to in concerns that are closed."""
    for row in concerns.remaining(who.standing):
        if row.closed_at is None or row.rest_due_on is None:
            continue
        yield Waits(
            clock.local(row.closed_at),
            _("Du har ansvaret for det som gjenstår i %(alias)s") % {"alias": row.alias},
            _("Det skal være gjort innen %(day)s.") % {"day": day(row.rest_due_on)},
            _("Se hva som gjenstår"),
            reverse("concerns:concern", args=[row.dossier_id]),
        )


def invitations(who: Looking) -> Iterator[Waits]:
    """What colleagues have asked of them in a concern, with the day. What it is about stands there alone."""
    for one in step_queries.asked_of(who.standing):
        yield Waits(
            clock.local(one.row.invited_at),
            _("%(name)s har bedt deg om noe i en bekymring") % {"name": one.row.invited_by.name},
            _("Innen %(day)s. Ingen venter på deg lenger enn en arbeidsdag. Si fra hvis du ikke rekker det.")
            % {"day": day(one.row.due_on)},
            _("Se hva"),
            reverse("concerns:discuss", args=[one.row.concern_id]),
            whom=one.row.invited_by.name,
        )


def attestations(who: Looking) -> Iterator[Waits]:
    """What they did out of duty and have yet to put into words."""
    for did in step_queries.owed(who.standing):
        yield Waits(
            clock.local(did.row.done_at),
            _("Du skylder noen ord om det du gjorde"),
            _("%(what)s. Skriv hva det hviler på, senest %(day)s.")
            % {"what": _(did.words), "day": day(did.row.due_on)},
            _("Skriv det nå"),
            reverse("concerns:attest", args=[did.row.concern_id, did.row.id]),
        )


def silent_readers(who: Looking) -> Iterator[Waits]:
    """Colleagues whom they invited and who have said nothing for a working day: the routine goes on without them."""
    for one in step_queries.silent_to(who.standing):
        yield Waits(
            clock.local(one.row.invited_at),
            _("%(name)s har ikke svart") % {"name": one.row.account.name},
            _("Ingen svar ennå. Gå videre uten."),
            _("Gå videre"),
            reverse("concerns:discuss", args=[one.row.concern_id]),
            whom=one.row.account.name,
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


def answered_reports(who: Looking) -> Iterator[Waits]:
    """What desks have answered of late. What they say stands by the report alone."""
    for one in sent_reads.answered(who.standing):
        yield Waits(
            clock.local(one.at),
            _("Et mottak har svart"),
            _("%(desk)s har svart på meldingen om %(alias)s. Svaret ligger ved meldingen.")
            % {"desk": one.desk, "alias": one.concern.alias},
            _("Les svaret"),
            reverse("concerns:sent", args=[one.concern.pk, one.report]),
            whom=one.concern.alias,
        )


def answered_questions(who: Looking) -> Iterator[Waits]:
    """What desks have written of late to what they asked. What it says stands by the question alone."""
    for one in question_reads.answered(who.standing):
        in_a_concern = reverse("concerns:question", args=[one.dossier, one.question]) if one.from_concern else ""
        yield Waits(
            clock.local(one.at),
            _("Svar på et spørsmål"),
            _("%(desk)s har svart på noe du spurte om uten navn.") % {"desk": one.desk},
            _("Les svaret"),
            in_a_concern or reverse("questions:question", args=[one.question]),
            whom=one.desk,
        )


SOURCES: tuple[Callable[[Looking], Iterator[Waits]], ...] = (
    confirmations,
    resets,
    unread_arrivals,
    due_arrivals,
    own_arrivals,
    second_factor,
    few_codes,
    editions,
    orphaned_concerns,
    remains_of_concerns,
    invitations,
    attestations,
    silent_readers,
    sent_reports,
    answered_reports,
    answered_questions,
)


def waiting(who: Looking) -> list[Waits]:
    """Everything that waits for somebody, what has waited longest first."""
    return sorted((one for source in SOURCES for one in source(who)), key=lambda one: one.since)
