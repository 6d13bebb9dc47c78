"""Areas with their hosts, and the project's own account model (which can't change later)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from motvekt.kernel.ids import new_id
from motvekt.organisations.kinds import OrganisationKind
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
