"""The part of `making` that needs Django: migrate, load a town, let residents do their errands."""

from pathlib import Path

from modellkommune.portals.operator.migrate import migrate
from modellkommune.portals.operator.municipality import load_folder
from tests.portals.operator.keeping.belongings import leave_behind
from tests.workflow.errands import Simulator


def fill(simulator: str, town: Path, file: Path) -> None:
    """Leave a permit and an open draft behind, and write to `file` what their owners hold in hands."""
    migrate()
    load_folder(town, town.parents[1])
    leave_behind(Simulator(simulator), town.name).write(file)
