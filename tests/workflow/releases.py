"""Other releases of resident parking, made by changing the folders of the delivered one."""

import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from modellkommune.blueprint import Release, load_overlay, load_release
from modellkommune.foundation.catalogue.commands import adopt, publish

REPOSITORY = Path(__file__).resolve().parents[2]
BLUEPRINT = REPOSITORY / "blueprints" / "resident-parking"
OVERLAY = "resident-parking.yaml"
NEWER = "99.0.0"
Changes = Mapping[str, Mapping[str, str]]
"""File -> text as delivered -> text instead."""


@lru_cache(maxsize=1)
def delivered() -> Release:
    """The release as it is delivered."""
    return load_release(BLUEPRINT)


def adopt_overlay(town: str, folder: Path, changes: Mapping[str, str]) -> None:
    """Let a town adopt the delivered release with another overlay."""
    publish(delivered())
    adopt(town, delivered(), load_overlay(_overlay(town, folder, changes), delivered()))


def adopt_release(town: str, folder: Path, changes: Changes, overlay: Mapping[str, str]) -> Release:
    """Let a town adopt a newer release. The examples stay behind: they are about the delivered one."""
    changed = folder / f"resident-parking-{NEWER}"
    old = delivered().document["service"]["version"]
    shutil.copytree(BLUEPRINT, changed, ignore=shutil.ignore_patterns("examples"))
    for name, replacements in {**changes, "service.yaml": {f"version: {old}": f"version: {NEWER}"}}.items():
        _replace(changed / name, {**replacements, **changes.get(name, {})})
    release = load_release(changed)
    publish(release)
    file = _overlay(town, folder, {f"release: {old}": f"release: {NEWER}", **overlay})
    file.write_text(file.read_text("utf-8").partition("\nexamples:")[0] + "\n", "utf-8")
    adopt(town, release, load_overlay(file, release))
    return release


def _overlay(town: str, folder: Path, changes: Mapping[str, str]) -> Path:
    file = folder / OVERLAY
    shutil.copy(REPOSITORY / "municipalities" / town / OVERLAY, file)
    _replace(file, changes)
    return file


def _replace(file: Path, replacements: Mapping[str, str]) -> None:
    text = file.read_text("utf-8")
    for before, after in replacements.items():
        assert before in text, f"{file.name} does not say: {before}"
        text = text.replace(before, after)
    file.write_text(text, "utf-8")
