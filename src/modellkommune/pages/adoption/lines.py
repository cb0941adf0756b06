"""Lines to beat: published shares of online cases elsewhere, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

FILE: Final = Path(__file__).with_name("lines.yaml")


@dataclass(frozen=True)
class Line:
    """What a municipality has published: its share of online cases, from 0 to 1; texts by language."""

    share: float
    label: Mapping[str, str]
    note: Mapping[str, str]
    source: Mapping[str, str]


@cache
def lines() -> Mapping[str, tuple[Line, ...]]:
    """All lines by service, in the order of the file."""
    stated = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {service_id: tuple(Line(**line) for line in found) for service_id, found in stated.items()}
