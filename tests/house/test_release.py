"""A release leaves a dump that later versions have to open: none is made without, and none twice."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from modellkommune import __version__

ROOT = Path(__file__).resolve().parents[2]
DUMPS = ROOT / "tests" / "upgrade" / "dumps"
SCRIPT = ROOT / "scripts" / "release-dump.sh"
DEVELOPMENT = re.compile(r"\d+\.\d+\.\d+\.dev0")


def dumps() -> set[str]:
    """The versions that left a dump together with what people hold of it."""
    return {file.stem for file in DUMPS.glob("*.zip") if file.with_suffix(".json").exists()}


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__


def test_a_version_that_is_not_under_development_has_left_its_dump() -> None:
    assert DEVELOPMENT.fullmatch(__version__) or __version__ in dumps()


def test_every_tag_has_left_its_dump() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not in a repository: its tags are not known")
    tags = subprocess.run([git, "tag", "--list", "v*"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {tag.removeprefix("v") for tag in tags.stdout.split()} <= dumps()


@pytest.mark.parametrize(
    ("version", "said"), [("0.1.0", "is never made anew"), ("9.9.9.dev0", "set the release's version first")]
)
def test_a_dump_is_made_once_and_only_of_a_release(version: str, said: str) -> None:
    before = dumps()
    done = subprocess.run(["sh", SCRIPT, version], capture_output=True, text=True, check=False)
    assert (done.returncode, dumps()) == (2, before)
    assert said in done.stderr
