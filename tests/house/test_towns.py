"""Towns and services are data: no line of code knows one by name; of towns neither does the simulator."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FURTHER = {"Freiburg", "Tübingen", "Trier", "Pirna", "Essen", "Leipzig", "Hamburg", "Cologne"}
"""Towns whose rules or zones were looked at, beside those in municipalities/."""


def town_names() -> set[str]:
    """Keys and names of the municipalities, umlauts also written out."""
    names = set(FURTHER)
    for file in (ROOT / "municipalities").glob("*/municipality.yaml"):
        names |= {file.parent.name, *re.findall(r"^name: (.+)$", file.read_text("utf-8"), re.MULTILINE)}
    return names


@pytest.mark.parametrize("folder", ["src", "simulator"])
def test_no_python_names_a_town(folder: str) -> None:
    names = town_names()
    assert len(names) > len(FURTHER) + 4
    word = re.compile(rf"\b({'|'.join(sorted(names))})\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if word.search(line)
    ]
    assert found == []


DEMONSTRATION = "workflow/demonstration.py"
"""Applies for many people of the simulator at once, who want this one service."""


def test_no_code_of_the_platform_names_a_service() -> None:
    services = {file.parent.name for file in (ROOT / "blueprints").glob("*/service.yaml")}
    assert services
    source = ROOT / "src" / "modellkommune"
    files = [path for kind in ("*.py", "*.html") for path in sorted(source.rglob(kind))]
    named = re.compile("|".join(rf"""["']{re.escape(service)}["']""" for service in services))
    found = [str(path.relative_to(source)) for path in files if named.search(path.read_text("utf-8"))]
    assert found == [DEMONSTRATION]
