"""Who is known to the house: staff with an account, and residents for the length of a visit."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Staff(AbstractBaseUser):
    """A person who works for one or more municipalities.

    The account says who somebody is; `Membership` says where she may do what. The table belongs to the
    installation, not to a municipality, because one person may work for several.
    """

    email = models.EmailField(max_length=254, unique=True)  # stored in lower case, see commands.add_staff
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField()

    objects = BaseUserManager["Staff"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "staff"
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        """Return the name by which colleagues know the person."""
        return self.name

    def get_full_name(self) -> str:
        """Return the name; django-allauth asks for it."""
        return self.name


class Membership(TenantModel):
    """What a member of staff is in one municipality. Without a row she has no rights there."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=40)  # a key of rights.ROLES
    created = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["municipality", "staff", "role"], name="identity_membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"


class ResidentSession(TenantModel):
    """One visit of a resident: an opaque token in her browser, one row here.

    Only the SHA-256 of the token is stored. `holder` is what drafts and cases refer to: it outlives a change
    of the token. `attributes` are sealed under `key`, which is destroyed with the session. `device` is a
    family such as "firefox-windows", by which people recognise their own.
    """

    token_digest = models.BinaryField(max_length=32, unique=True)
    holder = models.UUIDField()
    level = models.CharField(max_length=12)  # one of limits.LEVELS
    subject_digest = models.CharField(max_length=64, blank=True)  # empty before a log-in
    key = TenantForeignKey(DataKey, null=True, on_delete=models.PROTECT, related_name="+")
    attributes = models.BinaryField(null=True)
    created = models.DateTimeField()
    last_seen = models.DateTimeField()
    device = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "last_seen"], name="identity_session_seen"),
            models.Index(
                fields=["municipality", "subject_digest"],
                name="identity_session_subject",
                condition=~models.Q(subject_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.level}"

    @property
    def logged_in(self) -> bool:
        """Whether somebody has proved who she is in this session."""
        return bool(self.subject_digest)


class StaffSession(models.Model):
    """One log-in of a member of staff; without its row the browser's session counts no more.

    It belongs to the installation, as the account does: log-ins are not divided by municipality.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=40, blank=True, default="")
    started = models.DateTimeField()
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
