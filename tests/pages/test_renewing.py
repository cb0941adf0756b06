"""Pages that renew themselves can be stopped by anybody."""

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from modellkommune.pages.renewing import renew


def _renewed(address: str, seconds: int = 3, onward: str = "") -> HttpResponse:
    return renew(RequestFactory().get(address), HttpResponse(), seconds, onward)


@pytest.mark.parametrize(
    ("onward", "header"), [("", "3; url=/vorgang/?gerettet=1"), ("?zahlung=2", "3; url=?zahlung=2")]
)
def test_a_page_asks_again_here_or_further_on_by_its_address(onward: str, header: str) -> None:
    assert _renewed("/vorgang/?gerettet=1", onward=onward).headers["Refresh"] == header


def test_a_page_that_was_stopped_or_waits_for_nothing_stands_still() -> None:
    assert "Refresh" not in _renewed("/vorgang/?anhalten=1").headers
    assert "Refresh" not in _renewed("/vorgang/", seconds=0).headers


@pytest.mark.parametrize(("address", "link"), [("/", '"?anhalten=1">Stop<'), ("/?anhalten=1", '"?">Renew')])
def test_the_page_says_so_and_offers_the_other(address: str, link: str) -> None:
    drawn = Template("{% load kern %}{% renewing %}").render(
        Context({"request": RequestFactory().get(address), "language": "en"})
    )
    assert link in drawn
