"""No municipality decides what has no effect without being told."""

import re
from pathlib import Path

import pytest

from modellkommune.blueprint.checking.effects import OF_PLATFORM
from modellkommune.blueprint.release import read_folder
from tests.blueprint.folders import REPOSITORY, change
from tests.blueprint.test_overview import page_of
from tests.blueprint.test_requirements import delivered

IDLE = "  - {id: idle, type: integer, default: 3, title: {de: Ohne Wirkung, en: Idle}%s}\n"
RESERVED = ", reserved: {de: Für später., en: For later.}"


def with_parameter(folder: Path, more: str = "") -> list[str]:
    """The problems of the guide's blueprint with one parameter more."""
    change(folder / "service.yaml", "parameters:\n", "parameters:\n" + IDLE % more)
    return [problem.message for problem in read_folder(folder).problems]


def test_a_parameter_that_nothing_reads_is_named(folder: Path) -> None:
    assert with_parameter(folder) == ["nothing reads parameter idle"]


def test_a_reserved_one_says_what_it_will_be_for(folder: Path) -> None:
    assert with_parameter(folder, RESERVED) == []


@pytest.mark.parametrize(
    ("old", "new", "file"),
    [
        ("parameters.ask_population_register", "parameters.idle > 2", "service.yaml"),
        ("  payment: 14\n", "  payment: {parameter: idle}\n", "process.yaml"),
        ("Die Länge ist noch nicht bekannt.", "Höchstens {parameters.idle}.", "rules.yaml"),
    ],
)
def test_an_expression_a_setting_or_a_sentence_reads_it(folder: Path, old: str, new: str, file: str) -> None:
    change(folder / file, old, new)
    messages = with_parameter(folder)
    assert [message for message in messages if "idle" in message] == []


def test_what_the_platform_reads_is_read_there() -> None:
    sources = "\n".join(
        file.read_text("utf-8") for file in (REPOSITORY / "src/modellkommune/workflow").glob("*.py")
    )
    assert [name for name in sorted(OF_PLATFORM) if not re.search(rf'"{name}"', sources)] == []


def test_the_page_says_what_has_no_effect_yet() -> None:
    page = page_of(delivered("musterstadt"))
    assert page.count("Noch ohne Wirkung: ") == 7
    assert "Noch ohne Wirkung: gilt erst, wenn die Rückgabe eines Ausweises angeboten wird." in page


@pytest.mark.parametrize("term", ["zone", "last"])
def test_a_permit_that_could_never_be_made_is_named(folder: Path, term: str) -> None:
    lines = (folder / "rules.yaml").read_text("utf-8")
    line = re.search(rf"^  {term}: .*\n", lines[lines.index("terms:") :], re.MULTILINE)
    assert line
    change(folder / "rules.yaml", line[0], "")
    assert f"the permit needs the term {term}" in [one.message for one in read_folder(folder).problems]
