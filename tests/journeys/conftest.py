"""What journeys share: the running installation, pages of a real browser, and the accessibility check."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.foundation.files.clamd import Double, doubled
from tests.journeys.inspection import Inspection
from tests.journeys.people import Somebody, neighbours
from tests.journeys.resident import Resident
from tests.journeys.stack import PATIENCE, Portal, end, free_ports, start
from tests.migrated import migrated_home
from tests.sharing import shared_folder

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def clamav() -> Iterator[Double]:
    """The scanner of the installation; a journey that changes its mood sets it back."""
    with doubled() as double:
        yield double


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, clamav: Double) -> Iterator[Portal]:
    """The installation with embedded PostgreSQL, web, worker and simulator, started once per session."""
    running = Portal(free_ports(), migrated_home(tmp_path_factory, "home"), clamav.place)
    process = start(running)
    yield running
    end(process)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's Chromium, cut off from everything but this machine."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.fail("Chromium is missing: `make test` installs it or says how.")
    return {"executable_path": found, "args": FLAGS, "headless": True}


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`browser_page(javascript=False, width=390)` opens a page as a new visitor would, without cookies."""
    contexts: list[BrowserContext] = []

    def open_page(*, javascript: bool = True, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            **options,
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(portal: Portal, browser_page: Callable[..., Page]) -> Callable[..., Resident]:
    """`visitor(javascript=False, width=390)` is somebody new at the portal of Musterstadt, or of `town`."""

    def come(town: str = "musterstadt", **options: Any) -> Resident:
        return Resident(portal, town, browser_page(**options))

    return come


@pytest.fixture(scope="session")
def inspection(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    """One memory of the pages that were looked at closely, for all journeys of a run."""
    return Inspection(shared_folder(tmp_path_factory) / "seen")


@pytest.fixture
def inspected(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection
) -> Callable[..., Resident]:
    """A visitor whose every page is looked at closely: axe, sizes, the dark."""
    return lambda town="musterstadt": Resident(portal, town, browser_page(bypass_csp=True), inspection)


@pytest.fixture(scope="session")
def all_neighbours() -> Iterator[Somebody]:
    """Everybody whom the rules grant a permit at once, each only once in a session."""
    return neighbours()


@pytest.fixture
def neighbour(all_neighbours: Iterator[Somebody]) -> Somebody:
    """Somebody of Musterstadt who has not applied in another test."""
    return next(all_neighbours)
