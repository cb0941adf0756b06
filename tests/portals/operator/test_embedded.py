"""The embedded PostgreSQL: private, with two roles, and gone when it is told to."""

import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from modellkommune.environment import read_environment
from modellkommune.portals.operator.installation.embedded import (
    Cluster,
    database_urls,
    ensure_database,
    initialise,
    start,
)
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.installation.secrets import (
    APPLICATION_ROLE,
    OWNER_ROLE,
    database_passwords,
    ensure_secrets,
)


@pytest.fixture(scope="module", params=["short", "long-" + "x" * 90])
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    home = tmp_path_factory.mktemp("home") / request.param
    home.mkdir(mode=0o700)
    ensure_secrets(home)
    running = Cluster(home)
    initialise(running)
    server = start(running, home / "postgres.log")
    ensure_database(running)
    yield running
    server.send_signal(signal.SIGINT)
    assert server.wait(5) == 0


def test_the_application_comes_in_with_a_role_that_owns_nothing(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(APPLICATION_ROLE)) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False)


def test_the_owner_may_make_tables_and_the_application_may_not(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER_ROLE)) as connection:
        connection.execute("CREATE TABLE tried (id int)")
        connection.rollback()
    with (
        psycopg.connect(cluster.url(APPLICATION_ROLE)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE tried (id int)")


def test_nobody_comes_in_without_the_password(cluster: Cluster) -> None:
    address = cluster.url(APPLICATION_ROLE).replace(
        database_passwords(cluster.home)[APPLICATION_ROLE], "guess"
    )
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_it_listens_on_no_network(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(APPLICATION_ROLE)) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_starting_again_keeps_data_and_passwords(cluster: Cluster) -> None:
    before = database_passwords(cluster.home)
    ensure_secrets(cluster.home)
    initialise(cluster)
    ensure_database(cluster)
    assert database_passwords(cluster.home) == before


def test_the_folders_above_stay_closed(cluster: Cluster) -> None:
    assert stat.S_IMODE(cluster.home.stat().st_mode) == 0o700


def test_it_refuses_the_data_of_another_version(tmp_path: Path) -> None:
    other = Cluster(tmp_path)
    other.data.mkdir()
    (other.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(Refused, match="another PostgreSQL"):
        initialise(other)


def test_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes) == {"master-key", "django-secret", "demonstration-totp", "database"}
    assert set(modes.values()) == {0o600}


def test_secrets_differ_between_installations(tmp_path: Path) -> None:
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        ensure_secrets(home)
    for path in (homes[0] / "secrets").iterdir():
        assert len({(home / "secrets" / path.name).read_text() for home in homes}) == 2


def test_a_stated_database_comes_first() -> None:
    stated = {"DATABASE_URL": "postgresql://a@h/d", "DATABASE_OWNER_URL": "postgresql://b@h/d"}
    assert database_urls(read_environment(stated)) == ("postgresql://a@h/d", "postgresql://b@h/d")
