"""Lock files pin every package by hash and name no address."""

import ast
import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?://|^--(extra-)?index-url|^-[if] ", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_it_names_no_address(lock: Path) -> None:
    assert ADDRESS.search(lock.read_text("utf-8")) is None


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_it_pins_every_package_by_hash(lock: Path) -> None:
    entries = re.split(
        r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE)
    )
    loose = [
        entry.partition(" ")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry
    ]
    assert loose == []


def test_the_lock_of_the_assets_names_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert entries
    assert [name for name, entry in entries.items() if "resolved" in entry] == []
    assert [name for name, entry in entries.items() if "integrity" not in entry] == []


def _imported() -> set[str]:
    files = [path for folder in ("src", "simulator") for path in (ROOT / folder).rglob("*.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return (
        {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"modellkommune", "simulator"}
    )


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-")
        for line in project["dependencies"]
    }


def test_every_package_that_is_imported_is_declared() -> None:
    providers = metadata.packages_distributions()
    undeclared = {
        name
        for name in _imported()
        if not {found.lower().replace("_", "-") for found in providers.get(name, [name])} & _declared()
    }
    assert undeclared == set()
