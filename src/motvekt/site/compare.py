"""The tables held against the log: whoever writes in the database past the system leaves rows that no event made.

The log says what areas, units and accounts are, which editions were confirmed, who was given a role, who was named,
what was written, consented to and shared, and what of it has ended. The tables must say the same. A row that was put
in, changed, taken out or brought back to life stands out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, datetime
from heapq import merge
from uuid import UUID

from motvekt.audit import queries as logs
from motvekt.audit.chain import Entry, State
from motvekt.dossiers import digests
from motvekt.dossiers.models import Consent, Disclosure, Dossier, Reader
from motvekt.guide import rules
from motvekt.guide.models import Edition
from motvekt.kernel import clock
from motvekt.organisations.digests import of_account, of_area
from motvekt.organisations.invitations import digest_of
from motvekt.organisations.models import Account, Area, Invitation, Membership, Organisation, Reset
from motvekt.organisations.walls import within
from motvekt.site import compare_anonymous as anonymous
from motvekt.site import compare_concerns as concerns
from motvekt.site import compare_desks as desks
from motvekt.site.told import WORDS, Told
from motvekt.vault.envelope import DoesNotOpen
from motvekt.vault.keystore import KeyGone


def compare() -> list[str]:
    """What stands in a table and not in the log, or the other way round, in words; empty where they agree.

    A log that is broken is named, and nothing is held against it. Whether its end is missing, `audit verify` says.
    """
    found: list[str] = []
    accounts: dict[str, Hashable] = {}
    changed: dict[str, datetime] = {}
    for area in Area.objects.order_by("slug"):
        with within(area.id):
            if broken := _broken(area):
                found += [f"{area.slug}: loggen {controller} er brutt." for controller in broken]
                continue
            logged, there = by_log(area), by_tables(area)
            anonymous.explain(logged, there, anonymous.begun(area))
            for account, when in logged.changed.items():
                if account not in changed or changed[account] <= when:
                    accounts[account], changed[account] = logged.accounts[account], when
            for name, words in WORDS.items():
                found += [
                    f"{area.slug}: {words} {key} {why}"
                    for key, why in _differences(getattr(logged, name), getattr(there, name))
                ]
    kept = {
        str(account.id): of_account(account) for account in Account.objects.prefetch_related("identities", "factors")
    }
    return found + [f"konto {key} {why}" for key, why in _differences(accounts, kept)]


def _controllers(area: Area) -> list[UUID]:
    return list(Organisation.objects.filter(area=area).order_by("slug").values_list("id", flat=True))


def _broken(area: Area) -> list[UUID]:
    return [one for one in _controllers(area) if logs.verify(one).state is State.BROKEN]


DISPOSED = "disposed"
"""Stands for a digest whose key is gone: nobody sees anything of that dossier, and nothing is held against it. And for
one that an earlier release didn't log.
"""

DAMAGED = "damaged"


def _known(digest: Callable[..., str], *about: object) -> str:
    try:
        return digest(*about)
    except KeyGone:
        return DISPOSED
    except DoesNotOpen:
        # As nothing else: `keys check` says what is wrong with the key.
        return DAMAGED


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
    chains = [
        [link.entry for link in logs.links(controller) if link.entry.event in HANDLERS]
        for controller in _controllers(area)
    ]
    # Each chain keeps its order, whatever the clock did.
    for entry in merge(*chains, key=lambda entry: entry.at):
        HANDLERS[entry.event](told, entry)
    told.readers = +told.readers
    told.anonymous = anonymous.counted(area)
    return told


def _area_set(told: Told, entry: Entry) -> None:
    told.areas[entry.about["area"]] = entry.about.get("row")


def _account_set(told: Told, entry: Entry) -> None:
    account = entry.about["account"]
    told.accounts[account], told.changed[account] = entry.about.get("row"), entry.at


def _invited(told: Told, entry: Entry) -> None:
    about = entry.about
    given = about.get("given", DISPOSED)
    told.invitations[about["invitation"]] = (about["unit"], about["role"], entry.actor, OPEN, given)


def _invitation_withdrawn(told: Told, entry: Entry) -> None:
    _changed(told.invitations, entry.about["invitation"], 3, WITHDRAWN)


def _accepted(told: Told, entry: Entry) -> None:
    _account_set(told, entry)
    _changed(told.invitations, entry.about["invitation"], 3, entry.about["account"])


def _reset(told: Told, entry: Entry) -> None:
    _account_set(told, entry)
    told.invitations[entry.about["invitation"]] = (str(None), "", entry.actor, OPEN, entry.about.get("given", DISPOSED))
    _changed(told.resets, entry.about["reset"], 2, entry.actor)


def _reset_asked(told: Told, entry: Entry) -> None:
    told.resets[entry.about["reset"]] = (entry.about["account"], entry.actor, OPEN)


def _reset_withdrawn(told: Told, entry: Entry) -> None:
    _changed(told.resets, entry.about["reset"], 2, WITHDRAWN)


OPEN, WITHDRAWN = "open", "withdrawn"
"""What became of an invitation; of one that was accepted: by which account. Of a reset that was done: by whom."""


def _edition_confirmed(told: Told, entry: Entry) -> None:
    about = entry.about
    told.editions[about["edition"]] = (about["number"], about.get("begins"), about["content"])


def _appointed(told: Told, entry: Entry) -> None:
    about = entry.about
    given = (about["unit"], about["account"], about["role"], entry.actor)
    told.memberships[about["membership"]] = (*given, False, False)


def _confirmed(told: Told, entry: Entry) -> None:
    _changed(told.memberships, entry.about["membership"], 4, entry.actor)


def _unconfirmed(told: Told, entry: Entry) -> None:
    _changed(told.memberships, entry.about["membership"], 4, False)


def _membership_ended(told: Told, entry: Entry) -> None:
    _changed(told.memberships, entry.about["membership"], 5)


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
    about = entry.about
    told.consents[about["consent"]] = (about["dossier"], about.get("unit"), about["row"], False)


def _withdrawn(told: Told, entry: Entry) -> None:
    _changed(told.consents, entry.about["consent"], 3)


def _disclosed(told: Told, entry: Entry) -> None:
    about = entry.about
    told.disclosures[about["disclosure"]] = (about["dossier"], about.get("sender"), about["row"], False)


def _disclosure_ended(told: Told, entry: Entry) -> None:
    _changed(told.disclosures, entry.about["disclosure"], 3)


def _changed(told: dict[str, Hashable], key: str, place: int, to: Hashable = True) -> None:
    """Set what stands at a place of what is known of something; of something unknown nothing is."""
    known = told.get(key)
    if isinstance(known, tuple):
        told[key] = (*known[:place], to, *known[place + 1 :])


HANDLERS: Mapping[str, Callable[[Told, Entry], None]] = {
    "area_set": _area_set,
    "account_made": _account_set,
    "account_closed": _account_set,
    "account_opened": _account_set,
    "reset_asked": _reset_asked,
    "reset_withdrawn": _reset_withdrawn,
    "factors_reset": _reset,
    "member_invited": _invited,
    "invitation_withdrawn": _invitation_withdrawn,
    "invitation_accepted": _accepted,
    "factor_added": _account_set,
    "factor_removed": _account_set,
    "password_set": _account_set,
    "identity_linked": _account_set,
    "identity_unlinked": _account_set,
    "edition_confirmed": _edition_confirmed,
    "member_appointed": _appointed,
    "member_confirmed": _confirmed,
    "member_unconfirmed": _unconfirmed,
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
    **desks.HANDLERS,
    **concerns.HANDLERS,
}
"""The events that change what is the case."""


# --- as the tables tell it --------------------------------------------------------------------------------------------


def by_tables(area: Area) -> Told:
    """Everything that decides who sees what, as the area's rows have it."""
    dossiers = Dossier.objects.filter(area=area).prefetch_related("guardians")
    consents = Consent.objects.filter(area=area).prefetch_related("recipients", "by_guardians")
    disclosures = Disclosure.objects.filter(area=area).prefetch_related("items")
    readers = Reader.objects.filter(area=area, ended_at__isnull=True)
    begun = anonymous.begun(area)
    rows = [row for row in dossiers if row.id not in begun]
    today = clock.today()
    return Told(
        areas={str(area.id): of_area(area)},
        editions={
            str(row.id): (str(row.number), row.valid_from.isoformat(), rules.digest(row.content))
            for row in Edition.objects.filter(area=area).iterator()
        },
        memberships={
            str(row.id): (
                str(row.unit_id),
                str(row.account_id),
                row.role,
                row.appointed_by,
                row.confirmed_at is not None and row.confirmed_by,
                row.ended_at is not None,
            )
            for row in Membership.objects.filter(area=area)
        },
        invitations={
            str(row.id): (str(row.unit_id), row.role, row.invited_by, _became(row), digest_of(row))
            for row in Invitation.objects.filter(area=area)
        },
        resets={str(row.id): _asked(row) for row in Reset.objects.filter(area=area)},
        readers=Counter(
            f"{dossier} {unit} {account}"
            for dossier, unit, account in readers.values_list("dossier", "unit", "account")
        ),
        dossiers={str(row.id): (str(row.unit_id), row.kind) for row in rows},
        persons={str(row.id): _known(digests.of_person, row) for row in rows},
        items={
            str(item): (str(dossier), str(unit), kind)
            for item, dossier, unit, kind in anonymous.items_of_others(area, begun).values_list(
                "id", "dossier", "unit", "kind"
            )
        },
        # Whose they are stands beside the digest: moved to where there is no key, they would pass for disposed of.
        consents={
            str(row.id): (
                str(row.dossier_id),
                str(row.unit_id),
                _known(digests.of_consent, row),
                _over(row.withdrawn_on, today),
            )
            for row in consents
        },
        disclosures={
            str(row.id): (
                str(row.dossier_id),
                str(row.sender_id),
                _known(digests.of_disclosure, row),
                _over(row.ended_on, today),
            )
            for row in disclosures
        },
        recusals=desks.recusals(area),
        arrivals=desks.arrivals(area),
        anonymous=anonymous.lies(area, begun),
        concerns=concerns.rows(area),
    )


def _became(row: Invitation) -> str:
    if row.accepted_at is not None:
        return str(row.account_id)
    return WITHDRAWN if row.withdrawn_at is not None else OPEN


def _asked(row: Reset) -> Hashable:
    closed = f"account:{row.closed_by_id}" if row.done else WITHDRAWN
    return (str(row.account_id), f"account:{row.asked_by_id}", OPEN if row.closed_at is None else closed)


def _over(day: date | None, today: date) -> bool:
    """Whether something has ended: an end that is moved into the future is none yet."""
    return day is not None and day <= today
