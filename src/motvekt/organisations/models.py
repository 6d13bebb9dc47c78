"""Areas with their hosts, organisations and units; accounts, and what each is where."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models.functions import Lower

from motvekt.access.roles import Role
from motvekt.kernel.ids import new_id
from motvekt.organisations.kinds import AgencyKind, OrganisationKind, SpecialBody
from motvekt.organisations.rules import ADDRESS_PATTERN, HOST_PATTERN, SLUG_PATTERN


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
