"""Each request leaves one line, with the pattern of its address and an id that the browser gets, too."""

import logging
from typing import Any

import pytest
from django.test import Client

from modellkommune.foundation.tenants.logs import JsonLine
from modellkommune.pages.town import towns


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "modellkommune")
    return caplog


def _requests(lines: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in lines.records if record.message == "request"]


def test_a_request_leaves_one_line_without_what_was_typed(
    two_towns: tuple[str, str], client: Client, lines: pytest.LogCaptureFixture
) -> None:
    towns.forget()
    client.get("/dienste/kanarienvogel/?q=Kanarienvogel", headers={"Host": "alpha.localhost"})
    [record] = _requests(lines)
    said = record.__dict__
    assert (said["method"], said["route"], said["status"]) == ("GET", "/dienste/<slug:service_id>/", 404)
    assert said["ms"] > 0
    assert "anarienvogel" not in JsonLine().format(record)


def test_the_answer_names_the_id_of_its_line(db: None, client: Client) -> None:
    first, second = (client.get("/").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert len(first) == 16


@pytest.mark.parametrize(
    ("behind_proxy", "given", "kept"),
    [(True, "abc-12345678", True), (False, "abc-12345678", False), (True, 'x" forged line', False)],
)
def test_an_id_is_taken_over_from_a_proxy_only(
    db: None, client: Client, settings: Any, behind_proxy: bool, given: str, kept: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    answer = client.get("/", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept


def test_health_checks_leave_no_lines(db: None, client: Client, lines: pytest.LogCaptureFixture) -> None:
    client.get("/healthz")
    client.get("/readyz")
    assert _requests(lines) == []
