"""docs/add-my-town.md, followed literally: its commands make a town in a copy of the content."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from modellkommune.blueprint import compile_service, load_overlay
from modellkommune.blueprint.examples import Runner, cases_of
from modellkommune.foundation.places.book import Book
from modellkommune.foundation.places.folder import read_folder
from modellkommune.foundation.tenants.description import read_description
from modellkommune.values.money import Money
from tests.blueprint.folders import REPOSITORY
from tests.blueprint.people import DAY
from tests.blueprint.test_resident_parking import applied, release

PAGE = REPOSITORY / "docs" / "add-my-town.md"
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the page's commands make; the last command's report lies in `report.txt` beside it."""
    content = tmp_path_factory.mktemp("clone")
    for name in ("blueprints", "municipalities"):
        shutil.copytree(REPOSITORY / name, content / name)
    (content / ".venv").symlink_to(Path(sys.executable).parents[1])
    script = "set -eu\n" + "\n".join(COMMANDS.findall(PAGE.read_text("utf-8")))
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=content,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (content / "report.txt").write_text(done.stdout, "utf-8")
    return content / "municipalities" / "freiburg"


def test_its_last_check_finds_nothing_to_mend(town: Path) -> None:
    report = (town.parents[1] / "report.txt").read_text("utf-8")
    assert re.search(r"\n\d+ examples, 0 wrong", report)
    assert ", 0 survive" in report


def test_the_page_says_what_its_checks_say(town: Path) -> None:
    report = (town.parents[1] / "report.txt").read_text("utf-8")
    said = re.findall(r"`(\d+ examples, \d+ wrong)`", PAGE.read_text("utf-8"))
    assert said == list(dict.fromkeys(re.findall(r"^\d+ examples, \d+ wrong", report, re.MULTILINE)))


def test_the_town_is_described_whole(town: Path) -> None:
    described = read_description(town)
    assert (described.key, described.name, described.ags) == ("freiburg", "Freiburg", "08311000")
    assert "ünster" not in (town / "municipality.yaml").read_text("utf-8")
    book = Book(read_folder(town, "Freiburg"), DAY)
    assert [book.find("Stadtstr.", number, "79104").zone for number in ("12", "13", "42")] == [
        "H",
        None,
        None,
    ]


def test_it_costs_200_a_year_and_a_private_space_bars(town: Path) -> None:
    overlay = load_overlay(town, release())
    service = compile_service(release().document, overlay.document)
    for months, amount in ((12, "200.00"), (6, "100.00")):
        fee = applied(service, months=months).fee
        assert fee is not None
        assert Money(fee.total).plain == amount
    assert applied(service, months=24).fee is None
    assert service.parameters["dwellings"] == ["sole", "main"]
    runner = Runner(release().document, overlay.document)
    assert [found.text for case in cases_of(release(), overlay) for found in runner.differences(case)] == []
