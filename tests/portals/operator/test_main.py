"""The operator's command line: one module is one command."""

import subprocess
import sys

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
