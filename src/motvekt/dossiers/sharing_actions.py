"""Sharing from a dossier, through the gate, and ending what was shared."""

from __future__ import annotations

from django.db import transaction

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.dossiers import digests, gate, policy, queries
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import allowed, log, may_write, name, shared
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
    law = laws.of_today(dossier.area)
    allowed(policy.may_share(by, unit=wish.sender.id, written=may_write(dossier, wish.sender, by)))
    allowed(_items_of(dossier, wish))
    allowed(_readers_of(dossier, wish))
    keystore.make_key(dossier=dossier.id, unit=wish.recipient.id)
    refused: Decision | None = None
    with transaction.atomic():
        row = shared(dossier, wish.sender, by)
        answer = gate.decide(asked(row, wish, law), law.bases, law.today)
        if answer:
            return _disclosed(row, wish, law, by)
        refused = answer.reasons[0]
    _refused(dossier, wish, refused, by)
    raise Refused(refused)


def _items_of(dossier: Dossier, wish: Wish) -> Decision:
    if not wish.items:
        return no("nothing_chosen", "Velg hva du vil dele.")
    if wish.sender.id == wish.recipient.id:
        return no("oneself", "Velg en annen enhet enn din egen.")
    if wish.recipient.area_id != dossier.area_id:
        # As for a unit that is not there: other areas are none of anybody's business here.
        return no("no_recipient", "Velg hvem du vil dele med.")
    if any((item.dossier_id, item.unit_id) != (dossier.id, wish.sender.id) for item in wish.items):
        return no("not_yours", "Du kan bare dele det din egen enhet har skrevet i denne mappen.")
    return YES


def _readers_of(dossier: Dossier, wish: Wish) -> Decision:
    for reader in wish.readers:
        standing = organisations.standing(reader, dossier.area_id)
        if not standing.holds(Capability.OPEN, unit=wish.recipient.id):
            return no("not_of_the_recipient", "Den du har valgt, hører ikke til enheten du vil dele med.")
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
            name(dossier, wish.recipient, reader.id, by)
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
    row = shared(disclosure.dossier, disclosure.sender, by)
    if Disclosure.objects.filter(id=disclosure.id, ended_on__isnull=True).update(ended_on=clock.today()):
        log(disclosure.sender, by, "disclosure_ended", dossier=row.id, disclosure=disclosure.id)
