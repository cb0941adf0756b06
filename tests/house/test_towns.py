"""A town is data: no line of Python knows one by name, neither the platform's nor the simulator's."""

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
