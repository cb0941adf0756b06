"""The embedded server's data taken along when the wheel brings a new PostgreSQL.

A major version does not read the files of another one. So at each start the server's programs are kept beside
the data (hard links where the file system has them, 40 MB otherwise), and when the wheel has become newer,
the old server runs once more from there, its database is written out and read into a new folder, and both
are compared table by table. Only then do the folders change their names; the old one is kept, never written
to by the new server, and deleted by nobody but the operator.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from modellkommune.portals.operator.installation.embedded import (
    DATABASE,
    Cluster,
    ensure_database,
    initialise,
    start,
)
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.installation.secrets import SUPERUSER, database_passwords
from modellkommune.portals.operator.installation.wheel import wheel_folder, wheel_program

DRAFT: Final = "postgres-moved"
PROVED: Final = "postgres-proved"
DEBIAN: Final = Path("/usr/lib/postgresql")

_TABLES: Final = """
    SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema')
    AND nspname NOT LIKE 'pg_toast%' ORDER BY 1, 2"""


def take_data_along(cluster: Cluster, elsewhere: Path = DEBIAN) -> None:
    """Bring the data folder to the wheel's version if it is an older one's, and keep this version's programs.

    `elsewhere` holds the machine's own versions, as <major>/bin. Raises Refused with the remedy; the data
    folder is as it was then.
    """
    found = wheel_folder()
    if found is None:
        return
    major, programs = found
    _finish(cluster)
    old = _version(cluster.data)
    if old is not None and old != major:
        _refuse_newer(cluster, old, major)
        _move(cluster, old, _programs_of(cluster, old, elsewhere))
    _keep_programs(cluster, major, programs)


def _version(folder: Path) -> int | None:
    file = folder / "PG_VERSION"
    return int(file.read_text("ascii")) if file.is_file() else None


def _refuse_newer(cluster: Cluster, old: int, major: int) -> None:
    if old > major:
        raise Refused(
            f"{cluster.data} was written by PostgreSQL {old}, and this version brings {major}: "
            "install the newer version of Modellkommune again."
        )


def _kept(cluster: Cluster, major: int) -> Path:
    return cluster.home / f"postgres-{major}-programs"


def _programs_of(cluster: Cluster, old: int, elsewhere: Path) -> Path:
    for folder in (_kept(cluster, old) / "bin", elsewhere / str(old) / "bin"):
        if (folder / "postgres").exists():
            return folder
    raise Refused(
        f"{cluster.data} was written by PostgreSQL {old}, whose programs are not here any more: install "
        f"PostgreSQL {old} (Debian: apt-get install postgresql-{old}) and start again, or install the "
        "version of Modellkommune before this one, run `modellkommune backup`, and restore that with this."
    )


def _keep_programs(cluster: Cluster, major: int, programs: Path) -> None:
    """Keep the programs of the version in use, for the day when the wheel brings the next one."""
    kept = _kept(cluster, major)
    if kept.exists():
        return
    draft = kept.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    cluster.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(programs, draft, symlinks=True, copy_function=_link)
    draft.rename(kept)


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)
    return target


def _move(cluster: Cluster, old: int, programs: Path) -> None:
    print(f"Taking the data of PostgreSQL {old} along to the new version ...", flush=True)
    draft = Cluster(cluster.home, DRAFT)
    shutil.rmtree(draft.data, ignore_errors=True)
    dump = cluster.home / f"{DRAFT}.sql"
    try:
        with (
            _runnable(programs) as folder,
            _running(Cluster(cluster.home, programs=folder), f"postgres-{old}.log") as before,
        ):
            _write_out(before, dump)
            counts = _counts(before)
        initialise(draft)
        with _running(draft, "postgres-moved.log") as after:
            ensure_database(after)
            _read_in(after, dump)
            _compare(counts, _counts(after))
        (cluster.home / PROVED).write_text(f"{old}\n", "ascii")
    finally:
        dump.unlink(missing_ok=True)
    _finish(cluster)


def _finish(cluster: Cluster) -> None:
    """Change the names of the folders once the new one is proved; done again if that was cut off."""
    proved = cluster.home / PROVED
    if not proved.exists():
        return
    old, draft = proved.read_text("ascii").strip(), cluster.home / DRAFT
    kept = cluster.home / f"postgres-{old}-data"
    if cluster.data.exists() and draft.exists():
        cluster.data.rename(kept)
    if draft.exists():
        draft.rename(cluster.data)
    proved.unlink()
    print(f"Done. The old data is kept in {kept}: delete it when all is well.", flush=True)


@contextmanager
def _runnable(programs: Path) -> Iterator[Path]:
    """The programs where the server may run them: root's runs as `nobody`, who cannot pass the data folder.

    PostgreSQL asks for its own file in a way for which its capability does not count.
    """
    if os.geteuid() != 0 or programs.is_relative_to(DEBIAN):
        yield programs
        return
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        Path(name).chmod(0o755)
        shutil.copytree(programs.parent, Path(name) / "programs", symlinks=True, copy_function=_link)
        yield Path(name) / "programs" / "bin"


@contextmanager
def _running(cluster: Cluster, log: str) -> Iterator[Cluster]:
    folder = cluster.home / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    server = start(cluster, folder / log)
    try:
        yield cluster
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def _connected(cluster: Cluster) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {
        "PGHOST": cluster.host,
        "PGUSER": SUPERUSER,
        "PGPASSWORD": database_passwords(cluster.home)[SUPERUSER],
        "PGDATABASE": DATABASE,
    }


def _write_out(cluster: Cluster, dump: Path) -> None:
    dump.touch(mode=0o600)
    _call(cluster, "pg_dump", "--format=plain", f"--file={dump}")


def _read_in(cluster: Cluster, dump: Path) -> None:
    words = ("-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", str(dump))
    _call(cluster, "psql", *words)


def _call(cluster: Cluster, name: str, *words: str) -> None:
    done = subprocess.run(  # noqa: S603 -- words of our own
        [str(wheel_program(name)), *words],
        env=_connected(cluster),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise Refused(
            f"The data could not be taken along to the new PostgreSQL, it is as it was: {done.stderr.strip()}"
        )


def _counts(cluster: Cluster) -> dict[str, int]:
    """The rows of each table."""
    with psycopg.connect(cluster.url(SUPERUSER)) as connection:
        counts = {}
        for names in connection.execute(_TABLES).fetchall():
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*names))
            row = connection.execute(query).fetchone()
            counts[".".join(names)] = int(row[0]) if row else 0
    return counts


def _compare(before: dict[str, int], after: dict[str, int]) -> None:
    different = sorted(name for name in before | after if before.get(name) != after.get(name))
    if different:
        raise Refused(
            f"The new PostgreSQL does not hold the same rows in {different[0]}: the data is as it was. "
            "Run `modellkommune backup` with the version before this one."
        )
