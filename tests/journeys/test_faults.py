"""Parts fall while a resident is on her way: she loses nothing, and nothing happens twice."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from modellkommune.portals.operator.installation.embedded import Cluster
from modellkommune.portals.operator.installation.secrets import APPLICATION_ROLE, SUPERUSER
from tests.journeys.people import Somebody, neighbours
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal, end, free_ports, kill, start
from tests.migrated import migrated_home


@dataclass(frozen=True)
class Shaky(Portal):
    """An installation that only these tests run."""

    root: int = 0

    def kill(self, part: str) -> None:
        """SIGKILL to a part; what runs the whole starts it again."""
        kill(self, self.root, part)


@pytest.fixture(scope="module")
def shaky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shaky]:
    """Started once for these tests."""
    port, home = free_ports(), migrated_home(tmp_path_factory, "shaky")
    process = start(Portal(port, home))
    yield Shaky(port, home, root=process.pid)
    end(process)


@pytest.fixture(scope="module")
def all_neighbours() -> Iterator[Somebody]:
    """Everybody may apply at this installation once more."""
    return neighbours()


@pytest.fixture
def resident(shaky: Shaky, browser_page: Callable[..., Page]) -> Resident:
    """A resident without JavaScript on a phone; error pages stand at addresses of steps and are none."""
    return Resident(shaky, "musterstadt", browser_page(javascript=False, width=390), look=lambda _page: None)


def _database(portal: Portal, *, open_to_us: bool) -> None:
    """Let the application in, or turn it out: its connections end and new ones are refused."""
    word = "LOGIN" if open_to_us else "NOLOGIN"
    with psycopg.connect(Cluster(portal.home).url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {APPLICATION_ROLE} {word}".encode())
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [APPLICATION_ROLE]
        )


def test_a_database_that_is_gone_costs_no_entry(
    shaky: Shaky, resident: Resident, neighbour: Somebody
) -> None:
    resident.begin(neighbour)
    resident.dwelling(neighbour)
    resident.fill(plate=neighbour.plate)
    resident.choose(keeper=neighbour.keeper)
    _database(shaky, open_to_us=False)
    resident.press("Weiter")
    assert resident.headline == "Gerade nicht erreichbar"
    assert neighbour.plate in resident.read()
    _database(shaky, open_to_us=True)
    resident.press("Noch einmal senden")
    expect(resident.page.locator("#months-12")).to_be_visible()
    resident.go(resident.path.replace("/term/", "/vehicle/"))
    expect(resident.page.locator("#plate")).to_have_value(neighbour.plate)


def test_every_part_may_be_killed_on_the_way_to_one_permit(
    shaky: Shaky, resident: Resident, neighbour: Somebody, tmp_path: Path
) -> None:
    resident.begin(neighbour)
    shaky.kill("web")
    resident.dwelling(neighbour)
    shaky.kill("postgres")
    resident.vehicle(neighbour)
    resident.term("faults@example.org")
    resident.declare()
    shaky.kill("worker")
    resident.wait_for("Bitte bezahlen Sie die Gebühr")
    resident.press(re.compile("jetzt bezahlen"))
    resident.press("Jetzt bezahlen")
    shaky.kill("worker")
    shaky.kill("postgres")
    resident.wait_for("Ihr Ausweis ist da")
    permit = resident.download("Bewohnerparkausweis", tmp_path)
    shaky.command("seal", "verify", str(permit))
    shaky.command("journal", "verify")
    assert shaky.rows("SELECT count(*) FROM permits_permit") == [(1,)]
    assert shaky.rows("SELECT count(*) FROM payments_booking") == [(1,)]
    mails = "SELECT template, count(*) FROM mail_message GROUP BY template HAVING count(*) > 1"
    assert shaky.rows(mails) == []
