"""Areas with their hosts, organisations and units; accounts, what each is where, and how they come in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from motvekt.access.roles import Role
from motvekt.kernel.ids import new_id
from motvekt.organisations.kinds import AgencyKind, FactorKind, OrganisationKind, SpecialBody
from motvekt.organisations.rules import ADDRESS_PATTERN, HOST_PATTERN, SLUG_PATTERN, has_address


class Area(models.Model):
    """Municipalities and police that share an edition. Nothing is ever read across areas."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=60, unique=True)
    is_default = models.BooleanField(default=False)
    """The area that answers where no area has the host; at most one."""
    address = models.CharField(max_length=200, blank=True, default="")
    """Where people find the area, as it is printed; no slash at the end. Empty: https and the first of its hosts."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_area"
            ),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG_PATTERN), name="area_slug_form"),
            models.CheckConstraint(
                condition=models.Q(address="") | models.Q(address__regex=ADDRESS_PATTERN), name="area_address_form"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class AreaHost(models.Model):
    """A host name that leads to an area: lower-case, without a port."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="hosts")
    host = models.CharField(max_length=253, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(host__regex=HOST_PATTERN), name="area_host_form"),
        ]

    def __str__(self) -> str:
        return self.host


class Organisation(models.Model):
    """A controller: its data protection officer, its chain in the log, its exports and statistics are its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations")
    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in OrganisationKind])
    position = models.PositiveSmallIntegerField()
    """Place within the area. What is about the area itself or its guide belongs to the first."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "slug"], name="organisation_slug_once_per_area"),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG_PATTERN), name="organisation_slug_form"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in OrganisationKind]), name="organisation_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Unit(models.Model):
    """A school, a youth club, child welfare, a desk: what owns records and receives them.

    Its organisation and agency never change: what was shared rests on both. A unit that becomes another is a new one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="units")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    agency = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.name) for kind in AgencyKind])
    """Empty for an administration, which owns no records and receives none."""
    special = models.CharField(max_length=20, blank=True, choices=[(body.value, body.name) for body in SpecialBody])
    desk = models.CharField(max_length=60, blank=True)
    """The id of the edition's desk that this unit is. The edition says its channel, and that it has a task."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "slug"], name="unit_slug_once_per_area"),
            models.UniqueConstraint(fields=["area", "desk"], condition=~models.Q(desk=""), name="one_unit_for_a_desk"),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG_PATTERN), name="unit_slug_form"),
            models.CheckConstraint(
                condition=models.Q(agency__in=["", *(kind.value for kind in AgencyKind)]), name="unit_agency"
            ),
            models.CheckConstraint(
                condition=models.Q(special__in=["", *(body.value for body in SpecialBody)]), name="unit_special"
            ),
            models.CheckConstraint(condition=models.Q(desk="") | ~models.Q(agency=""), name="unit_desk_has_an_agency"),
        ]

    def __str__(self) -> str:
        return self.slug


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; an e-mail address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.full_clean(exclude=["password"])
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Somebody who can sign in. What an account may do comes from its memberships; there is no superuser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects = AccountManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_lower_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def address(self) -> str:
        """Where mail reaches them; empty where no address is known to be theirs."""
        return self.email if has_address(self.email) else ""

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Its hash isn't made anew on the way, as Django does after an upgrade: the log
        has a digest of it, and no event of that.
        """
        return check_password(raw_password, self.password)


class Membership(models.Model):
    """That an account has a role in a unit. A role that receives takes effect when a sitting member confirms it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.name) for role in Role])
    appointed_at = models.DateTimeField()
    appointed_by = models.CharField(max_length=200)
    """As the log names actors: `account:<id>`, `operator:<login name>` or `system:<part>`."""
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "unit", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="a_role_in_a_unit_once_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="membership_role"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by="")
                | (models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_by="")),
                name="membership_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by="") | ~models.Q(confirmed_by=models.F("appointed_by")),
                name="membership_confirmed_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "role"], name="membership_by_unit")]

    def __str__(self) -> str:
        return str(self.id)


class Factor(models.Model):
    """What proves who somebody is, beside a password: a passkey, or an app that makes codes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.name) for kind in FactorKind])
    name = models.CharField(max_length=60)
    """What its owner calls it."""
    credential = models.CharField(max_length=1400, unique=True, null=True)  # noqa: DJ001 - unique where there is one
    """A passkey's id, in base64url."""
    public = models.BinaryField(null=True)
    """A passkey's public key with its id, as the authenticator attested them."""
    host = models.CharField(max_length=253, blank=True)
    """Where a passkey was made, and works."""
    secret = models.BinaryField(null=True)
    """What codes are made from, sealed."""
    counter = models.BigIntegerField(default=0)
    """A passkey's count of signatures; of codes the last half minute that one was used for."""
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="passkey", credential__isnull=False, public__isnull=False, secret__isnull=True)
                | models.Q(kind="codes", credential__isnull=True, public__isnull=True, secret__isnull=False),
                name="factor_of_its_kind",
            ),
            models.UniqueConstraint(fields=["account"], condition=models.Q(kind="codes"), name="one_app_for_codes"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(models.Model):
    """A code to come in with once, where the factors are out of reach. The row goes when it is used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    """Keyed, and bound to the account."""
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """Who somebody is to another provider of sign-on: issuer and subject, and nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="a_subject_of_an_issuer_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Session(AbstractBaseSession):
    """A browser in which somebody has signed in. One that has ended stays a day, so that what was typed in it is kept
    for its account alone.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions", null=True)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True)
    how = models.CharField(max_length=20, blank=True)
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "organisations_session"

    def __str__(self) -> str:
        return "session"


class Attempt(models.Model):
    """Somebody tried: for whom or what, by a keyed digest. Goes when it no longer counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest", "at"], name="attempts_of_one")]

    def __str__(self) -> str:
        return str(self.id)


class Spent(models.Model):
    """A challenge, a state or a code that was used, so that it is never used again. Goes when it would be too old."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class Invitation(models.Model):
    """Somebody is asked to come in: to a role in a unit, or back into their account after its factors were reset.

    Its link is worked out from the row when it is sent, and works once, until a day; what is in the row opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations", null=True)
    role = models.CharField(max_length=30, blank=True, choices=[(role.value, role.name) for role in Role])
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invitations", null=True)
    """Whom it brought in; from the first where it leads back into an account."""
    email = models.EmailField()
    name = models.CharField(max_length=200)
    invited_by = models.CharField(max_length=200)
    """As the log names actors."""
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, role__in=[role.value for role in Role])
                | models.Q(unit__isnull=True, role="", account__isnull=False),
                name="invitation_to_a_role_or_back",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(account__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Reset(models.Model):
    """One has asked that somebody's factors and password be taken away; another must say yes before they are."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="resets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="resets")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    done = models.BooleanField(default=False)
    """Whether it was confirmed; closed and not done, it was withdrawn."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(closed_at__isnull=True), name="one_reset_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True, done=False)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="reset_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(done=False) | ~models.Q(closed_by=models.F("asked_by")), name="reset_takes_two"
            ),
            models.CheckConstraint(
                condition=~models.Q(account=models.F("asked_by"))
                & (models.Q(done=False) | ~models.Q(account=models.F("closed_by"))),
                name="reset_by_others",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
