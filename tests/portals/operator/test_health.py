"""`modellkommune health`: one line each with its remedy, JSON, and an exit status for the night's timer."""

import argparse
import json
from pathlib import Path

import pytest

from modellkommune.foundation.health.commands import BACKUP, DRILL
from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.health.queries import trace
from modellkommune.portals.operator import backup, health, journal
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.keeping.taking import Taken
from modellkommune.values.clock import BERLIN


def _run(module: object, *words: str) -> int:
    parser = argparse.ArgumentParser()
    module.register(parser.add_subparsers())  # type: ignore[attr-defined]
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments) or 0)


def _found(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(health, "examined_everywhere", lambda _towns: findings)


TESTED = Finding("testing", LOOK, "some", {"count": 1}, ("21010",), "alpha")


def test_it_says_one_line_each_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], two_towns: tuple[str, str]
) -> None:
    _found(monkeypatch, TESTED, Finding("debug", GOOD, "good"))
    assert _run(health, "health") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("look     Test mode (alpha): Rules in test mode: 1.")
    assert "[21010] -> End the test mode" in first
    assert second == "good     Debugging: Pages of errors show nothing of the inside of the program."


def test_what_is_bad_ends_with_status_1_also_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], two_towns: tuple[str, str]
) -> None:
    _found(monkeypatch, Finding("debug", BAD, "on"))
    assert _run(health, "health", "--json", "--language", "de") == 1
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["check"], said["verdict"], said["title"]) == ("debug", "bad", "Fehlersuche")
    assert "DEBUG" in said["remedy"]


def test_a_trial_of_the_backup_is_noted_for_a_day_that_is_over(two_towns: tuple[str, str]) -> None:
    assert _run(health, "health", "--drill-done", "2026-01-31") == 0
    found = trace(DRILL)
    assert found is not None
    assert found.at.astimezone(BERLIN).date().isoformat() == "2026-01-31"
    with pytest.raises(Refused, match="still to come"):
        _run(health, "health", "--drill-done", "2126-01-31")
    _run(health, "health", "--drill-done")
    later = trace(DRILL)
    assert later is not None
    assert later.at > found.at


def test_a_backup_and_a_check_of_the_journal_leave_their_traces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two_towns: tuple[str, str]
) -> None:
    file = tmp_path / "archive"
    file.write_bytes(b"")
    monkeypatch.setattr(backup, "take_backup", lambda *_: Taken(0, 0))
    assert trace(BACKUP) is None
    _run(backup, "backup", str(file))
    assert trace(BACKUP) is not None
    _run(journal, "journal", "verify")
    found = trace("journal.alpha")
    assert found is not None
    assert found.well
