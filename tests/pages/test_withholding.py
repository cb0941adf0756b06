"""A page that holds what must not leave is replaced; security staff find the number, nobody the text."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from modellkommune.foundation.alerting.commands import LEAK
from modellkommune.foundation.alerting.models import Alert
from modellkommune.foundation.guarding.models import WITHHELD, Incident, Tally
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import incidents
from modellkommune.pages.withholding import PLACES, withhold_leaks
from tests.pages.rules import assert_page_rules

SECRET = 'duplicate key value violates unique constraint "cases_case_pkey" DETAIL: Key (name)=(Lena Sommer)'
NUMBER = re.compile(r"Nummer ([2-9A-Z]{8})")
Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_waits(alpha: object) -> Iterator[None]:
    cache.delete("withheld:alpha")
    yield
    incidents.write_waiting()


@pytest.fixture
def leaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page "Impressum" shows an error of the database."""

    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(f"<!doctype html><p>{SECRET}</p>")
        response.set_cookie("kept", "1")
        return response

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", lambda *_: (view, (), {}))


def _answer(response: HttpResponse | StreamingHttpResponse, path: str = "/dienste/") -> Any:
    return withhold_leaks(lambda _: response)(RequestFactory().get(path))  # type: ignore[arg-type,return-value]


def test_the_page_is_replaced_by_one_with_a_number_in_the_look_of_the_town(
    get: Get, leaking: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = get("/impressum/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Das ist unser Fehler" in page
    assert "Alpha" in page
    assert "Lena" not in page
    assert "constraint" not in page
    assert NUMBER.search(page)
    assert answer.cookies["kept"].value == "1"
    assert answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert_page_rules(page)
    assert "Lena" not in caplog.text


def test_security_staff_find_the_number_and_not_the_text(get: Get, leaking: None) -> None:
    found = NUMBER.search(get("/impressum/").content.decode())
    assert found is not None
    assert incidents.write_waiting() == 1
    with municipality("alpha"):
        row = Incident.objects.get(reference=found.group(1))
        assert (row.verdict, row.rule, row.route, row.client) == (WITHHELD, 40001, "/impressum/", "")
        assert row.looks_for == "constraint of PostgreSQL"


def test_a_broken_page_is_told_of_once_an_hour_and_fills_no_table(
    get: Get, leaking: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    for _ in range(50):
        get("/impressum/")
    incidents.write_waiting()
    assert len(caplog.records) == 1
    with municipality("alpha"):
        assert Incident.objects.count() == 20
        assert Tally.objects.get(verdict=WITHHELD).count == 50
        assert Alert.objects.get(kind=LEAK).held == 49
    cache.delete("withheld:alpha")
    get("/impressum/")
    incidents.write_waiting()
    assert len(caplog.records) == 2


def test_the_page_speaks_english_as_well(get: Get, leaking: None) -> None:
    assert "This is our mistake" in get("/impressum/", sprache="en").content.decode()


def test_what_was_typed_is_not_lost(client: Client, leaking: None) -> None:
    headers = {"host": "alpha.localhost", "referer": "http://alpha.localhost/impressum/"}
    page = client.post("/impressum/", {"words": "Drei Sätze"}, headers=headers).content.decode()
    assert "Drei Sätze" in page


def test_a_trace_of_this_installation_is_found_however_it_was_escaped() -> None:
    text = f"File &quot;{PLACES[0]}workflow/issuing.py&quot;, line 70"
    assert _answer(HttpResponse(text)).status_code == 500
    assert _answer(HttpResponse(json.dumps([PLACES[1]]), content_type="application/json")).status_code == 500


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/pdf"},
        {"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="ideen.csv"'},
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
    ],
)
def test_downloads_and_what_is_no_text_are_not_looked_at(headers: dict[str, str]) -> None:
    assert _answer(HttpResponse(SECRET, headers=headers)).status_code == 200


def test_officials_see_what_somebody_wrote_of_withheld_words(settings: Any) -> None:
    settings.WITHHELD_WORDS = ("VS-NfD",)
    assert _answer(HttpResponse("<p>VS-NfD</p>")).status_code == 500
    assert _answer(HttpResponse("<p>VS-NfD</p>"), "/amt/sicherheit/").status_code == 200
    assert _answer(HttpResponse("<p>VS-NfD</p>"), "/ideen/3/").status_code == 200


def test_a_stream_that_begins_with_a_leak_is_replaced() -> None:
    answer = _answer(StreamingHttpResponse(iter([SECRET, "more"])))
    assert answer.status_code == 500
    assert not answer.streaming


def test_a_stream_breaks_off_before_a_leak_also_where_two_parts_hold_it() -> None:
    parts = ["<p>first</p>", SECRET[:40], SECRET[40:], "never"]
    sent = b"".join(_answer(StreamingHttpResponse(iter(parts))))
    assert sent == b"<p>first</p>" + SECRET[:40].encode()


def test_a_stream_without_a_leak_arrives_whole() -> None:
    parts = [b"<p>1</p>", b"<p>2</p>" * 20_000, b"<p>3</p>"]
    assert b"".join(_answer(StreamingHttpResponse(iter(parts)))) == b"".join(parts)
    assert b"".join(_answer(StreamingHttpResponse(iter([])))) == b""
