"""What is done in dossiers: begun, written, named, consented to. Each is in the log of whose it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.dossiers import digests, policy, queries
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import (
    Place,
    allowed,
    known,
    locked,
    log,
    may_share,
    may_write,
    name,
    shared,
    unit_of,
    written,
)
from motvekt.dossiers.facts import AgeBand, born_by_band, born_in_month_of
from motvekt.dossiers.kinds import REWRITABLE, DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import (
    Consent,
    ConsentGuardian,
    ConsentRecipient,
    Dossier,
    Guardian,
    Item,
    Reader,
    Recusal,
)
from motvekt.dossiers.policy import NO_RECIPIENT
from motvekt.kernel import clock
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Account, Unit
from motvekt.vault import keystore


def begin(*, unit: Unit, kind: DossierKind, by: Standing, dossier_id: UUID | None = None) -> Dossier:
    """Begin a dossier in a unit. Whoever begins it is named in it. Raises Refused.

    A form that is sent twice brings the same `dossier_id`: the second time is an IntegrityError, never another dossier.
    """
    unit = organisations.as_it_is(unit)
    allowed(policy.may_begin(by, unit))
    law = laws.of_today(unit.area)
    dossier = Dossier(
        id=dossier_id or new_id(), area=unit.area, unit=unit, kind=kind, edition_id=law.edition, begun_on=law.today
    )
    # A key is committed before anything is sealed with it.
    keystore.make_key(dossier=dossier.id, unit=unit.id)
    with transaction.atomic():
        dossier.save(force_insert=True)
        log(unit, by, "dossier_begun", dossier=dossier.id, unit=unit.id, kind=kind.value)
        name(Place(dossier, unit), by.somebody, by)
    return dossier


MOST_GUARDIANS = 12
"""More holders of parental responsibility than anybody has: a larger number is a slip."""


@transaction.atomic
def describe_person(
    *,
    dossier: Dossier,
    by: Standing,
    born: date | None = None,
    band: AgeBand | None = None,
    guardians: int | None = None,
) -> list[Guardian]:
    """Say how old the person is, and how many have parental responsibility where all of them are known.

    Kept as a month or a band and as rows without a name: what consent needs, and no more. Returns all the guardians.
    More of them can come later; none goes, since a consent may rest on them. Raises Refused.
    """
    place = locked(dossier)
    allowed(may_write(place, by))
    row = place.dossier
    if born is not None:
        row.born_from, row.born_to = born_in_month_of(born)
    elif band is not None:
        row.born_from, row.born_to = born_by_band(band, clock.today())
    found = list(row.guardians.order_by("id"))
    if guardians is not None:
        if guardians < len(found):
            raise Refused(no("guardians_go", "En foresatt kan ikke tas bort: Samtykker kan hvile på den."))
        if guardians > MOST_GUARDIANS:
            raise Refused(no("guardians_many", f"Flere enn {MOST_GUARDIANS} foresatte kan ikke føres opp her."))
        row.guardians_known = True
        made = [Guardian(area=row.area, dossier=row) for _ in range(guardians - len(found))]
        found += Guardian.objects.bulk_create(made)
    row.save(update_fields=["born_from", "born_to", "guardians_known"])
    log(place.unit, by, "person_described", dossier=row.id, row=digests.of_person(row))
    return found


def add_item(
    *, dossier: Dossier, unit: Unit, kind: ItemKind, text: str, by: Standing, item_id: UUID | None = None
) -> Item:
    """Write in a dossier, for a unit that began it or that something in it is shared with. Raises Refused.

    A form that is sent twice brings the same `item_id`: the second time is refused, never another item.
    """
    if not text.strip():
        raise Refused(no("empty", "Skriv noe først."))
    allowed(may_write(known(dossier, unit), by))
    keystore.make_key(dossier=dossier.id, unit=unit.id)
    with transaction.atomic():
        place = written(dossier, unit, by)
        row, unit = place.dossier, place.unit
        if item_id is not None and Item.objects.filter(id=item_id).exists():
            raise Refused(SENT_BEFORE)
        item = Item(
            id=item_id or new_id(),
            area=row.area,
            dossier=row,
            unit=unit,
            kind=kind,
            made_at=clock.now(),
            written_by_id=by.somebody,
            content=text,
        )
        item.save(force_insert=True)
        log(unit, by, "item_added", dossier=row.id, item=item.id, unit=unit.id, kind=kind.value)
    return item


SENT_BEFORE = no("sent_before", _("Dette skjemaet er sendt før. Åpne siden på nytt."))


def rewrite_item(*, item: Item, text: str, version: int, by: Standing) -> Item:
    """Write an item anew that its unit still writes on. `version` is the one that whoever writes had before them.

    Raises Refused: with the code `changed_meanwhile` where somebody else has written since, and nothing is changed.
    """
    if not text.strip():
        raise Refused(no("empty", "Skriv noe først."))
    with transaction.atomic():
        found = Item.objects.select_related("dossier", "unit").get(id=item.id)
        place = written(found.dossier, found.unit, by)
        row = Item.objects.select_for_update().get(id=item.id)
        if ItemKind(row.kind) not in REWRITABLE:
            raise Refused(no("stands", "Dette står som det ble skrevet. Skriv heller noe nytt."))
        if row.version != version:
            raise Refused(CHANGED_MEANWHILE)
        row.content, row.version, row.changed_at = text, version + 1, clock.now()
        row.save(update_fields=["content", "version", "changed_at"])
        log(place.unit, by, "item_rewritten", dossier=row.dossier_id, item=row.id, version=row.version)
    return row


CHANGED_MEANWHILE = no("changed_meanwhile", "Noen andre har skrevet her imens. Se hva som er nytt før du lagrer.")


@transaction.atomic
def recuse(*, dossier: Dossier, unit: Unit, by: Standing) -> None:
    """Say that one is too close to it, and see no more of it. Twice is as good as once. Raises Refused."""
    place = locked(dossier, unit)
    if not by.holds(Capability.OPEN, unit=place.unit.id):
        raise Refused(policy.NOT_THERE)
    _, made = Recusal.objects.get_or_create(
        area_id=place.dossier.area_id,
        dossier=place.dossier,
        unit=place.unit,
        account_id=by.somebody,
        defaults={"at": clock.now()},
    )
    if made:
        log(place.unit, by, "recused", dossier=place.dossier.id, unit=place.unit.id)


@transaction.atomic
def name_reader(*, dossier: Dossier, unit: Unit, account: Account, by: Standing) -> None:
    """Let a colleague see what the unit has in a dossier. Twice is as good as once. Raises Refused."""
    place = locked(dossier, unit)
    colleague = organisations.standing(account, place.dossier.area_id)
    allowed(policy.may_name(by, colleague, unit=place.unit.id, written=may_write(place, by)))
    if queries.is_named(account.id, place.dossier.id, place.unit.id):
        return
    name(place, account.id, by)


@transaction.atomic
def end_reader(*, dossier: Dossier, unit: Unit, account: Account, by: Standing) -> None:
    """Let a colleague whom one has named no longer see it, or step back oneself. Twice is as good as once.

    Nobody can shut out whoever began it, or whom others have named. Raises Refused.
    """
    place = locked(dossier, unit)
    row, unit = place.dossier, place.unit
    named = Reader.objects.filter(dossier=row, unit=unit, account=account, ended_at__isnull=True)
    if account.id != by.account:
        allowed(may_write(place, by))
        if named.exclude(named_by=by.account).exists():
            raise Refused(no("named_by_another", "Bare den som inviterte, kan avslutte invitasjonen."))
    if named.update(ended_at=clock.now()):
        log(unit, by, "reader_ended", dossier=row.id, unit=unit.id, account=account.id)


@dataclass(frozen=True)
class Given:
    """A consent as somebody gave it. `how` says who, how and in which words."""

    recipients: Collection[Unit]
    purpose: Purpose
    on: date
    how: str
    by_self: bool = False
    by_guardians: Collection[Guardian] = ()
    until: date | None = None


def record_consent(
    *, dossier: Dossier, unit: Unit, given: Given, by: Standing, consent_id: UUID | None = None
) -> Consent:
    """Note that a unit may tell others something. Raises Refused.

    A form that is sent twice brings the same `consent_id` and is one consent. With other answers it is refused.
    """
    place = known(dossier, unit)
    allowed(_wrong(place.dossier, given))
    allowed(may_share(place, by))
    keystore.make_key(dossier=dossier.id, unit=unit.id)
    with transaction.atomic():
        place = shared(dossier, unit, by)
        row, unit = place.dossier, place.unit
        if consent_id is not None and (known_one := Consent.objects.filter(id=consent_id).first()) is not None:
            return _as_given(known_one, row, unit, given)
        consent = Consent.objects.create(
            id=consent_id or new_id(),
            area=row.area,
            dossier=row,
            unit=unit,
            purpose=given.purpose,
            by_self=given.by_self,
            given_on=given.on,
            until=given.until,
            how=given.how,
        )
        for recipient in {unit.id for unit in given.recipients}:
            ConsentRecipient.objects.create(area=row.area, consent=consent, unit_id=recipient)
        for guardian in {guardian.id for guardian in given.by_guardians}:
            ConsentGuardian.objects.create(area=row.area, consent=consent, guardian_id=guardian)
        said = digests.of_consent(consent)
        log(unit, by, "consent_recorded", dossier=row.id, unit=unit.id, consent=consent.id, row=said)
    return consent


def _as_given(consent: Consent, dossier: Dossier, unit: Unit, given: Given) -> Consent:
    """A consent that is noted already, where it is this one; in which words it was given is sealed, and not asked."""
    said = (given.purpose, given.by_self, given.on, given.until)
    people = ({unit.id for unit in given.recipients}, {guardian.id for guardian in given.by_guardians})
    noted = ({unit.id for unit in consent.recipients.all()}, {one.id for one in consent.by_guardians.all()})
    is_same = (consent.purpose, consent.by_self, consent.given_on, consent.until) == said and noted == people
    if (consent.dossier_id, consent.unit_id) != (dossier.id, unit.id) or not is_same:
        raise Refused(NOTED_BEFORE)
    return consent


NOTED_BEFORE = no(
    "noted_before",
    _("Skjemaet er alt lagret som et samtykke, med andre svar. Er dette et samtykke til, lagrer du en gang til."),
)


def _wrong(dossier: Dossier, given: Given) -> Decision:
    if not given.recipients or not given.how.strip():
        return no("consent_incomplete", "Skriv hvem som får vite det, og hvordan samtykket ble gitt.")
    if not given.by_self and not given.by_guardians:
        return no("consent_of_nobody", "Skriv hvem som samtykker.")
    if given.on > clock.today():
        return no("consent_to_come", "Samtykket kan ikke være gitt senere enn i dag.")
    if any(unit_of(dossier, unit) is None for unit in given.recipients):
        return NO_RECIPIENT
    theirs = {guardian.id for guardian in given.by_guardians}
    if dossier.guardians.filter(id__in=theirs).count() != len(theirs):
        return no("another_dossier", "Den foresatte hører til en annen mappe.")
    if given.until is not None and given.until < given.on:
        return no("ends_before_it_begins", "Den siste dagen er før samtykket ble gitt. Velg en senere dag.")
    return YES


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Standing) -> None:
    """What lives from this consent is seen no more, from now on. Twice is as good as once. Raises Refused."""
    row = Consent.objects.select_related("dossier", "unit").get(id=consent.id)
    place = shared(row.dossier, row.unit, by)
    if Consent.objects.filter(id=row.id, withdrawn_on__isnull=True).update(withdrawn_on=clock.today()):
        log(place.unit, by, "consent_withdrawn", dossier=row.dossier_id, consent=row.id)
