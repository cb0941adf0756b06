"""Passwords of staff that are put together from the words which everybody who tries would try first."""

from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.values.latin import search_form

WORDS: Final = ("modellkommune", "bewohnerparken", "parkausweis", "stadtverwaltung", "rathaus", "passwort")
LEAST: Final = 8
"""Signs that a password needs besides such words (ASVS 5.0, 6.2.11)."""


class HouseWordsValidator:
    """Refuses what is little more than the name of a municipality or of what is done here."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError where fewer than `LEAST` signs are left without such words."""
        rest = search_form(password)
        for word in sorted((*WORDS, *municipality_keys()), key=len, reverse=True):
            rest = rest.replace(search_form(word), "")
        if len(rest) < LEAST:
            raise ValidationError(
                "The password is little more than a word of this house.", "password_of_house"
            )

    def get_help_text(self) -> str:
        """What the framework's own forms would say; ours say it beside the field."""
        return "No names of the municipality or of its services."
