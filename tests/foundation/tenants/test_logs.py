"""Log lines say what happened to which case, and never quote anybody."""

import json
import logging
import sys
from typing import Any

import pytest

from modellkommune.foundation.tenants.logs import (
    JsonLine,
    ReadableLine,
    lines_about,
    name_case,
    name_municipality,
)

SECRET = "Kanarienvogel"


def _record(logger: str, message: str, *values: Any, **more: Any) -> logging.LogRecord:
    record = logging.getLogger(logger).makeRecord(
        logger, logging.WARNING, "file", 1, message, values, more.pop("exc_info", None), extra=more
    )
    record.created = 1_796_000_000.25
    return record


def _json(record: logging.LogRecord) -> dict[str, Any]:
    line = JsonLine().format(record)
    assert "\n" not in line
    said: dict[str, Any] = json.loads(line)
    return said


def _failure() -> Any:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise LookupError(f"no {SECRET}") from cause
    except LookupError:
        return sys.exc_info()


def test_a_line_is_one_object_that_names_request_municipality_case_and_duration() -> None:
    with lines_about(request="8f3a"):
        name_municipality("dueren")
        name_case("DN-2026-000012")
        said = _json(_record("modellkommune.web", "request", status=200, ms=12.5))
    assert said == {
        "time": "2026-11-30T00:53:20.250Z",
        "level": "warning",
        "logger": "modellkommune.web",
        "message": "request",
        "request": "8f3a",
        "municipality": "dueren",
        "case": "DN-2026-000012",
        "status": 200,
        "ms": 12.5,
    }


def test_what_one_request_was_about_is_forgotten_in_the_next() -> None:
    with lines_about(request="one"):
        name_case("A-1")
    with lines_about(request="two"):
        assert "case" not in _json(_record("modellkommune", "x"))
    name_case("A-2")
    assert "case" not in _json(_record("modellkommune", "x"))


def test_our_own_lines_are_written_in_full() -> None:
    assert _json(_record("modellkommune.pages", "%s fell", "roof"))["message"] == "roof fell"


@pytest.mark.parametrize("logger", ["django.request", "modellkommuneish", "httpx"])
def test_of_foreign_lines_only_the_constant_part_is_written(logger: str) -> None:
    assert _json(_record(logger, "Not Found: %s", f"/{SECRET}"))["message"] == "Not Found: %s"


def test_what_a_foreign_line_carries_beside_its_message_is_not_written() -> None:
    assert SECRET not in JsonLine().format(_record("django.request", "x", reason=SECRET, request=SECRET))


def test_an_exception_logged_as_a_message_is_named_only() -> None:
    record = _record("urllib3", "x")
    record.msg = ValueError(SECRET)  # type: ignore[assignment]
    assert _json(record)["message"] == "ValueError"


@pytest.mark.parametrize("formatter", [JsonLine(), ReadableLine()])
def test_errors_say_their_kinds_and_places_not_their_messages(formatter: logging.Formatter) -> None:
    line = formatter.format(_record("modellkommune", "fell", exc_info=_failure()))
    assert "builtins.LookupError" in line
    assert "builtins.ValueError" in line
    assert f"{__file__}:" in line
    assert SECRET not in line


def test_a_readable_line_starts_with_time_severity_and_message() -> None:
    with lines_about(municipality="dueren"):
        line = ReadableLine().format(_record("modellkommune.web", "request", ms=3.0))
    assert line == "00:53:20 warning request  municipality=dueren  ms=3.0"
