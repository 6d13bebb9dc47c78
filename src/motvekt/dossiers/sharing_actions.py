"""Sharing from a dossier, through the gate, and ending what was shared."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.dossiers import digests, gate, policy, queries
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import Place, allowed, known, log, may_share, name, shared, unit_of
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import DisclosedItem, Disclosure, Dossier, Item
from motvekt.dossiers.wishes import Wish, asked
from motvekt.kernel import clock
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.grant import Grant
from motvekt.kernel.ids import new_id
from motvekt.organisations import queries as organisations
from motvekt.vault import keystore

CONTENT = DisclosedItem._meta.get_field("content")


def disclose(*, dossier: Dossier, wish: Wish, by: Standing) -> Disclosure:
    """Share items with another unit, where the gate lets it. The recipient gets copies under its own key.

    Raises Refused with the gate's first reason; the refusal is in the log.
    """
    place = known(dossier, wish.sender)
    law = laws.of_today(place.dossier.area)
    allowed(may_share(place, by))
    wish = _as_it_is(place, wish)
    allowed(_readers_of(place, wish))
    keystore.make_key(dossier=dossier.id, unit=wish.recipient.id)
    refused: Decision | None = None
    with transaction.atomic():
        row = shared(dossier, wish.sender, by).dossier
        answer = gate.decide(asked(row, wish, law), law.bases, law.today)
        if answer:
            return _disclosed(row, wish, law, by)
        refused = answer.reasons[0]
    _refused(dossier, wish, refused, by)
    raise Refused(refused)


def _as_it_is(place: Place, wish: Wish) -> Wish:
    """The wish with units and items as the database has them. Raises Refused."""
    if not wish.items:
        raise Refused(no("nothing_chosen", "Velg hva du vil dele."))
    recipient = unit_of(place.dossier, wish.recipient)
    if recipient is None:
        raise Refused(policy.NO_RECIPIENT)
    if place.unit.id == recipient.id:
        raise Refused(no("oneself", "Velg en annen enhet enn din egen."))
    wanted = {item.id for item in wish.items}
    items = list(Item.objects.filter(id__in=wanted, dossier=place.dossier, unit=place.unit).order_by("made_at", "id"))
    if len(items) != len(wanted):
        raise Refused(no("not_yours", "Du kan bare dele det din egen enhet har skrevet i denne mappen."))
    return replace(wish, sender=place.unit, recipient=recipient, items=items)


def _readers_of(place: Place, wish: Wish) -> Decision:
    dossier, unit = place.dossier, wish.recipient
    for reader in wish.readers:
        if queries.is_named(reader.id, dossier.id, unit.id):
            continue
        standing = organisations.standing(reader, dossier.area_id)
        they_read = queries.is_read_in(dossier, unit.id)
        answer = policy.may_name_there(standing, unit=unit.id, they_read=they_read)
        if not answer:
            return answer
    return YES


def _disclosed(dossier: Dossier, wish: Wish, law: Law, by: Standing) -> Disclosure:
    sharing = asked(dossier, wish, law)
    hold((wish.sender.organisation_id, wish.recipient.organisation_id))
    disclosure = Disclosure.objects.create(
        area=dossier.area,
        dossier=dossier,
        sender=wish.sender,
        recipient=wish.recipient,
        edition_id=law.edition,
        basis=wish.basis,
        purpose=wish.purpose,
        as_health_personnel=wish.as_health_personnel,
        identifies=sharing.identifies,
        attested=sorted(wish.attested),
        decided_by_id=by.somebody,
        made_on=law.today,
        until=wish.until,
        was_told=wish.was_told,
        look_again_on=wish.look_again_on,
        necessity=wish.necessity,
        not_told_why=wish.not_told_why or None,
    )
    leave = policy.grant_own(by, queries.owned(by, dossier, wish.sender.id))
    for item in wish.items:
        _copied(item, disclosure, leave)
    for reader in wish.readers:
        if not queries.is_named(reader.id, dossier.id, wish.recipient.id):
            name(Place(dossier, wish.recipient), reader.id, by)
    _recorded_for_both(disclosure, wish, by)
    return disclosure


def _copied(item: Item, disclosure: Disclosure, leave: Grant) -> None:
    copy = DisclosedItem(
        id=new_id(),
        area=disclosure.area,
        disclosure=disclosure,
        item=item,
        dossier=disclosure.dossier,
        recipient=disclosure.recipient,
        made_at=clock.now(),
    )
    copy.content = keystore.reseal(item.content, leave, CONTENT.place(copy))
    copy.save(force_insert=True)


def _recorded_for_both(disclosure: Disclosure, wish: Wish, by: Standing) -> None:
    """Each controller's log has its own side: who gave, and who was given."""
    both = {"dossier": disclosure.dossier_id, "disclosure": disclosure.id, "basis": wish.basis}
    items, row = len(wish.items), digests.of_disclosure(disclosure)
    between = {"sender": wish.sender.id, "recipient": wish.recipient.id}
    log(wish.sender, by, "items_disclosed", items=items, row=row, **between, **both)
    log(wish.recipient, by, "items_received", unit=wish.recipient.id, items=items, **both)


def _refused(dossier: Dossier, wish: Wish, why: Decision, by: Standing) -> None:
    """The refusal, in a transaction of its own: what was begun has been undone."""
    with transaction.atomic():
        log(wish.sender, by, "disclosure_refused", dossier=dossier.id, recipient=wish.recipient.id, why=why.code)


@transaction.atomic
def end_disclosure(*, disclosure: Disclosure, by: Standing) -> None:
    """The recipient sees it no more, from now on. Twice is as good as once. Raises Refused."""
    row = Disclosure.objects.select_related("dossier", "sender").get(id=disclosure.id)
    place = shared(row.dossier, row.sender, by)
    if Disclosure.objects.filter(id=row.id, ended_on__isnull=True).update(ended_on=clock.today()):
        log(place.unit, by, "disclosure_ended", dossier=row.dossier_id, disclosure=row.id)
