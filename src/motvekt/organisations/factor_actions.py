"""Changes to what somebody signs in with. Each changes the account's digest in the log, and so can't be done unseen."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from motvekt.audit.actions import record
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import codes, digests, queries
from motvekt.organisations.kinds import FactorKind
from motvekt.organisations.letters import send_later
from motvekt.organisations.models import Account, Area, Factor, RecoveryCode, Session
from motvekt.organisations.passkeys import Made
from motvekt.organisations.walls import within
from motvekt.post.letters import Letter

MOST_FACTORS = 20
LAST = no("last_factor", _("En av rollene dine krever to trinn. Legg til noe annet før du fjerner dette."))


@transaction.atomic
def add_passkey(*, account: Account, area: Area, made: Made, name: str, by: Actor) -> Factor:
    """Let a passkey sign an account in. Raises Refused where it is known already, or there are too many."""
    owner = _locked(account)
    if owner.factors.count() >= MOST_FACTORS:
        raise Refused(no("too_many_factors", _("Du har så mange passnøkler som du kan ha. Fjern en først.")))
    if Factor.objects.filter(credential=made.credential).exists():
        raise Refused(no("known_passkey", _("Passnøkkelen er i bruk fra før.")))
    _begin_anew(owner)
    factor = Factor.objects.create(
        account=owner,
        kind=FactorKind.PASSKEY,
        name=name,
        credential=made.credential,
        public=made.public,
        host=made.host,
        counter=made.counter,
        added_at=clock.now(),
    )
    _tell(owner, area)
    _record(owner, area, by, "factor_added", factor=factor.id, kind=factor.kind, row=digests.of_account(owner))
    return factor


@transaction.atomic
def add_codes(*, account: Account, area: Area, secret: bytes, step: int, name: str, by: Actor) -> Factor:
    """Let an app's codes be a second factor; `step` is that of the code which has shown that the app works. An app that
    was there before is replaced.
    """
    owner = _locked(account)
    _begin_anew(owner)
    owner.factors.filter(kind=FactorKind.CODES).delete()
    row = new_id()
    factor = Factor.objects.create(
        id=row,
        account=owner,
        kind=FactorKind.CODES,
        name=name,
        secret=codes.locked(secret, factor=row, account=owner.id),
        counter=step,
        added_at=clock.now(),
    )
    _tell(owner, area)
    _record(owner, area, by, "factor_added", factor=factor.id, kind=factor.kind, row=digests.of_account(owner))
    return factor


def _begin_anew(owner: Account) -> None:
    """Recovery codes from before the first factor are nobody's: whoever guessed a password could have made them."""
    if not owner.factors.exists():
        owner.recovery_codes.all().delete()


@transaction.atomic
def remove_factor(*, account: Account, area: Area, factor: UUID, by: Actor) -> None:
    """Take a passkey or an app away. Twice is as good as once. Raises Refused where it is the last and a role of
    somebody's needs two factors; the recovery codes go with the last.
    """
    owner = _locked(account)
    row = owner.factors.filter(id=factor).first()
    if row is None:
        return
    is_last = not owner.factors.exclude(id=factor).exists()
    if is_last and queries.needs_two_factors(owner.id):
        raise Refused(LAST)
    row.delete()
    if is_last:
        owner.recovery_codes.all().delete()
    _tell(owner, area)
    _record(owner, area, by, "factor_removed", factor=factor, kind=row.kind, row=digests.of_account(owner))


@transaction.atomic
def make_recovery_codes(*, account: Account, area: Area, by: Actor) -> list[str]:
    """New recovery codes, to be shown once. Those from before are good for nothing from now on."""
    owner = _locked(account)
    if owner.recovery_codes.all().delete()[0]:
        _tell(owner, area)
    made = codes.new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=owner, digest=codes.recovery_digest(code, owner.id), made_at=clock.now()) for code in made
    )
    _record(owner, area, by, "recovery_codes_made", codes=len(made))
    return made


@transaction.atomic
def set_password(*, account: Account, area: Area, password: str, by: Actor) -> Account:
    """Give an account another password. Every session that was begun with the one before ends."""
    owner = _locked(account)
    owner.set_password(password)
    owner.save(update_fields=["password"])
    _tell(owner, area)
    _record(owner, area, by, "password_set", row=digests.of_account(owner))
    return owner


@transaction.atomic
def end_sessions(*, account: Account, area: Area, by: Actor, except_for: str | None = None) -> int:
    """End every session of an account, in all areas, but for one row; how many there were. Where one is left and there
    were no others, nothing was done.
    """
    owner = _locked(account)
    living = Session.objects.filter(account=owner, ended_at__isnull=True, expire_date__gt=clock.now())
    if except_for is not None:
        living = living.exclude(session_key=except_for)
    ended = living.update(ended_at=clock.now())
    if ended or except_for is None:
        _record(owner, area, by, "sessions_ended", sessions=ended)
    return ended


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update(no_key=True).get(id=account.id)


def _tell(owner: Account, area: Area) -> None:
    """Whoever did it, the owner is told, where nobody who sits at their machine can keep it from them."""
    send_later(letter=Letter.SIGN_IN_CHANGED, recipient=owner.id, area=area.id)


def _record(owner: Account, area: Area, by: Actor, event: str, **about: object) -> None:
    """In the log of where the account works, whichever area's page it was done at: nobody else is told whose it is."""
    home = queries.home_of(owner.id, area)
    with within(home.id):
        record(controller=queries.controller_of(owner.id, home), by=by, event=event, account=owner.id, **about)
