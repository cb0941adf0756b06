from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.catalogue.commands import adopt_services
from modellkommune.foundation.identity.providers.oidc import documents
from modellkommune.foundation.places.commands import load_places
from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.pages.town import towns
from tests.foundation.identity.identity_provider import IdentityProvider

REPOSITORY = Path(__file__).resolve().parents[3]
BLUEPRINTS = REPOSITORY / "blueprints"


@pytest.fixture
def musterstadt(db: None) -> str:
    """Musterstadt as it is in the repository, with its service and its places."""
    folder = REPOSITORY / "municipalities" / "musterstadt"
    load_municipality(folder)
    adopt_services(folder, BLUEPRINTS)
    load_places("musterstadt", folder)
    towns.forget()
    return "musterstadt"


@pytest.fixture
def get(client: Client, musterstadt: str) -> Callable[..., Any]:
    """Ask Musterstadt's portal: get("/parkzone/", adresse="Hauptstraße 1")."""

    def ask(path: str, **query: str) -> Any:
        return client.get(path, query, headers={"host": f"{musterstadt}.localhost"})

    return ask


@pytest.fixture
def post(client: Client, musterstadt: str) -> Callable[..., Any]:
    """Send a form to Musterstadt's portal: post("/barrierefreiheit/", text="...")."""

    def send(path: str, **form: Any) -> Any:
        return client.post(path, form, headers={"host": f"{musterstadt}.localhost"})

    return send


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    """The identity provider of the installation, running."""
    towns.forget()
    documents.forget()
    cache.clear()
    with IdentityProvider() as running:
        settings.OIDC_ISSUER, settings.OIDC_INTERNAL_URL = running.issuer, running.url
        settings.OIDC_CLIENT_ID = "modellkommune-{municipality}"
        yield running
    documents.forget()
