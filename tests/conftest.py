"""What all tests share: one PostgreSQL for the session, two roles, two towns.

The server is the embedded one, in a temporary folder, or the one that TEST_DATABASE_URL and
TEST_DATABASE_OWNER_URL name (an empty database, the first role owning nothing in it; `{worker}` in them
becomes the name of one of several processes side by side). Tests run as the application's role; nothing
starts for tests that need no database.
"""

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from modellkommune.foundation.tenants.models import Municipality
from modellkommune.portals.operator.installation.embedded import Cluster, start
from modellkommune.portals.operator.installation.secrets import APPLICATION_ROLE, OWNER_ROLE
from modellkommune.portals.operator.migrate import migrate
from tests.foundation.files.clamd import clamd, scanner
from tests.migrated import WITHOUT_FSYNC, migrated_home

# Fixtures of all rooms whose pages take files.
__all__ = ["clamd", "scanner"]

DATABASE_FIXTURES = frozenset(
    {"db", "transactional_db", "committed_db", "two_towns", "portal", "django_db_setup"}
)
JOURNEYS = Path(__file__).parent / "journeys"
KEPT_TABLES = frozenset({"django_migrations", "django_content_type"})
# How long an example takes depends on what else the machine does, and so would the test.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Give every session its own keys and data folder: no test reads or writes the developer's."""
    home = Path(tempfile.mkdtemp(prefix="mk-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    settings.MODELLKOMMUNE_HOME = home
    settings.CLOCK_FILE = home / "clock"
    settings.STATIC_ROOT = home / "static"
    settings.STATIC_ROOT.mkdir()
    settings.MASTER_KEY = secrets.token_bytes(32)
    settings.SECRET_KEY = secrets.token_urlsafe(48)
    settings.PASSWORD_HASHERS = ["tests.hashing.CheapArgon2"]
    settings.STORAGES = settings.STORAGES | {
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": home / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches PostgreSQL, so that it can be chosen or left out; journeys come last.

    The browser's driver leaves an event loop running in this thread; beside it Django refuses the database.
    """
    items.sort(key=lambda item: JOURNEYS in item.path.parents)
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def _point(alias: str, url: str) -> None:
    parts = conninfo_to_dict(url)
    stated = connections.settings[alias]
    stated.update(NAME=parts["dbname"], USER=parts["user"], PASSWORD=parts.get("password", ""))
    stated.update(HOST=parts.get("host", ""), PORT=parts.get("port", ""))
    stated["OPTIONS"].pop("pool", None)


@pytest.fixture(scope="session")
def database_urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses of a database without rows as the application's and as the owner's role."""
    if "TEST_DATABASE_URL" in os.environ:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        named = os.environ["TEST_DATABASE_URL"], os.environ["TEST_DATABASE_OWNER_URL"]
        yield named[0].replace("{worker}", worker), named[1].replace("{worker}", worker)
        return
    cluster = Cluster(migrated_home(tmp_path_factory, "database"))
    server = start(cluster, cluster.home / "postgres.log", WITHOUT_FSYNC)
    yield cluster.url(APPLICATION_ROLE), cluster.url(OWNER_ROLE)
    server.send_signal(signal.SIGINT)
    server.wait(60)


@pytest.fixture(scope="session")
def django_db_setup(database_urls: tuple[str, str], django_db_blocker: Any) -> Iterator[None]:
    """Migrate as the owner; everything after that comes in as the application's role."""
    _point("default", database_urls[0])
    _point("owner", database_urls[1])
    with django_db_blocker.unblock():
        migrate()
    yield
    connections.close_all()


def truncate() -> None:
    """Empty every table as the owner."""
    with connections["owner"].cursor() as cursor:
        tables = set(connections["owner"].introspection.table_names(cursor)) - KEPT_TABLES
        names = sql.SQL(", ").join(map(sql.Identifier, sorted(tables)))
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which commits are real; emptied by the owner afterwards."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections["default"].close()
            truncate()
            connections["owner"].close()


def _two_towns() -> tuple[str, str]:
    for key, name, ags in (("alpha", "Stadt Alpha", "99000001"), ("beta", "Stadt Beta", "99000002")):
        Municipality.objects.create(
            key=key, name=name, ags=ags, hosts=[f"{key}.localhost"], profile={}, demonstration=True
        )
    return "alpha", "beta"


@pytest.fixture
def two_towns(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The keys of two municipalities; gone after the test (use `committed_db` before it for real commits)."""
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")
    return _two_towns()
