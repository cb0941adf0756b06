"""Cookies: all of ours go out by the same door, bound to the host and out of reach of scripts."""

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from modellkommune.pages.cookies import brought, hand_out, take_back

SOURCE = Path(__file__).resolve().parents[2] / "src" / "modellkommune"


@pytest.fixture
def over_https() -> override_settings:
    return override_settings(PUBLIC_SCHEME="https")


def test_over_https_a_cookie_belongs_to_its_host_alone(over_https: override_settings) -> None:
    with over_https:
        response = HttpResponse()
        hand_out(response, "visit", "token", 60)
        sent = response.cookies["__Host-visit"]
        assert (sent["path"], sent["domain"], sent["max-age"]) == ("/", "", 60)
        assert sent["secure"]
        assert sent["httponly"]
        assert sent["samesite"] == "Lax"
        request = HttpRequest()
        request.COOKIES = {"visit": "of a neighbour", "__Host-visit": "token"}
        assert brought(request, "visit") == "token"
        take_back(response, "visit")
        assert (response.cookies["__Host-visit"].value, response.cookies["__Host-visit"]["max-age"]) == (
            "",
            0,
        )


def test_no_other_part_sets_cookies() -> None:
    setting = [path.name for path in SOURCE.rglob("*.py") if ".set_cookie(" in path.read_text("utf-8")]
    assert setting == ["cookies.py"]
