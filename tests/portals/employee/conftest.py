"""A town with a market, and its people at their browsers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.commands.submitting import Draft, drop_in, empty_letterbox
from modellkommune.participation.ideas.models import Idea
from tests.participation.ideas.market import CODE, open_market
from tests.portals.clerk.conftest import enter, office, person

__all__ = ["office", "person"]

TOWN = "alpha"


@pytest.fixture
def market(office: None) -> None:
    """A market that is open today."""
    cache.clear()
    with municipality(TOWN):
        open_market()


@pytest.fixture
def at_work(market: None, person: Callable[..., Staff]) -> Callable[[str], Client]:
    """`at_work("employee")` is somebody with this role at her browser, always the same for a name."""
    known: dict[str, tuple[Staff, Client]] = {}

    def come(role: str, name: str = "") -> Client:
        key = name or role
        if key not in known:
            staff = person(key.replace("-", ""), alpha=role)
            known[key] = staff, enter(staff)
        return known[key][1]

    return come


@pytest.fixture
def idea(market: None) -> int:
    """The number of an idea under a pseudonym that was just taken out of the letterbox."""
    draft = Draft("Bäume für den Marktplatz", "Im Sommer ist der Platz zu heiß. Bäume würden Schatten geben.")
    with municipality(TOWN):
        drop_in(draft, "Grüner Specht", CODE)
        empty_letterbox(date(2100, 1, 1))
        return Idea.objects.get().number
