"""The one door to the key store: making keys, sealing and opening with them, destroying them.

A key is committed before anything is sealed with it, in a database of its own: where the data's transaction fails, a
key is left that nothing uses, and `orphans.sweep` takes it after a day. The reverse would be data that nobody can ever
read. Whoever seals with an older key says so in its row first, so that a sweep at that moment lets it be.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connections, transaction
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from motvekt.kernel import clock
from motvekt.kernel.errors import SettingMissing
from motvekt.kernel.grant import Grant
from motvekt.kernel.ids import new_id
from motvekt.vault import journal
from motvekt.vault.envelope import DoesNotOpen, Place, new_key, seal, unseal
from motvekt.vault.inserting import insert_where
from motvekt.vault.kept import kept
from motvekt.vault.models import DataKey, DeskPair, NamedKey, TalkKey, WrappedKey
from motvekt.vault.provider import FileProvider, Wrapped
from motvekt.vault.router import KEYS
from motvekt.vault.sealed import Sealed

ORPHAN_AFTER = timedelta(days=1)
"""How long a key may be without data: longer than any transaction takes."""


Pairs = set[tuple[UUID, UUID]]

OF_DOSSIERS: tuple[type[DataKey] | type[TalkKey], ...] = (DataKey, TalkKey)
"""The keys of what is sealed in dossiers. The shred journal names them by their ids."""


class KeyGone(Exception):
    """There is no key: what it sealed was disposed of, or never was."""


class NotGranted(Exception):
    """The grant is for another dossier, or for what another unit owns. A programming error, never a user's."""


@lru_cache(maxsize=4)
def _provider(file: Path, version: tuple[int, int]) -> FileProvider:
    return FileProvider(file)


def provider() -> FileProvider:
    """Whoever holds the master key. Raises SettingMissing where it is not to be had: in the public part it never is.

    The file is read again when it was put anew, as by a rotation in another process.
    """
    if settings.IS_PUBLIC_PART:
        raise SettingMissing("MOTVEKT_PART: the public part works without the master key")
    file: Path = settings.MASTER_KEY
    try:
        found = file.stat()
    except OSError:
        # Says what to do.
        return FileProvider(file)
    return _provider(file, (found.st_ino, found.st_mtime_ns))


def _purpose(kind: str, *names: object) -> bytes:
    """What a wrapped key is bound to, so that one row's can't be put in another row's place."""
    return "\x00".join([kind, *map(str, names)]).encode()


def purpose_of(row: WrappedKey) -> bytes:
    """The purpose that a row's key was wrapped for."""
    if isinstance(row, DataKey):
        # With its id, by which the shred journal names it: it comes back under no other.
        return _purpose("data", row.id, row.dossier, row.unit)
    if isinstance(row, NamedKey):
        return _purpose("named", row.name)
    if isinstance(row, DeskPair):
        return _purpose("desk", row.unit, bytes(row.public).hex())
    raise TypeError(f"no purpose is known for a {type(row).__name__}")


def _unwrapped(row: WrappedKey) -> bytes:
    return provider().unwrap(Wrapped(row.master, bytes(row.wrapped)), purpose_of(row))


def _saved(row: WrappedKey, key: bytes) -> None:
    """Wrap the key into its row and commit it. Raises IntegrityError where somebody else was first."""
    wrapped = provider().wrap(key, purpose_of(row))
    row.master, row.wrapped, row.made_at = wrapped.master, wrapped.sealed, clock.now()
    with transaction.atomic(using=KEYS):
        row.save(force_insert=True)


def make_key(*, dossier: UUID, unit: UUID) -> None:
    """Make the key of what a unit owns in a dossier, unless there is one. It is committed when this returns.

    What somebody says who hasn't signed in has its own already, and the desk seals its answers with the same.
    """
    if any(table._default_manager.filter(dossier=dossier, unit=unit).exists() for table in OF_DOSSIERS):
        return
    try:
        _saved(DataKey(id=new_id(), dossier=dossier, unit=unit), new_key())
    except IntegrityError:
        # Somebody made it in the meantime; theirs is as good.
        if not DataKey.objects.filter(dossier=dossier, unit=unit).exists():
            raise


def data_key(dossier: UUID, unit: UUID) -> bytes:
    """The key of what a unit owns in a dossier, for sealing and opening here alone. Raises KeyGone."""
    row = DataKey.objects.filter(dossier=dossier, unit=unit).first()
    return _unwrapped(row) if row is not None else _talk_key(dossier, unit)


def sealing_key(dossier: UUID, unit: UUID) -> bytes:
    """The key of what a unit owns in a dossier, for sealing: no sweep takes it for half a day. Raises KeyGone.

    What is sealed now is unseen by others until its transaction ends, so a sweep would take the key for an orphan.
    """
    row = DataKey.objects.filter(dossier=dossier, unit=unit).first()
    if row is None:
        return _talk_key(dossier, unit)
    if row.made_at < clock.now() - ORPHAN_AFTER / 2:
        with transaction.atomic(using=KEYS):
            if not DataKey.objects.filter(id=row.id).update(made_at=clock.now()):
                raise KeyGone(f"no key for unit {unit} in dossier {dossier}")
    return _unwrapped(row)


def seal_text(text: str, place: Place, key: bytes | None = None) -> Sealed:
    """A text sealed for its place. `key` is its `sealing_key`, where somebody has it already. Raises KeyGone."""
    return Sealed(seal(key or sealing_key(place.dossier, place.unit), text.encode(), place.associated()), place)


def keyed_digest(content: bytes, dossier: UUID, unit: UUID) -> str:
    """A digest that nobody can hold a guess against: under a key made from the dossier's, and gone with it.

    64 hexadecimal digits. Raises KeyGone.
    """
    own = hmac.digest(data_key(dossier, unit), b"motvekt digest", "sha256")
    return hmac.digest(own, content, "sha256").hex()


def open_one(sealed: Sealed, grant: Grant) -> str:
    """The text. Raises NotGranted, KeyGone, or DoesNotOpen for bytes that were changed or moved."""
    return open_all([sealed], grant)[0]


def open_all(sealed: Sequence[Sealed], grant: Grant, key: bytes | None = None) -> list[str]:
    """The texts, with one look at the key store for all of them. Raises as `open_one`.

    `key` is the dossier's, where whoever asks has it from their receipt.
    """
    for one in sealed:
        if (one.place.dossier, one.place.unit) != (grant.dossier, grant.unit):
            raise NotGranted("the grant is for another dossier or unit")
    if not sealed:
        return []
    key = key or data_key(grant.dossier, grant.unit)
    return [unseal(key, one.content, one.place.associated()).decode() for one in sealed]


def reseal(sealed: Sealed, grant: Grant, to: Place) -> Sealed:
    """The same text under its recipient's key, so that each owner disposes of their own. Raises as `open_one`."""
    return seal_text(open_one(sealed, grant), to)


def named_key(name: str) -> bytes:
    """The key of that name, made where there is none yet."""
    row = NamedKey.objects.filter(name=name).first()
    if row is None:
        # Where somebody makes it in the meantime, theirs is as good.
        with suppress(IntegrityError):
            _saved(NamedKey(id=new_id(), name=name), new_key())
        row = NamedKey.objects.get(name=name)
    return _unwrapped(row)


def has_named_key(name: str) -> bool:
    """Whether there is a key of that name, without making one."""
    return NamedKey.objects.filter(name=name).exists()


def make_desk_pairs(units: Collection[UUID]) -> int:
    """Make a pair of keys for each desk that has none yet: a public one, which anybody may seal with, and its private
    one. How many were made. Without anything to make it needs no master key.
    """
    made = 0
    for unit in sorted(set(units) - with_pairs(units)):
        private = PrivateKey.generate()
        # Where somebody makes it in the meantime, theirs is as good.
        with suppress(IntegrityError):
            _saved(DeskPair(id=new_id(), unit=unit, public=bytes(private.public_key)), bytes(private))
            made += 1
    return made


def make_desk_pair(unit: UUID) -> bytes:
    """The public key of a desk, made with its private one where there is none yet."""
    make_desk_pairs([unit])
    return bytes(DeskPair.objects.get(unit=unit).public)


def desk_public(unit: UUID) -> bytes | None:
    """The public key of a desk, where it has a pair. Needs no master key."""
    found = list(DeskPair.objects.filter(unit=unit).values_list("public", flat=True))
    return bytes(found[0]) if found else None


def with_pairs(units: Collection[UUID]) -> set[UUID]:
    """Those of the units that have the keys of a desk. Needs no master key."""
    return set(DeskPair.objects.filter(unit__in=units).values_list("unit", flat=True))


_publics: dict[UUID, bytes] = {}
"""Public keys of desks that were asked for here. One that is no longer the desk's makes no key."""


def make_talk_key(*, dossier: UUID, unit: UUID, unlock: bytes) -> bytes:
    """A new key for what somebody says who hasn't signed in, sealed to the desk and under `unlock`, which comes from
    their receipt. It is committed when this returns, and needs no master key.

    The second time, it is the first one's. Raises KeyGone where the desk has no pair, and DoesNotOpen for another's
    `unlock`.
    """
    row, key = TalkKey(id=new_id(), dossier=dossier, unit=unit, made_on=clock.today()), new_key()
    row.to_receipt = seal(unlock, key, _talk_purpose(row))
    try:
        if unit in _publics and _sealed_to(row, key, _publics[unit]):
            return key
        public = desk_public(unit)
        if public is None or not _sealed_to(row, key, public):
            raise KeyGone(f"desk {unit} has no keys")
    except IntegrityError:
        return key_by_receipt(dossier, unlock)
    _publics[unit] = public
    return key


def _sealed_to(row: TalkKey, key: bytes, public: bytes) -> bool:
    """Seal a key to a desk and commit it, if that is the desk's public one at that moment."""
    row.to_desk = bytes(SealedBox(PublicKey(public)).encrypt(_talk_purpose(row) + key))
    # Sent twice over a connection that was lost it is still one key: the dossier's is unique.
    return kept(connections[KEYS], lambda: insert_where(row, DeskPair, using=KEYS, unit=row.unit, public=public))


def unmake_talk_key(dossier: UUID) -> None:
    """Take back a key that `make_talk_key` made and nothing was sealed with.

    The public part may delete no key: whoever broke into it could destroy what lies at desks. There a sweep takes it.
    """
    if settings.IS_PUBLIC_PART:
        return
    TalkKey.objects.filter(dossier=dossier).delete()


def key_by_receipt(dossier: UUID, unlock: bytes) -> bytes:
    """The key of what somebody says who hasn't signed in, for whoever has their receipt.

    Raises KeyGone, DoesNotOpen.
    """
    # The public part can't read what is sealed to the desk.
    rows = TalkKey.objects.only("id", "dossier", "unit", "to_receipt")
    row = rows.filter(dossier=dossier, to_receipt__isnull=False).first()
    if row is None or row.to_receipt is None:
        raise KeyGone(f"no way in by receipt to dossier {dossier}")
    return unseal(unlock, bytes(row.to_receipt), _talk_purpose(row))


def forget_receipt(*dossiers: UUID) -> None:
    """No receipt opens these dossiers any more. What the desk has stays the desk's."""
    with transaction.atomic(using=KEYS):
        TalkKey.objects.filter(dossier__in=dossiers, to_receipt__isnull=False).update(to_receipt=None)


def _talk_purpose(row: TalkKey) -> bytes:
    return _purpose("talk", row.id, row.dossier, row.unit)


def _talk_key(dossier: UUID, unit: UUID) -> bytes:
    """The same key, for the desk: opened with the desk's private one. Raises KeyGone, DoesNotOpen."""
    row = TalkKey.objects.filter(dossier=dossier, unit=unit).first()
    pair = DeskPair.objects.filter(unit=unit).first() if row else None
    if row is None or pair is None:
        raise KeyGone(f"no key for unit {unit} in dossier {dossier}")
    purpose = _talk_purpose(row)
    try:
        found = bytes(SealedBox(PrivateKey(_unwrapped(pair))).decrypt(bytes(row.to_desk)))
    except (CryptoError, ValueError) as error:
        raise DoesNotOpen("sealed to another desk, or changed") from error
    if not found.startswith(purpose):
        raise DoesNotOpen("moved here from another row")
    return found[len(purpose) :]


def shred(*, dossier: UUID, unit: UUID | None = None) -> int:
    """Destroy the keys of a dossier, or of what one unit owns in it. Twice is as good as once; returns how many went.

    The journal knows before the keys are gone: a restore from an older backup of them destroys them again.
    """
    only = {"dossier": dossier} if unit is None else {"dossier": dossier, "unit": unit}
    ids = [id for table in OF_DOSSIERS for id in table._default_manager.filter(**only).values_list("id", flat=True)]
    if not ids:
        return 0
    journal.write(settings.SHRED_JOURNAL, ids, clock.now())
    _destroy(ids)
    return len(ids)


def _destroy(ids: Collection[UUID]) -> int:
    with transaction.atomic(using=KEYS):
        return sum(table._default_manager.filter(id__in=ids).delete()[0] for table in OF_DOSSIERS)


def has_key(dossier: UUID, unit: UUID) -> bool:
    """Whether there is a key of what a unit owns in a dossier, of either kind."""
    return any(table._default_manager.filter(dossier=dossier, unit=unit).exists() for table in OF_DOSSIERS)


def with_keys(dossiers: Collection[UUID]) -> set[UUID]:
    """Those of the dossiers that somebody has a key of."""
    return {
        dossier
        for table in OF_DOSSIERS
        for dossier in table._default_manager.filter(dossier__in=dossiers).values_list("dossier", flat=True)
    }


def owners_of(ids: Collection[UUID]) -> Pairs:
    """Dossier and unit of each of these keys that is there."""
    return {
        (dossier, unit)
        for table in OF_DOSSIERS
        for key, dossier, unit in table._default_manager.values_list("id", "dossier", "unit").iterator()
        if key in ids
    }


def damaged_talks() -> int:
    """How many keys of what was said anonymously no desk can open."""
    count = 0
    for dossier, unit in TalkKey.objects.values_list("dossier", "unit").iterator():
        try:
            _talk_key(dossier, unit)
        except (KeyGone, DoesNotOpen):
            count += 1
    return count


def brought_back(ids: Collection[UUID]) -> int:
    """How many of the keys that the journal names are there all the same."""
    named = list(ids)
    return sum(
        table._default_manager.filter(id__in=named[start : start + 500]).count()
        for table in OF_DOSSIERS
        for start in range(0, len(named), 500)
    )


def replay(ids: Collection[UUID]) -> int:
    """Destroy keys that the journal names and a backup brought back. Returns how many were there."""
    named = list(ids)
    with transaction.atomic(using=KEYS):
        return sum(_destroy(named[start : start + 500]) for start in range(0, len(named), 500))
