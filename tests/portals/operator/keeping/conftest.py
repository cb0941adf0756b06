"""An installation with two towns in which people have left something, really committed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation
from django.core.files.storage import storages
from django.db import connections

from modellkommune.foundation.files.queries import STORAGE
from modellkommune.portals.operator.keeping.places import stored
from modellkommune.portals.operator.municipality import load_folder
from modellkommune.values.clock import seconds_to
from tests.conftest import truncate
from tests.portals.operator.keeping.belongings import Belongings, leave_behind
from tests.workflow.conftest import REPOSITORY, TODAY, TOWNS, running_simulator
from tests.workflow.errands import Simulator

__all__ = ["running_simulator"]
SOME = "musterstadt"


@pytest.fixture(scope="package")
def belongings(
    django_db_setup: None, django_db_blocker: Any, running_simulator: Simulator
) -> Iterator[Belongings]:
    """What residents of Musterstadt hold in hands."""
    parts = {"population-register": "population", "vehicle-register": "vehicles"}
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        registers = {
            name: ("http", f"{running_simulator.address}/registers/{part}/query")
            for name, part in parts.items()
        }
        patch.setattr(installation, "REGISTERS", registers)
        patch.setattr(installation, "PAYMENT_URL", f"{running_simulator.address}/payment")
        installation.CLOCK_FILE.write_text(str(seconds_to(TODAY, datetime.now(UTC))))
        for town in TOWNS:
            load_folder(REPOSITORY / "municipalities" / town, REPOSITORY)
        yield leave_behind(running_simulator, SOME)
        empty()
    installation.CLOCK_FILE.unlink(missing_ok=True)


@pytest.fixture
def kept(belongings: Belongings, django_db_blocker: Any) -> Iterator[Belongings]:
    """The same, with a database that may be used; the test leaves them as they were, or brings them back."""
    with django_db_blocker.unblock():
        yield belongings
        connections.close_all()


@pytest.fixture
def lose_everything() -> Callable[[], None]:
    """Empties the database, the stored files and the published heads."""
    return empty


def empty() -> None:
    """Empty the database, the stored files and the published heads."""
    connections["default"].close()
    truncate()
    for path in list(stored()):
        storages[STORAGE].delete(path)
    for file in (Path(installation.MODELLKOMMUNE_HOME) / "journal").glob("*"):
        file.unlink()
    connections.close_all()
