"""The pages about security name tests that exist, and leave out no requirement."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "security").glob("*.md"))
NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`")
CHECKLISTS = ROOT.parent / "shared" / "standards" / "CHECKLISTS.md"
STANDS = {"met", "partly", "open", "operator", "none"}
BSI, OWASP = "tr-03172-3.md", "asvs.md"
WITHOUT_A_TEST = {
    # A plan for peaks, a way of working, bans of the linter: no test of one behaviour can show these.
    BSI: ["3.1.04", "3.2.01", "3.5.04", "3.7.04", "3.12.03"],
    # Python, what tests alone use, what the portal never does, and defaults of libraries.
    OWASP: [
        *("1.2.7", "1.3.9", "1.4.1", "1.4.3", "4.1.2", "6.2.10", "6.5.3"),
        *("11.4.1", "11.4.4", "12.3.2", "15.3.6"),
    ],
}


def _rows(page: str) -> list[list[str]]:
    lines = (ROOT / "docs" / "security" / page).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if re.match(r"\| \d", line)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    for path, name in NAMED.findall(page.read_text("utf-8")):
        place = ROOT / path
        assert place.exists(), path
        assert not name or f"def {name}(" in place.read_text("utf-8"), f"{path}::{name}"


@pytest.mark.parametrize("page", [BSI, OWASP])
def test_each_requirement_has_one_line_that_says_how_it_stands_and_where(page: str) -> None:
    rows = _rows(page)
    assert len({row[0] for row in rows}) == len(rows) > 100
    assert {row[1] for row in rows} <= STANDS
    assert all(row[2] for row in rows)


@pytest.mark.parametrize("page", [BSI, OWASP])
def test_what_is_met_by_code_names_a_test_and_what_is_open_says_what_is_missing(page: str) -> None:
    without = [row[0] for row in _rows(page) if row[1] == "met" and not NAMED.search(row[3])]
    assert without == WITHOUT_A_TEST[page]


def _section(number: int) -> str:
    if not CHECKLISTS.exists():
        pytest.skip("the list of requirements is not beside the repository")
    return CHECKLISTS.read_text("utf-8").split(f"## {number} ")[1].split("\n## ")[0].replace("*", "")


def test_no_requirement_of_the_bsi_is_left_out() -> None:
    asked: set[str] = set()
    for chapter, numbers in re.findall(r"\b(3\.\d+)((?:\.\d\d)(?:, \.\d\d)*)", _section(1)):
        asked |= {f"{chapter}{number}" for number in re.findall(r"\.\d\d", numbers)}
    assert asked == {row[0] for row in _rows(BSI)}


def test_no_requirement_of_owasp_is_left_out() -> None:
    asked: set[str] = {"17"}
    for first, last in re.findall(r"(?<![\d.])(\d+\.\d+\.\d+)(?:–((?:\d+\.\d+\.)?\d+))?", _section(2)):
        section, number = first.rsplit(".", 1)
        end = int(last.rpartition(".")[2] or number)
        asked |= {f"{section}.{each}" for each in range(int(number), end + 1)}
    assert asked == {row[0] for row in _rows(OWASP)}
