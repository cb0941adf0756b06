"""What every release left behind opens in this version: drafts, cases, permits, files, journal."""

import base64
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation

from modellkommune.foundation.keys import digests
from modellkommune.foundation.tenants.installation import REASONS, tables_without_wall
from modellkommune.portals.operator.keeping import state
from modellkommune.portals.operator.keeping.archive import reading
from modellkommune.portals.operator.keeping.bringing import bring_backup
from modellkommune.values.clock import seconds_to
from tests.portals.operator.keeping.belongings import Belongings, missing
from tests.portals.operator.keeping.conftest import empty
from tests.upgrade import DAY, DUMPS, MASTER_KEY

RELEASES = sorted(path.stem for path in DUMPS.glob("*.zip"))


@pytest.fixture
def brought(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, settings: Any
) -> Iterator[Belongings]:
    """A release's installation, migrated to this version, and what people hold of it."""
    archive = DUMPS / f"{request.param}.zip"
    settings.MASTER_KEY = base64.b64decode(MASTER_KEY)
    with django_db_blocker.unblock():
        with reading(archive) as package:
            major = package.manifest["postgresql"]
        if state.server_major() < major:
            pytest.skip(f"the dump comes from PostgreSQL {major}, this server is older")
        installation.CLOCK_FILE.write_text(str(seconds_to(date.fromisoformat(DAY), datetime.now(UTC))))
        bring_backup(archive, replace=True)
        digests.forget()
        yield Belongings.of(archive.with_suffix(".json"))
        empty()
        installation.CLOCK_FILE.unlink(missing_ok=True)


def test_the_first_release_is_there() -> None:
    assert "0.1.0" in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_a_dump_is_small_and_holds_no_key(release: str) -> None:
    archive: Path = DUMPS / f"{release}.zip"
    assert archive.stat().st_size < 1_000_000
    with zipfile.ZipFile(archive) as package:
        assert base64.b64decode(MASTER_KEY) not in b"".join(map(package.read, package.namelist()))


@pytest.mark.parametrize("brought", RELEASES, indirect=True)
def test_everybody_finds_again_what_is_theirs_after_the_upgrade(brought: Belongings) -> None:
    assert missing(brought) == []


@pytest.mark.parametrize("brought", RELEASES, indirect=True)
def test_an_upgraded_database_has_the_tables_and_walls_of_a_new_one(brought: Belongings) -> None:
    assert set(tables_without_wall()) <= set(REASONS)
    assert state.known() <= set(state.applied())
