"""Mails of the market: that there is something to read, never what."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.conf import settings

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import rights_of
from modellkommune.foundation.messages.commands import compose
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.participation.ideas.models import Idea

LANGUAGE: Final = settings.LANGUAGE_CODE.partition("-")[0]
_silent: Final[ContextVar[bool]] = ContextVar("silent", default=False)


@contextmanager
def nobody_told() -> Iterator[None]:
    """Write no mails while the block runs: it invents what happened long ago."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def tell_author(idea: Idea, by: str = "") -> None:
    """Write to the author that her idea's page says something new, unless she did it or is not known."""
    if not idea.author or idea.author == by:
        return
    staff = Staff.objects.filter(pk=int(idea.author), is_active=True).first()
    if staff is not None:
        _write(staff.email, "idea_news", f"/ideen/{idea.number}/", f"idea:{idea.pk}")


def tell_holders(right: str, about: str) -> None:
    """Write to everybody who has a right here that a deadline of the market has passed."""
    for staff, roles in members():
        if staff.is_active and right in rights_of(roles):
            _write(staff.email, "idea_deadline", "/ideen/fristen/", about)


def _write(recipient: str, template: str, path: str, about: str) -> None:
    if _silent.get():
        return
    link = f"{public_address(current_municipality())}{path}"
    compose(recipient, template, LANGUAGE, {"link": link}, subject=about)
