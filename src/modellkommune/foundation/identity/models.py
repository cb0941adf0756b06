"""Who is known to the house: staff with an account."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Staff(AbstractBaseUser):
    """A person who works for one or more municipalities.

    The account says who somebody is; `Membership` says where she may do what. The table belongs to the
    installation, not to a municipality, because one person may work for several.
    """

    email = models.EmailField(max_length=254, unique=True)  # stored in lower case, see commands.add_staff
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField()

    objects: ClassVar[BaseUserManager["Staff"]] = BaseUserManager()

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
