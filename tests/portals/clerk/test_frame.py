"""What stands around every page of the office."""

from collections.abc import Callable

import pytest
from django.test import Client

from modellkommune.foundation.identity.models import Staff
from modellkommune.pages import context
from modellkommune.pages.wording import OFFERED
from tests.portals.clerk.conftest import enter


def test_the_office_offers_the_languages_it_is_written_in(
    person: Callable[..., Staff], monkeypatch: pytest.MonkeyPatch
) -> None:
    official: Client = enter(person("ada", alpha="clerk"))
    monkeypatch.setattr(context, "_offered", lambda town: OFFERED)
    page = official.get("/amt/").text
    assert "?sprache=en" in page
    assert "?sprache=de-leicht" not in page
