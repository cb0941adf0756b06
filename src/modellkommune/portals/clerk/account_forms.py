"""The forms of django-allauth with one rule more: a code counts once."""

from typing import Any, cast

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from modellkommune.foundation.identity.second_factor import use_code


class _OnceOnly:
    """Uses up the code after it has proved right."""

    user: Any

    def clean_code(self) -> str:
        """The code; refused if it was used before."""
        code = cast(str, super().clean_code())  # type: ignore[misc]
        if not use_code(self.user.pk, code):
            raise ValidationError("used before", code="code_used")
        return code


class CodeForm(_OnceOnly, AuthenticateForm):  # type: ignore[misc]  # django-allauth has no types
    """The code at log-in."""


class CodeAgainForm(_OnceOnly, ReauthenticateForm):  # type: ignore[misc]  # django-allauth has no types
    """The code once more, before credentials change."""
