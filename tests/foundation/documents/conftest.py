"""A town with keys, and its permit as the workflow makes it."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from modellkommune.foundation.documents import commands, queries
from modellkommune.foundation.documents.trust import Trust

HERE = Path(__file__).parent
TEMPLATES = Path(__file__).parents[3] / "blueprints" / "resident-parking" / "documents"
FIELDS = {
    "number": "BP-4F7K9-XTMC2",
    "zone": "G",
    "plates": ["DN-AB 123 E", "JÜL-A 1"],
    "valid_from": date(2026, 12, 3),
    "valid_to": date(2027, 12, 2),
}
DATA = {
    "document": "permit",
    **FIELDS,
    "valid_from": "2026-12-03",
    "valid_to": "2027-12-02",
}


def template(name: str) -> str:
    """The source of a template of the blueprint."""
    return (TEMPLATES / f"{name}.typ").read_text("utf-8")


def example(name: str) -> dict[str, Any]:
    """The filled-in data of a template."""
    data: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return data


def permit(town: str, attached: dict[str, Any] | None = None) -> bytes:
    """A signed permit of the town with its seal."""
    code = commands.seal_permit(FIELDS, town)
    data = example("permit") | {
        "plates": FIELDS["plates"],
        "seal_svg": code.svg,
        "seal_width_mm": code.width_mm,
    }
    pdf = commands.render(template("permit"), data, "de", DATA if attached is None else attached)
    return commands.sign_pdf(pdf, town)


class Issued(NamedTuple):
    """A town, its certificates, and one permit of it."""

    town: str
    trust: Trust
    pdf: bytes


@pytest.fixture
def issued(two_towns: tuple[str, str]) -> Issued:
    """A permit of the first town."""
    town = two_towns[0]
    commands.ensure_keys(town)
    return Issued(town, queries.trust_of(town), permit(town))
