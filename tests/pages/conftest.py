from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages import doorkeeping
from modellkommune.pages.town import towns

PROFILE: dict[str, Any] = {
    "official_name": {"de": "Stadt Alpha (erfunden)", "en": "Town of Alpha (invented)"},
    "branding": {"letter": "A", "colour": "#ffee00", "colour_dark": "#101010"},
    "contacts": {"office": {"de": "Bürgeramt", "en": "Citizens’ office"}, "phone": "+49 221 4710100"},
}


@pytest.fixture
def alpha(db: None) -> Municipality:
    """A municipality with a profile; its host is alpha.localhost."""
    towns.forget()
    return Municipality.objects.create(
        key="alpha",
        name="Alpha",
        ags="99000001",
        hosts=["alpha.localhost"],
        profile=PROFILE,
        demonstration=True,
    )


@pytest.fixture
def get(client: Client, alpha: Municipality) -> Callable[..., HttpResponse]:
    """Ask alpha's portal: get("/impressum/", sprache="en")."""

    def ask(path: str, host: str = "alpha.localhost", **query: str) -> Any:
        return client.get(path, query, headers={"host": host})

    return ask


@pytest.fixture
def door(two_towns: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Alpha and Beta, whose door reads anew at each question, in the transaction of the test."""
    monkeypatch.setattr(doorkeeping, "FRESH", 0.0)
    monkeypatch.setattr(doorkeeping, "in_time", lambda look: look() is None)
    towns.forget()
    doorkeeping.standings.forget()
    yield
    doorkeeping.standings.forget()
    towns.forget()
