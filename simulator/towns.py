"""Towns as the simulator needs them: key, AGS, host, streets; read from municipalities/<town>/.

What only a demonstration needs to know of a town may stand in its `simulator.toml`; see the README.
"""

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FALLBACK_STREETS = ("Hauptstraße", "Bahnhofstraße", "Marktplatz", "Goethestraße", "Mühlenweg", "Rosenweg")


@dataclass(frozen=True)
class Street:
    """A street with the range of its house numbers."""

    name: str
    postcode: str
    first: int
    last: int


@dataclass(frozen=True)
class House:
    """One house of a town that lists its houses."""

    street: str
    number: int
    addition: str
    postcode: str


@dataclass(frozen=True)
class Town:
    """A municipality: `ags` is its official key, `host` the name of its portal."""

    key: str
    name: str
    ags: str
    host: str
    streets: tuple[Street, ...]
    houses: tuple[House, ...] = ()
    plate_codes: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    """Kind of address (zone, other_zone, private, outside) -> a street of that kind."""
    expected: Mapping[str, str] = field(default_factory=dict)
    """Role -> what comes of it here (granted, review), where that is not what comes of it elsewhere."""
    first: bool = False


def read_towns(folder: Path) -> tuple[Town, ...]:
    """Every town of the folder, by key; those that want it come first."""
    towns = [_town(path.parent) for path in folder.glob("*/municipality.yaml")]
    return tuple(sorted(towns, key=lambda town: (not town.first, town.key)))


def _town(folder: Path) -> Town:
    text = (folder / "municipality.yaml").read_text("utf-8")
    played = _played(folder / "simulator.toml")
    streets = _streets(folder / "streets.csv") or _invented_streets()
    return Town(
        key=folder.name,
        name=_scalar(text, "name") or folder.name.title(),
        ags=_scalar(text, "ags"),
        host=_first_host(text) or f"{folder.name}.localhost",
        streets=streets,
        houses=_houses(folder / "addresses.csv"),
        plate_codes=_list(text, "plate_codes"),
        slots=_slots(_rows(folder / "zone_rules.csv"), streets) | played.get("streets", {}),
        expected=played.get("expected", {}),
        first=played.get("first", False),
    )


def _played(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def _slots(rules: Sequence[Mapping[str, str]], streets: Sequence[Street]) -> dict[str, str]:
    """One street of each kind, the first that is of one kind on all its length."""
    plain = [row for row in rules if not any(row.get(name) for name in ("from", "to", "letters"))]
    zones = [(row["street"], row["zone"]) for row in plain if row["rule"] == "in" and row["side"] == "all"]
    private = [row["street"] for row in plain if row["rule"] == "private"]
    named = {row["street"] for row in rules}
    found = {
        "zone": [street for street, _ in zones],
        "other_zone": [street for street, zone in zones if zone != zones[0][1]],
        "private": private,
        "outside": [street.name for street in streets if street.name not in named],
    }
    return {slot: names[0] for slot, names in found.items() if names}


def _list(text: str, key: str) -> tuple[str, ...]:
    """A top-level list written on one line."""
    match = re.search(rf"^{key}:\s*\[([^\]]*)\]", text, re.MULTILINE)
    return tuple(item.strip(" \"'") for item in match[1].split(",")) if match else ()


def _scalar(text: str, key: str) -> str:
    """A top-level scalar; three keys do not justify loading a YAML parser at every start."""
    match = re.search(rf"^{key}:\s*[\"']?([^\"'#\n]+?)[\"']?\s*(#.*)?$", text, re.MULTILINE)
    return match[1].strip() if match else ""


def _first_host(text: str) -> str:
    match = re.search(r"^hosts:\s*(?:\[|\n\s*-)\s*[\"']?([A-Za-z0-9.-]+)", text, re.MULTILINE)
    return match[1] if match else ""


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row.get("street")]


def _houses(file: Path) -> tuple[House, ...]:
    return tuple(
        House(
            row["street"].strip(),
            int(row["number"]),
            (row.get("addition") or "").strip(),
            row["postcode"].strip(),
        )
        for row in _rows(file)
    )


def _streets(file: Path) -> tuple[Street, ...]:
    return tuple(
        Street(
            name=row["street"].strip(),
            postcode=(row.get("postcode") or "").strip(),
            first=_number(row.get("first"), 1),
            last=_number(row.get("last"), 40),
        )
        for row in _rows(file)
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.strip().isdigit() else default


def _invented_streets() -> tuple[Street, ...]:
    return tuple(Street(name, "00000", 1, 60) for name in FALLBACK_STREETS)
