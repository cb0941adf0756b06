"""What `scripts/install.sh` says before it installs anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a fresh clone as the script reads."""
    for part in ("scripts", "requirements"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _old_python(folder: Path) -> Path:
    """Something that answers as a Python that is too old does."""
    script = folder / "old-python"
    script.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    script.chmod(0o755)
    return script


def _installed(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "scripts/install.sh", "run"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["too old", "missing"])
def test_a_python_that_does_not_suit_is_named_in_one_sentence_with_the_remedy(
    checkout: Path, kind: str
) -> None:
    python = _old_python(checkout) if kind == "too old" else checkout / "no-python"
    done = _installed(checkout, PYTHON=str(python))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"{python} is none" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_the_systems_python_is_taken_before_another_on_the_path(checkout: Path) -> None:
    system = "/usr/bin/python3"
    suits = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    if not Path(system).is_file() or subprocess.run([system, "-c", suits], check=False).returncode:
        pytest.skip(f"{system} is no Python 3.11 or newer with its module venv")
    (checkout / "python3").symlink_to(sys.executable)
    # A file in the way ends the installation where the environment would be made; the message says by whom.
    (checkout / ".venv").touch()
    done = _installed(checkout, PATH=f"{checkout}:{os.environ['PATH']}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{system} cannot make a virtual environment")
