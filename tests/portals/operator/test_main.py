"""The operator's command line: one module is one command."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from modellkommune.portals.operator.main import command_names


def _call(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "modellkommune", *words], capture_output=True, text=True, check=False
    )


def test_without_a_command_it_lists_all_of_them() -> None:
    done = _call()
    assert done.returncode == 0
    for name in command_names():
        assert name in done.stdout


def test_an_unknown_command_is_refused_with_the_list() -> None:
    done = _call("fly")
    assert done.returncode == 2
    assert "usage: modellkommune" in done.stdout


@pytest.mark.parametrize("name", command_names())
def test_every_command_explains_itself(name: str) -> None:
    words = [name.replace("_", "-")] if name == "django" else [name.replace("_", "-"), "--help"]
    assert _call(*words).returncode == 0


@pytest.mark.parametrize("words", [("journal", "verify"), ("zones", "list", "alpha"), ("prepare",)])
def test_a_database_that_does_not_answer_is_said_at_once_in_one_sentence(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "MODELLKOMMUNE_HOME": str(tmp_path),
        "DATABASE_URL": "postgresql://town:secret@127.0.0.1:9/town",
        "DATABASE_OWNER_URL": "postgresql://owner:secret@127.0.0.1:9/town",
    }
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "modellkommune", *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("The database does not answer: start it, or correct DATABASE_URL")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
    assert time.monotonic() - begin < 9


def test_without_a_running_portal_the_embedded_server_answers_and_missing_tables_are_said(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "modellkommune", "journal", "verify"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MODELLKOMMUNE_HOME": str(tmp_path / "h")},
    )
    assert done.returncode == 2
    assert (
        done.stderr == "The database has no tables of this version yet: modellkommune migrate makes them.\n"
    )
