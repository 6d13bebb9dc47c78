"""The tables held against the log: whoever writes in the database past the system leaves rows that no event made.

The log says who was given a role, who was named, what was written, consented to and shared, and what of it has ended.
The tables must say the same. A row that was put in, changed, taken out or brought back to life stands out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from motvekt.audit import queries as logs
from motvekt.audit.chain import Entry
from motvekt.dossiers import digests
from motvekt.dossiers.models import Consent, Disclosure, Dossier, Item, Reader
from motvekt.organisations.models import Area, Membership, Organisation
from motvekt.organisations.walls import within
from motvekt.vault.keystore import KeyGone


@dataclass
class Told:
    """What is the case, by what it is about: as the log tells it, or as the tables do."""

    memberships: dict[str, Hashable] = field(default_factory=dict)
    readers: Counter[str] = field(default_factory=Counter)
    dossiers: dict[str, Hashable] = field(default_factory=dict)
    persons: dict[str, Hashable] = field(default_factory=dict)
    items: dict[str, Hashable] = field(default_factory=dict)
    consents: dict[str, Hashable] = field(default_factory=dict)
    disclosures: dict[str, Hashable] = field(default_factory=dict)


WORDS = {
    "memberships": "rolle",
    "readers": "invitasjon",
    "dossiers": "mappe",
    "persons": "alder og foresatte i mappe",
    "items": "notat i mappe",
    "consents": "samtykke",
    "disclosures": "deling",
}
"""What each is called to the operator."""


def compare() -> list[str]:
    """What stands in a table and not in the log, or the other way round, in words; empty where they agree.

    It believes the log: `audit verify` says whether that can be believed.
    """
    found = []
    for area in Area.objects.order_by("slug"):
        with within(area.id):
            logged, there = by_log(area), by_tables(area)
            for name, words in WORDS.items():
                found += [
                    f"{area.slug}: {words} {key} {why}"
                    for key, why in _differences(getattr(logged, name), getattr(there, name))
                ]
    return found


DISPOSED = "disposed"
"""Stands for a digest whose key is gone: nobody sees anything of that dossier, and nothing is held against it."""


def _known(digest: Callable[..., str], *about: object) -> str:
    try:
        return digest(*about)
    except KeyGone:
        return DISPOSED


def _same(logged: Hashable, there: Hashable) -> bool:
    """Whether the two say the same, a digest that can't be made any more apart."""
    if isinstance(logged, tuple) and isinstance(there, tuple):
        return len(logged) == len(there) and all(map(_same, logged, there))
    return DISPOSED in (logged, there) or logged == there


def _differences(logged: Mapping[str, Hashable], there: Mapping[str, Hashable]) -> Iterator[tuple[str, str]]:
    for key in sorted(logged.keys() | there.keys()):
        if key not in logged:
            yield key, "står i databasen, men ikke i loggen."
        elif key not in there:
            yield key, "står i loggen, men er borte fra databasen."
        elif not _same(logged[key], there[key]):
            yield key, "er en annen i databasen enn i loggen."


# --- as the log tells it ----------------------------------------------------------------------------------------------


def by_log(area: Area) -> Told:
    """Everything that the area's controllers have logged, put together in its order."""
    told = Told()
    for controller in Organisation.objects.filter(area=area).values_list("id", flat=True):
        for link in logs.links(controller):
            handler = HANDLERS.get(link.entry.event)
            if handler:
                handler(told, link.entry)
    told.readers = +told.readers
    return told


def _appointed(told: Told, entry: Entry) -> None:
    about = entry.about
    told.memberships[about["membership"]] = (about["unit"], about["account"], about["role"], False, False)


def _confirmed(told: Told, entry: Entry) -> None:
    _changed(told.memberships, entry.about["membership"], 3)


def _membership_ended(told: Told, entry: Entry) -> None:
    _changed(told.memberships, entry.about["membership"], 4)


def _named(told: Told, entry: Entry) -> None:
    told.readers[_reader(entry.about)] += 1


def _reader_ended(told: Told, entry: Entry) -> None:
    told.readers[_reader(entry.about)] -= 1


def _reader(about: Mapping[str, str]) -> str:
    return f"{about['dossier']} {about['unit']} {about['account']}"


def _begun(told: Told, entry: Entry) -> None:
    about = entry.about
    told.dossiers[about["dossier"]] = (about["unit"], about["kind"])
    told.persons[about["dossier"]] = _known(digests.of_nobody, UUID(about["dossier"]), UUID(about["unit"]))


def _described(told: Told, entry: Entry) -> None:
    told.persons[entry.about["dossier"]] = entry.about["row"]


def _added(told: Told, entry: Entry) -> None:
    about = entry.about
    told.items[about["item"]] = (about["dossier"], about["unit"], about["kind"])


def _consented(told: Told, entry: Entry) -> None:
    told.consents[entry.about["consent"]] = (entry.about["row"], False)


def _withdrawn(told: Told, entry: Entry) -> None:
    _changed(told.consents, entry.about["consent"], 1)


def _disclosed(told: Told, entry: Entry) -> None:
    told.disclosures[entry.about["disclosure"]] = (entry.about["row"], False)


def _disclosure_ended(told: Told, entry: Entry) -> None:
    _changed(told.disclosures, entry.about["disclosure"], 1)


def _changed(told: dict[str, Hashable], key: str, place: int) -> None:
    """Set the flag at a place of what is known of something; of something unknown nothing is."""
    known = told.get(key)
    if isinstance(known, tuple):
        told[key] = (*known[:place], True, *known[place + 1 :])


HANDLERS: Mapping[str, Callable[[Told, Entry], None]] = {
    "member_appointed": _appointed,
    "member_confirmed": _confirmed,
    "membership_ended": _membership_ended,
    "reader_named": _named,
    "reader_ended": _reader_ended,
    "dossier_begun": _begun,
    "person_described": _described,
    "item_added": _added,
    "consent_recorded": _consented,
    "consent_withdrawn": _withdrawn,
    "items_disclosed": _disclosed,
    "disclosure_ended": _disclosure_ended,
}
"""The events that change what is the case."""


# --- as the tables tell it --------------------------------------------------------------------------------------------


def by_tables(area: Area) -> Told:
    """Everything that decides who sees what, as the area's rows have it."""
    dossiers = Dossier.objects.filter(area=area).prefetch_related("guardians")
    consents = Consent.objects.filter(area=area).prefetch_related("recipients", "by_guardians")
    disclosures = Disclosure.objects.filter(area=area).prefetch_related("items")
    readers = Reader.objects.filter(area=area, ended_at__isnull=True)
    rows = list(dossiers)
    return Told(
        memberships={
            str(row.id): (
                str(row.unit_id),
                str(row.account_id),
                row.role,
                row.confirmed_at is not None,
                row.ended_at is not None,
            )
            for row in Membership.objects.filter(area=area)
        },
        readers=Counter(
            f"{dossier} {unit} {account}"
            for dossier, unit, account in readers.values_list("dossier", "unit", "account")
        ),
        dossiers={str(row.id): (str(row.unit_id), row.kind) for row in rows},
        persons={str(row.id): _known(digests.of_person, row) for row in rows},
        items={
            str(item): (str(dossier), str(unit), kind)
            for item, dossier, unit, kind in Item.objects.filter(area=area).values_list("id", "dossier", "unit", "kind")
        },
        consents={str(row.id): (_known(digests.of_consent, row), row.withdrawn_on is not None) for row in consents},
        disclosures={
            str(row.id): (_known(digests.of_disclosure, row), row.ended_on is not None) for row in disclosures
        },
    )
