"""The pages about security name tests that exist, and leave out no requirement."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "security").glob("*.md"))
NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")
CHECKLISTS = ROOT.parent / "shared" / "standards" / "CHECKLISTS.md"
STANDS = {"met", "partly", "open", "operator"}


def _rows() -> list[list[str]]:
    text = (ROOT / "docs" / "security" / "tr-03172-3.md").read_text("utf-8")
    return [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if "| 3." in line[:4]
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    for path, name in NAMED.findall(page.read_text("utf-8")):
        place = ROOT / path
        assert place.exists(), path
        assert not name or f"def {name}(" in place.read_text("utf-8"), f"{path}::{name}"


def test_each_requirement_has_one_line_that_says_how_it_stands_and_where() -> None:
    rows = _rows()
    assert len({row[0] for row in rows}) == len(rows) > 100
    assert {row[1] for row in rows} <= STANDS
    assert all(row[2] for row in rows)


def test_what_is_met_by_code_names_a_test_and_what_is_open_says_what_is_missing() -> None:
    without = [row[0] for row in _rows() if row[1] == "met" and not NAMED.search(row[3])]
    # A plan for peaks, a way of working, bans of the linter: no test of one behaviour can show these.
    assert without == ["3.1.04", "3.2.01", "3.5.04", "3.7.04", "3.12.03"]


@pytest.mark.skipif(not CHECKLISTS.exists(), reason="the list of requirements is not beside the repository")
def test_no_requirement_is_left_out() -> None:
    section = CHECKLISTS.read_text("utf-8").split("## 1 ")[1].split("\n## ")[0]
    asked: set[str] = set()
    for chapter, numbers in re.findall(r"\b(3\.\d+)((?:\.\d\d)(?:, \.\d\d)*)", section):
        asked |= {f"{chapter}{number}" for number in re.findall(r"\.\d\d", numbers)}
    assert asked == {row[0] for row in _rows()}
