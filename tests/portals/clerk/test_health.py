"""Somebody who is no security expert sees what is wrong with the portal, and what to do."""

from collections.abc import Callable

import pytest
from django.test import Client

from modellkommune.foundation.health.registry import CHECKS
from modellkommune.foundation.identity.models import Staff
from tests.portals.clerk.conftest import enter

PLACE = "/amt/sicherheit/zustand/"


@pytest.fixture
def sidney(person: Callable[..., Staff]) -> Client:
    """Security staff of alpha, at her desk; a colleague has never logged in."""
    person("kim", factor=False, alpha="clerk")
    return enter(person("sidney", alpha="security"))


def test_every_matter_is_shown_with_its_remedy(sidney: Client) -> None:
    page = sidney.get(PLACE).text
    assert all(f'id="{check.name}"' in page for check in CHECKS)
    assert "Noch nie angemeldet: 1" in page
    assert "<li>Kim</li>" in page
    assert page.index("Jetzt handeln") < page.index("Bitte ansehen (") < page.index("In Ordnung (")
    assert "modellkommune backup DATEI" in page


def test_the_page_of_security_leads_there_and_english_is_complete(sidney: Client) -> None:
    assert f'href="{PLACE}"' in sidney.get("/amt/sicherheit/").text
    page = sidney.get(PLACE, {"sprache": "en"}).text
    assert "Never logged in: 1" in page


def test_only_security_staff_enter(person: Callable[..., Staff]) -> None:
    assert enter(person("kim", alpha="clerk")).get(PLACE).status_code == 403
