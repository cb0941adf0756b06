"""pg_dump and psql: those of the wheel, which know every supported server, or the machine's."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connections

from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.installation.wheel import wheel_program
from modellkommune.portals.operator.keeping.archive import Source
from modellkommune.portals.operator.keeping.errors import ProgramFailed

_VARIABLES: Final = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}


def program(name: str) -> str:
    """The path of a program of PostgreSQL. Raises Refused where there is none."""
    found = wheel_program(name)
    path = str(found) if found else shutil.which(name)
    if path is None:
        raise Refused(f"{name} is missing: install the client programs of PostgreSQL 18 or newer.")
    return path


def as_owner() -> dict[str, str]:
    """The environment in which PostgreSQL's programs reach the database as the owner of its tables."""
    stated: dict[str, Any] = connections["owner"].get_connection_params()
    known = {variable: str(stated[name]) for name, variable in _VARIABLES.items() if stated.get(name)}
    if stated.get("password"):
        known["PGPASSWORD"] = str(stated["password"])
    if stated.get("sslmode"):
        known["PGSSLMODE"] = str(stated["sslmode"])
    if stated.get("sslrootcert"):
        known["PGSSLROOTCERT"] = str(stated["sslrootcert"])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | known | {"PGOPTIONS": "-c client_min_messages=warning", "PGCLIENTENCODING": "UTF8"}


@contextmanager
def dumping(snapshot: str) -> Iterator[Source]:
    """The database as SQL text, as a snapshot shows it, without owners and grants. Raises ProgramFailed."""
    words = [program("pg_dump"), "--format=plain", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with subprocess.Popen(  # noqa: S603 -- words of our own
        words, env=as_owner(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as dump:
        assert dump.stdout is not None  # noqa: S101 -- it is piped
        assert dump.stderr is not None  # noqa: S101 -- it is piped
        yield dump.stdout
        said = dump.stderr.read().decode("utf-8", "replace")
    if dump.returncode:
        raise ProgramFailed("pg_dump", said)


def run_sql(files: Sequence[Path]) -> None:
    """Run the statements of files in one transaction as the owner. Raises ProgramFailed."""
    words = [program("psql"), "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "--single-transaction"]
    words += [word for file in files for word in ("-f", str(file))]
    done = subprocess.run(  # noqa: S603 -- words of our own
        words, env=as_owner(), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise ProgramFailed("psql", done.stderr)
