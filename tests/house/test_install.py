"""What `scripts/install.sh` says before it installs anything."""

import os
import shutil
import subprocess
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


@pytest.mark.parametrize("kind", ["too old", "missing"])
def test_a_python_that_does_not_suit_is_named_in_one_sentence_with_the_remedy(
    checkout: Path, kind: str
) -> None:
    python = _old_python(checkout) if kind == "too old" else checkout / "no-python"
    done = subprocess.run(
        ["sh", "scripts/install.sh", "run"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"{python} is none" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()
