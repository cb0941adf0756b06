from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from modellkommune.foundation.catalogue.commands import adopt_services, load_blueprints
from modellkommune.foundation.places.commands import load_places
from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.pages.town import towns

REPOSITORY = Path(__file__).resolve().parents[3]
BLUEPRINTS = REPOSITORY / "blueprints"


@pytest.fixture
def musterstadt(db: None) -> str:
    """Musterstadt as it is in the repository, with its service and its places."""
    folder = REPOSITORY / "municipalities" / "musterstadt"
    load_blueprints(BLUEPRINTS)
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
